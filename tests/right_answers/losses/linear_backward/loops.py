import numpy as np
def linear_backward(X, W, dY):
    n,d=X.shape; m=W.shape[1]
    dX=[[sum(float(dY[i,j])*float(W[c,j]) for j in range(m)) for c in range(d)] for i in range(n)]
    dW=[[sum(float(X[i,c])*float(dY[i,j]) for i in range(n)) for j in range(m)] for c in range(d)]
    return [dX, dW, [sum(float(dY[i,j]) for i in range(n)) for j in range(m)]]
