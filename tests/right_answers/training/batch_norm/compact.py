import numpy as np
def batch_norm_forward(x, gamma, beta, eps):
    return np.stack([gamma[j]*(c-c.mean())/(c.var()+eps)**.5+beta[j] for j,c in enumerate(x.T.astype(float))],1)
def batch_norm_backward(dout, x, gamma, eps):
    N=x.shape[0]; v=np.var(x,axis=0,keepdims=True)+eps; c=x-np.mean(x,axis=0,keepdims=True)
    dx=(1./N)*gamma*v**(-1./2.)*(N*dout-np.sum(dout,axis=0)-c*v**(-1.0)*np.sum(dout*c,axis=0))
    return (dx,np.sum(dout*c/np.sqrt(v),0),np.sum(dout,0))
