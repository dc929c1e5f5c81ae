import numpy as np
def gradient_norms(X, Y, weights, biases, activation):
    d = {"relu": lambda z: np.where(z>0,1.0,0.0), "tanh": lambda z: 1-np.tanh(z)**2, "sigmoid": lambda z: f(z)*(1-f(z))}[activation]
    f = {"relu": lambda z: z*(z>0), "tanh": np.tanh, "sigmoid": lambda z: 1/(1+np.exp(-z))}[activation]
    Zs=[]; As=[X]
    for W,b in zip(weights,biases):
        Zs.append(As[-1]@W+b); As.append(f(Zs[-1]))
    G=As[-1]-Y; out=[]
    for l in range(len(weights)-1,-1,-1):
        G=G*d(Zs[l]); out.append(np.sqrt(np.einsum("ij,ij->", *[As[l].T@G/len(X)]*2))); G=G@weights[l].T
    return np.array(out[::-1])
def vanishing_bound(depth): return np.prod(np.full(depth, 1/4))
