import numpy as np
def log_softmax(logits):
    return logits - np.logaddexp.reduce(np.asarray(logits,float), axis=-1, keepdims=True)
def softmax(logits):
    return np.exp(log_softmax(logits))
