def nonconvexity_witness(loss):
    return [0., -4.], (8, -4), .5
def negative_curvature_point(loss):
    return [0, 0]
