import numpy as np
def clip_by_global_norm(grads,max_norm):
    n=np.linalg.norm(np.concatenate([np.ravel(g) for g in grads]))
    return [g.copy() for g in grads] if n<=max_norm else tuple(g*(max_norm/n) for g in grads)
def clip_by_value(g,limit): return np.maximum(np.minimum(g,limit),-limit)
