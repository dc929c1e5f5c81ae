import numpy as np
def sawtooth_network(depth):
    # Telgarsky 3-unit tent (outside [0,1] zero), hidden units rescaled by non-dyadic numbers, plus a spare dead unit
    rng=np.random.default_rng(depth)
    L=[]; prev=np.array([[1.]]); pb=np.zeros(1)
    f0=np.array([2.,-4.,2.]); u0=np.array([1.,1.,1.]); k0=np.array([0.,-.5,-1.])
    for l in range(depth):
        s=rng.uniform(.1,3,4)
        u=np.append(u0,-1.)[None]*s; k=np.append(k0,-.3)*s
        L.append((prev@u, pb@u+k))
        c=rng.uniform(.3,1.7); # also shift/scale of value is undone by next layer
        prev=(np.append(f0,0.7)/s)[:,None]; pb=np.zeros(1)
    return L+[(prev*1.1, np.array([-3.3]))]
