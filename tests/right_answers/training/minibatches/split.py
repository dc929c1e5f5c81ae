import math, numpy as np
def iterations_per_epoch(n,batch_size,drop_last): return math.floor(n/batch_size) if drop_last else math.ceil(n/batch_size)
def minibatch_indices(n,batch_size,seed):
    rng=np.random.default_rng(seed); o=np.arange(n); rng.shuffle(o)
    return np.split(o,np.arange(batch_size,n,batch_size))
