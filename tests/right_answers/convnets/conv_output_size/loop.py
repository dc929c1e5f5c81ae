import numpy as np
def conv_output_size(size, kernel, stride, padding):
    n, at = 0, 0
    while at + kernel <= size + 2*padding:
        n += 1; at += stride
    return np.int64(n)
