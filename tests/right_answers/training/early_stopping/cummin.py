import numpy as np
def early_stopping(losses,patience):
    l=np.where(np.isnan(losses),np.inf,losses)
    prev=np.concatenate([[np.inf],np.minimum.accumulate(l)[:-1]]); better=np.flatnonzero(l<prev)
    for i,b in enumerate(better):
        nxt=better[i+1] if i+1<len(better) else None
        if (nxt is None and b+patience<len(l)) or (nxt is not None and nxt-b>patience): return np.array([b+patience,b])
    return np.array([len(l)-1,better[-1]])
