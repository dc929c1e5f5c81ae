import numpy as np
def dropout_forward(x,uniform,p,train):
    out=np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if not train: out[i]=x[i]
        elif uniform[i]>=p and p<1: out[i]=x[i]/(1-p)
    return out
def dropout_backward(dout,uniform,p): return dropout_forward(dout,uniform,p,True)
def variational_dropout(x,uniform,p):
    return [dropout_forward(a,uniform[0],p,True) for a in x]
