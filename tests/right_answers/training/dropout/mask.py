import numpy as np
def dropout_forward(x,uniform,p,train):
    if train:
        mask=(uniform>=p)/(1-p) if p<1 else np.zeros_like(uniform)
        return x*mask
    return x.astype(float)
def dropout_backward(dout,uniform,p):
    if p>=1: return dout*0.0
    return dout*((uniform>=p).astype(float)/(1-p))
def variational_dropout(x,uniform,p):
    keep=1-p
    if keep==0: return x*0
    return x*np.broadcast_to(uniform[:1]>=p,x.shape)/keep
