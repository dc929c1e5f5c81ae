import math
import numpy as np
def mlp_loss_and_grads(X, labels, W1, b1, W2, b2):
    n = len(X); d, h = W1.shape; k = W2.shape[1]
    g = {"W1": np.zeros((d,h)), "b1": [0.0]*h, "W2": np.zeros((h,k)), "b2": [0.0]*k}
    total = 0.0
    def s(z): return 1/(1+math.exp(-z)) if z >= 0 else math.exp(z)/(1+math.exp(z))
    for x, y in zip(X, labels):
        H = [s(float(sum(x[i]*W1[i][j] for i in range(d)) + b1[j])) for j in range(h)]
        z = [float(sum(H[j]*W2[j][c] for j in range(h)) + b2[c]) for c in range(k)]
        m = max(z); lse = m + math.log(sum(math.exp(v-m) for v in z))
        total += lse - z[y]
        p = [math.exp(v-lse) for v in z]
        for c in range(k):
            e = (p[c] - (c == y))/n
            g["b2"][c] += e
            for j in range(h): g["W2"][j][c] += e*H[j]
        for j in range(h):
            e = sum((p[c]-(c==y))/n*W2[j][c] for c in range(k))*H[j]*(1-H[j])
            g["b1"][j] += e
            for i in range(d): g["W1"][i][j] += e*x[i]
    return [total/n, g]
