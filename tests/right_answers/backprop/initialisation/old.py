import numpy as np, random
def xavier_std(n_in, n_out): return np.float64((0.5*(n_in+n_out))**-0.5)
def xavier_bound(n_in, n_out): return np.array(3**.5*xavier_std(n_in,n_out))
def he_std(n_in): return (2/n_in)**.5
def xavier_uniform(n_in, n_out, seed):
    np.random.seed(seed); return (2*np.random.rand(n_in,n_out)-1)*xavier_bound(n_in,n_out)
def he_normal(n_in, n_out, seed):
    r=random.Random(seed); return [[r.gauss(0,he_std(n_in)) for _ in range(n_out)] for _ in range(n_in)]
