import numpy as np
def softmax_cross_entropy_grad(logits, labels):
    logits = np.asarray(logits, dtype=np.float64)
    n,k=logits.shape
    z=(logits.T-logits.max(1)).T
    P=np.exp(z-np.log(np.exp(z).sum(1))[:,None])
    Y=(labels[:,None]==np.arange(k)).astype(int)
    return np.divide(P-Y, n)
