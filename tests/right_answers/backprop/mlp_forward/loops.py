import math
import numpy as np
def mlp_forward(X, W1, b1, W2, b2):
    out = []
    for x in X:
        h = []
        for j in range(W1.shape[1]):
            z = float(b1[j]) + sum(float(x[i])*float(W1[i, j]) for i in range(len(x)))
            h.append(1/(1+math.exp(-z)) if z > -700 else math.exp(z))
        out.append([float(b2[c]) + sum(h[j]*float(W2[j, c]) for j in range(len(h))) for c in range(W2.shape[1])])
    return out
