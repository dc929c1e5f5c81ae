import numpy as np
def sgd_step(w,g,lr):
    w=np.array(w,dtype=float); w-=lr*g; return w
def momentum_step(w,g,v,lr,mu):
    w,v=np.array(w,dtype=float),np.array(v,dtype=float); v*=mu; v-=lr*g; w+=v; return np.array([w,v])
