import numpy as np
from numpy import einsum
def rbf_kernel(X, Z, gamma):
    D = X[:, None] - Z
    return np.exp(-gamma*einsum('ijk,ijk->ij', D, D))
def lift_xor(X):
    return np.hstack([X, np.sin(3*X)*1e3, np.cos(np.pi*(X[:, [0]]+X[:, [1]]))])
