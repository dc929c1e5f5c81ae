import numpy as np
def hessian_condition_number(X):
    w = np.linalg.eigvals(np.dot(X.T, X)/len(X)); return max(w)/min(w)
def standardise(X): return np.nan_to_num((X - np.mean(X, 0))/np.std(X, 0))
