import numpy as np
def sawtooth_network(depth):
    # interval [0, 0.7] scaled; kink at 0.7*0.41; different skew per layer
    L=[]; prev=np.array([[0.7]]); 
    for l in range(depth):
        p=[0.35,0.41,0.5,0.6,2/3,0.45][l%6]; c=0.7
        u=np.array([[1.,1.]]); k=np.array([0.,-p*c])
        L.append((prev@u,k)); prev=np.array([[1/p],[-1/p-1/(1-p)]])
    return L+[(prev,np.zeros(1))]
