import numpy as np
def conv_as_matrix(kernel, n):
    k=len(kernel)
    return sum(float(kernel[p])*np.eye(n-k+1, n, p) for p in range(k))
