import numpy as np
def sawtooth_network(depth):
    # skew tent with kink at 1/3: 3t - 4.5 relu(t-1/3)
    u=np.array([[1.,1.]]); k=np.array([0.,-1/3]); f=np.array([[3.],[-4.5]])
    L=[(u,k)]
    for _ in range(depth-1): L.append((f@u,k.copy()))
    return tuple(L+[(f,np.array([0.7]))])
