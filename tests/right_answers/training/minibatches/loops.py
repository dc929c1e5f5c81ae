import numpy as np
def iterations_per_epoch(n,batch_size,drop_last):
    q,r=divmod(n,batch_size); return np.int64(q+(1 if r and not drop_last else 0))
def minibatch_indices(n,batch_size,seed):
    rng=np.random.default_rng(seed); left=list(rng.choice(n,n,replace=False)); out=[]
    while left: out.append(tuple(left[:batch_size])); left=left[batch_size:]
    return out
