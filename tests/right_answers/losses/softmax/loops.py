import math, numpy as np
def _row(v):
    m=max(v); e=[math.exp(a-m) for a in v]; s=math.fsum(e)
    return [a/s for a in e]
def _lrow(v):
    m=max(v); s=math.fsum(math.exp(a-m) for a in v)
    return [a-m-math.log(s) for a in v]
def softmax(logits):
    l=logits.tolist()
    return _row(l) if logits.ndim==1 else [_row(r) for r in l]
def log_softmax(logits):
    l=logits.tolist()
    return _lrow(l) if logits.ndim==1 else tuple(_lrow(r) for r in l)
