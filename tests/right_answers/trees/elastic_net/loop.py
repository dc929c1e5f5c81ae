def elastic_net_objective(X, y, w, alpha, rho):
    n, d = X.shape; s = 0.0
    for i in range(n):
        p = 0.0
        for j in range(d): p += float(X[i, j]) * float(w[j])
        s += (p - float(y[i]))**2
    return s/2/n + alpha*(rho*sum(abs(float(v)) for v in w) + (1-rho)/2*sum(float(v)**2 for v in w))
