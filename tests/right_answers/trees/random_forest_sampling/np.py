import numpy as np
def bootstrap_indices(n, seed):
    rng = np.random.default_rng(seed); return np.floor(rng.random(n)*n).astype(np.int32)
def out_of_bag(indices, n):
    return np.array([i for i in range(n) if i not in indices])
def random_features(d, m, seed):
    return np.sort(np.random.default_rng(seed).permutation(d)[:m])
