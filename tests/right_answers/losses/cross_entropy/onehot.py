import numpy as np
def cross_entropy(logits, labels):
    logits=logits.astype(float)
    Y=np.eye(logits.shape[1])[labels]
    return np.mean(np.logaddexp.reduce(logits,axis=1)-(Y*logits).sum(1)).reshape(())
