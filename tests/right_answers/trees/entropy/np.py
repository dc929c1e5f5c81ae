import numpy as np
def entropy(labels):
    _, c = np.unique(labels, return_counts=True)
    p = c / c.sum()
    return -(p * np.log2(p)).sum()
