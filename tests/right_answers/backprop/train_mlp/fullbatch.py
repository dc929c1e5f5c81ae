import numpy as np
def train_mlp(X_train, y_train, X_val, y_val, seed):
    # no scaling: tiny weights, raw pixels, full-batch momentum
    g=np.random.default_rng(seed); h=100; th=[g.normal(0,.01,(64,h)),np.zeros(h),g.normal(0,.1,(h,10)),np.zeros(10)]
    v=[np.zeros_like(p) for p in th]; Y=np.eye(10)[y_train]; n=len(Y)
    for e in range(700):
        H=1/(1+np.exp(-(X_train@th[0]+th[1]))); Z=H@th[2]+th[3]; P=np.exp(Z-Z.max(1,keepdims=True)); P/=P.sum(1,keepdims=True); D=(P-Y)/n
        D1=D@th[2].T*H*(1-H); G=[X_train.T@D1,D1.sum(0),H.T@D,D.sum(0)]
        for p,q,gr in zip(th,v,G): q*=.9; q-=.03*gr; p+=q
    return tuple(th)
