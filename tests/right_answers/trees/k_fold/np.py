import numpy as np
def k_fold(n, k):
    if k < 2 or k > n: raise ValueError
    a = np.arange(n)
    return tuple([np.setdiff1d(a, v), v] for v in np.array_split(a, k))
