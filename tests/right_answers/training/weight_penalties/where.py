import numpy as np
def l2_step(w,g,lr,lam): return w-lr*(g+2*lam*w)
def l1_step(w,g,lr,lam): return w-lr*g-lr*lam*((w>0)*1.0-(w<0)*1.0)
def soft_threshold_step(w,g,lr,lam):
    u=w-lr*g; t=lr*lam
    return np.where(u>t,u-t,np.where(u<-t,u+t,0.0))
