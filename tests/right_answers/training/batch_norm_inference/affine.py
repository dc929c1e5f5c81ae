import numpy as np
def update_running_stats(x, running_mean, running_var, momentum):
    n=x.shape[0]
    if n==1: raise ValueError
    return np.array([(1-momentum)*running_mean+momentum*x.mean(0),(1-momentum)*running_var+momentum*x.var(0)*n/(n-1)])
def batch_norm_inference(x, running_mean, running_var, gamma, beta, eps):
    a=gamma/np.sqrt(running_var+eps); return a*x+(beta-a*running_mean)
