import numpy as np
def steepest_descent_direction(grad):
    n=(grad@grad)**.5
    return np.where(n>0, -grad/(n if n else 1), np.zeros(grad.shape))
