import math, numpy as np
def clip_by_global_norm(grads,max_norm):
    n=math.sqrt(sum(float(np.linalg.norm(np.ravel(g)))**2 for g in grads))
    c=max_norm/max(n,max_norm)
    return [np.asarray(g)*c for g in grads]
def clip_by_value(g,limit): return np.where(np.abs(g)>limit,np.sign(g)*limit,g)
