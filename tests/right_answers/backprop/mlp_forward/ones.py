import numpy as np
def mlp_forward(X, W1, b1, W2, b2):
    A = np.c_[X, np.ones(len(X))] @ np.vstack([W1, b1])
    with np.errstate(over="ignore"): H = 1/(1+np.exp(-A))
    return np.c_[H, np.ones(len(X))] @ np.vstack([W2, b2])
