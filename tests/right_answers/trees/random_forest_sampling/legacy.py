import numpy as np, random
def bootstrap_indices(n, seed):
    np.random.seed(seed); return sorted(np.random.choice(n, n).tolist())
def out_of_bag(indices, n):
    return sorted(set(range(n)) - set(int(i) for i in indices))
def random_features(d, m, seed):
    return random.Random(seed).sample(range(d), m)
