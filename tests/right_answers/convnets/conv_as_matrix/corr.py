import numpy as np
def conv_as_matrix(kernel, n):
    return [[float(kernel[j-i]) if 0<=j-i<len(kernel) else 0.0 for j in range(n)] for i in range(n-len(kernel)+1)]
