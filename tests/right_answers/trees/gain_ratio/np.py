import numpy as np
def gain_ratio(values, labels):
    def h(a):
        c = np.unique(np.array(a), return_counts=True)[1]; p = c/c.sum(); return -(p*np.log(p)).sum()
    v, y = np.array(values), np.array(labels)
    iv = h(v)
    if iv < 1e-12: return 0
    return (h(y) - sum((v==u).mean()*h(y[v==u]) for u in set(values)))/iv
