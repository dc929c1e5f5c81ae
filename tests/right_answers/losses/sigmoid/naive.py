import numpy as np
def sigmoid(z):
    return 1/(1+np.exp(-z))
def sigmoid_backward(z, dh):
    h=sigmoid(z)
    return dh*h*(1-h)
