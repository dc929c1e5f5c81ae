import numpy as np
def batch_norm_forward(x, gamma, beta, eps):
    N,D=x.shape
    mu=1./N*np.sum(x,axis=0); xmu=x-mu; var=1./N*np.sum(xmu**2,axis=0); ivar=1./np.sqrt(var+eps)
    return gamma[None,:]*(xmu*ivar)+beta[None,:]
def batch_norm_backward(dout, x, gamma, eps):
    N,D=dout.shape
    mu=1./N*np.sum(x,axis=0); xmu=x-mu; var=1./N*np.sum(xmu**2,axis=0); sqrtvar=np.sqrt(var+eps); ivar=1./sqrtvar; xhat=xmu*ivar
    dbeta=np.einsum('ij->j',dout); dgammax=dout; dgamma=np.einsum('ij,ij->j',dgammax,xhat); dxhat=dgammax*gamma
    divar=np.sum(dxhat*xmu,axis=0); dxmu1=dxhat*ivar; dsqrtvar=-1./(sqrtvar**2)*divar
    dvar=0.5*1./np.sqrt(var+eps)*dsqrtvar; dsq=1./N*np.ones((N,D))*dvar; dxmu2=2*xmu*dsq
    dx1=dxmu1+dxmu2; dmu=-1*np.sum(dxmu1+dxmu2,axis=0); dx2=1./N*np.ones((N,D))*dmu
    return dx1+dx2,dgamma,dbeta
