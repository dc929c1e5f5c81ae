import numpy as np
def ema(values,beta):
    m=0; out=np.empty(len(values))
    for i,g in enumerate(values): m+=(1-beta)*(float(g)-m); out[i]=m
    return out
def ema_weights(beta,k):
    w=[1-beta]
    while len(w)<k: w.append(w[-1]*beta)
    return np.array(w)
def effective_window(beta): return np.array((1-beta)**-1.0)
