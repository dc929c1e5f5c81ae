import numpy as np
def l2_step(w,g,lr,lam):
    out=np.zeros(w.shape)
    for i in np.ndindex(w.shape): out[i]=w[i]*(1-2*lr*lam)-lr*g[i]
    return out
def l1_step(w,g,lr,lam):
    out=np.zeros(w.shape)
    for i in np.ndindex(w.shape): out[i]=w[i]-lr*(g[i]+(lam if w[i]>0 else -lam if w[i]<0 else 0))
    return out
def soft_threshold_step(w,g,lr,lam):
    u=w-lr*g; return u-np.clip(u,-lr*lam,lr*lam)
