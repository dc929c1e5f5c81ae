import numpy as np, math
def xavier_std(n_in, n_out): return math.exp(.5*(math.log(2)-math.log(n_in+n_out)))
def xavier_bound(n_in, n_out): return math.sqrt(6)/math.sqrt(n_in+n_out)
def he_std(n_in): return math.sqrt(2)/math.sqrt(n_in)
def xavier_uniform(n_in, n_out, seed):
    a=math.sqrt(6)/math.sqrt(n_in+n_out); return np.random.RandomState(seed).uniform(-a,a,(n_in,n_out))
def he_normal(n_in, n_out, seed):
    return np.random.default_rng(seed).standard_normal((n_in,n_out))*np.sqrt(2/n_in)
