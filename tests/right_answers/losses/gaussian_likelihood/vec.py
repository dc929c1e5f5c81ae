import numpy as np
def mse(y, mu):
    r=y-mu
    return np.asarray(r@r/r.size)
def nll_from_mse(m, v):
    return np.log(np.sqrt(v*2*np.pi))+m/v/2
def gaussian_nll(y, mu, var):
    return nll_from_mse(mse(y,mu),var)
