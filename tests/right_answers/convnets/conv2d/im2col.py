import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as swv
def conv2d_forward(x, w, b, stride, padding):
    xp = np.pad(x, ((0,0),(0,0),(padding,)*2,(padding,)*2))
    v = swv(xp, w.shape[2:], axis=(2,3))[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,fcpq->nfij", v, w) + b.reshape(1,-1,1,1)
def conv2d_backward(dout, x, w, stride, padding):
    N,C,H,W = x.shape; F,_,K,L = w.shape
    xp = np.pad(x, ((0,0),(0,0),(padding,)*2,(padding,)*2))
    v = swv(xp, w.shape[2:], axis=(2,3))[:, :, ::stride, ::stride]
    dw = np.einsum("ncijpq,nfij->fcpq", v, dout)
    # dilated full convolution
    up = np.zeros((N,F,H+2*padding-K+1, W+2*padding-L+1))
    up[:,:,::stride,::stride] = dout
    up = np.pad(up, ((0,0),(0,0),(K-1,)*2,(L-1,)*2))
    dxp = np.einsum("nfijpq,fcpq->ncij", swv(up,(K,L),axis=(2,3)), w[:,:,::-1,::-1])
    return [dxp[:,:,padding:H+padding,padding:W+padding], dw, dout.sum((0,2,3))]
