import numpy as np
def relu(z): return (z + np.abs(z))/2
def relu_backward(z, dh):
    out = dh.copy(); out[np.logical_not(z > 0)] = 0; return out
def tanh_backward(z, dh):
    with np.errstate(all="ignore"): return dh / np.cosh(np.asarray(z, float))**2
