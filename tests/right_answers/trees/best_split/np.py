import numpy as np
def best_split(rows, labels, attributes):
    y = np.array(labels)
    def h(y):
        c = np.unique(y, return_counts=True)[1]/len(y); return -(c*np.log2(c)).sum()
    best, name = -1, None
    for a in attributes:
        v = np.array([r[a] for r in rows])
        g = h(y) - sum((v==u).mean()*h(y[v==u]) for u in np.unique(v))
        if g > best + 1e-9: best, name = g, a
    return np.str_(name)
