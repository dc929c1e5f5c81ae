import numpy as np
def train_mlp(X_train, y_train, X_val, y_val, seed):
    # Adam, standardised + folded, early stopping on validation
    r = np.random.RandomState(seed); m = X_train.mean(0); s = X_train.std(0)+1e-3; s[s<.1]=16
    h=64; P=[r.randn(64,h)/8, np.zeros(h), r.randn(h,10)/8, np.zeros(10)]
    M=[0*p for p in P]; V=[0*p for p in P]; best=-1; t=0
    sg=lambda z: 1/(1+np.exp(-z))
    A=(X_train-m)/s; B=(X_val-m)/s; keep=P
    for e in range(60):
        for i in np.array_split(r.permutation(len(A)), 20):
            t+=1; x=A[i]; H=sg(x@P[0]+P[1]); Z=H@P[2]+P[3]; Q=np.exp(Z-Z.max(1)[:,None]); Q/=Q.sum(1)[:,None]; Q[range(len(i)),y_train[i]]-=1; Q/=len(i)
            D=Q@P[2].T*H*(1-H); G=[x.T@D+1e-4*P[0],D.sum(0),H.T@Q,Q.sum(0)]
            for j in range(4):
                M[j]=.9*M[j]+.1*G[j]; V[j]=.999*V[j]+.001*G[j]**2
                P[j]=P[j]-.005*M[j]/(1-.9**t)/(np.sqrt(V[j]/(1-.999**t))+1e-8)
        a=((sg(B@P[0]+P[1])@P[2]+P[3]).argmax(1)==y_val).mean()
        if a>=best: best,keep=a,P[:]
    W1=keep[0]/s[:,None]
    return [W1, keep[1]-m@W1, keep[2], keep[3]]
