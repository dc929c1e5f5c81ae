import numpy as np
def hessian_condition_number(X): return np.linalg.cond(X.T.astype(float) @ X / X.shape[0])
def standardise(X):
    X = np.asarray(X, float); m = sum(X)/len(X); v = sum((X-m)**2)/len(X)
    return np.stack([np.zeros(len(X)) if v[j] == 0 else (X[:, j]-m[j])/v[j]**.5 for j in range(X.shape[1])], axis=1)
