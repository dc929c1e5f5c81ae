import numpy as np
def ema(values,beta):
    T=len(values); i=np.arange(T); e=i[:,None]-i[None,:]
    A=np.where(e>=0,(1-beta)*np.power(float(beta),np.maximum(e,0)),0.0); return A@values
def ema_weights(beta,k): return [(1-beta)*beta**i for i in range(k)]
def effective_window(beta): return np.float64(1.0)/(1.0-beta)
