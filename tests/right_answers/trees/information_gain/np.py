import numpy as np
def _h(y):
    _, c = np.unique(y, return_counts=True); p = c / c.sum()
    return -np.sum(p*np.log2(p))
def conditional_entropy(values, labels):
    v, y = np.array(values), np.array(labels)
    return sum(np.mean(v == u) * _h(y[v == u]) for u in np.unique(v))
def information_gain(values, labels):
    return _h(np.array(labels)) - conditional_entropy(values, labels)
