import numpy as np
def early_stopping(losses,patience):
    best=None; bl=float('inf'); e=0
    while e<len(losses):
        if losses[e]<bl: bl=losses[e]; best=e
        elif best is not None and e-best>=patience: return [np.int64(e),np.int64(best)]
        e+=1
    return len(losses)-1,best
