import numpy as np
def deep_gradients(X, Y, weights, biases, activation):
    def f(z):
        if activation == "relu": return np.maximum(0,z), (z>0)*1.
        if activation == "tanh": return np.tanh(z), 1-np.tanh(z)**2
        with np.errstate(over="ignore"): s=1/(1+np.exp(-z))
        return s, s*(1-s)
    def go(a, Ws, bs):
        if not Ws: return (a-Y)/len(Y), [], []
        h, s = f(a@Ws[0]+bs[0])
        dh, dW, db = go(h, Ws[1:], bs[1:])
        dz = dh*s
        return dz@Ws[0].T, [a.T@dz]+dW, [dz.sum(0)]+db
    _, dW, db = go(X, list(weights), list(biases))
    return [tuple(dW), tuple(db)]
