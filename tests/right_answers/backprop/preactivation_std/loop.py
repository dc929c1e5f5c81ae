import numpy as np
def preactivation_std(n, var_w, var_x, var_b):
    v = var_b
    for _ in range(n): v += var_w*var_x
    return np.array(v)**.5
