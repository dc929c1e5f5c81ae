import numpy as np
def rbf_kernel(X, Z, gamma):
    return np.stack([np.exp(-gamma*np.linalg.norm(Z - x, axis=1)**2) for x in X])
def lift_xor(X):
    return np.abs(X[:, :1] - X[:, 1:])*1e-3
