import numpy as np
def sigmoid(z):
    out=np.zeros(z.shape); p=z>=0
    out[p]=1/(1+np.exp(-z[p])); e=np.exp(z[~p]); out[~p]=e/(1+e)
    return out.tolist()
def sigmoid_backward(z, dh):
    t=np.tanh(np.asarray(z,float)/2)
    return 0.25*(1-t*t)*dh
