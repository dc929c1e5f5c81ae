import numpy as np
def bernoulli_nll(z, y):
    z=np.asarray(z,float)
    return np.mean(np.logaddexp(0,z)-y*z)
