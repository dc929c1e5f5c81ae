import math
def steepest_descent_direction(grad):
    n=math.sqrt(sum(float(g)**2 for g in grad))
    return [0.0 for g in grad] if n==0 else [-float(g)/n for g in grad]
