import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as swv
def max_pool2d_forward(x, kernel, stride):
    return swv(x,(kernel,kernel),axis=(2,3))[:,:,::stride,::stride].max(axis=(4,5)).astype(np.float64)
def max_pool2d_backward(dout, x, kernel, stride):
    v=swv(x,(kernel,kernel),axis=(2,3))[:,:,::stride,::stride]
    k=v.reshape(v.shape[:4]+(-1,)).argmax(-1)
    n,c,i,j=np.indices(k.shape)
    dx=np.zeros(x.shape); np.add.at(dx,(n,c,i*stride+k//kernel,j*stride+k%kernel),dout)
    return dx
