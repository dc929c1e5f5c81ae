import numpy as np
def elastic_net_objective(X, y, w, alpha, rho):
    return np.array(np.linalg.norm(X.dot(w) - y)**2/(2*y.shape[0]) + alpha*rho*np.linalg.norm(w, 1) + alpha*(1-rho)*np.linalg.norm(w)**2/2)
