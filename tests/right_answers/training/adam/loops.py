import math, numpy as np
def adam_step(w,g,m,v,t,lr,beta1,beta2,eps):
    W=np.zeros(w.shape);M=np.zeros(w.shape);V=np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        M[i]=beta1*float(m[i])+(1-beta1)*float(g[i]); V[i]=beta2*float(v[i])+(1-beta2)*float(g[i])**2
        W[i]=float(w[i])-lr*(M[i]/(1-math.pow(beta1,t)))/(math.sqrt(V[i]/(1-math.pow(beta2,t)))+eps)
    return [W,M,V]
