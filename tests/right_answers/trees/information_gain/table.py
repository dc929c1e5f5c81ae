import numpy as np
def _table(values, labels):
    vs, ys = list(dict.fromkeys(values)), list(dict.fromkeys(labels))
    T = np.zeros((len(vs), len(ys)))
    for v, y in zip(values, labels): T[vs.index(v), ys.index(y)] += 1
    return T / T.sum()
def _xlogx(p):
    return np.where(p > 0, p*np.log2(np.where(p > 0, p, 1)), 0).sum()
def conditional_entropy(values, labels):
    P = _table(values, labels)
    return float(_xlogx(P.sum(1)) - _xlogx(P))
def information_gain(values, labels):
    P = _table(values, labels)
    return np.float64(_xlogx(P) - _xlogx(P.sum(1)) - _xlogx(P.sum(0)))
