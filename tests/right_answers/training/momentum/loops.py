import numpy as np
def sgd_step(w,g,lr):
    if w.ndim==0: return float(w)-lr*float(g)
    return [sgd_step(np.asarray(a),np.asarray(b),lr) for a,b in zip(w,g)]
def momentum_step(w,g,v,lr,mu):
    if w.ndim==0:
        n=mu*float(v)-lr*float(g); return [float(w)+n,n]
    r=[momentum_step(np.asarray(a),np.asarray(b),np.asarray(c),lr,mu) for a,b,c in zip(w,g,v)]
    return [[a for a,_ in r],[b for _,b in r]]
