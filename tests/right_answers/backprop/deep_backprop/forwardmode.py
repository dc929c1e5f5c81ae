import numpy as np
def deep_gradients(X, Y, weights, biases, activation):
    n = X.shape[0]
    f = {"relu": lambda z: z*(z>0), "tanh": np.tanh, "sigmoid": lambda z: 1/(1+np.exp(-np.clip(z, -500, 500)))}[activation]
    d = {"relu": lambda z: np.where(z>0,1.0,0.0), "tanh": lambda z: 1-np.tanh(z)**2, "sigmoid": lambda z: f(z)*(1-f(z))}[activation]
    Zs=[]; As=[X]
    for W,b in zip(weights,biases):
        Zs.append(np.einsum("ni,io->no",As[-1],W)+b); As.append(f(Zs[-1]))
    gW=[None]*len(weights); gb=[None]*len(weights)
    G=As[-1]-Y
    for l in range(len(weights)-1,-1,-1):
        G=G*d(Zs[l])
        gW[l]=np.einsum("ni,no->io",As[l],G)/n; gb[l]=G.mean(0)
        G=G@weights[l].T
    return gW, gb
