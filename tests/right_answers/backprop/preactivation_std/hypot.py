import math
def preactivation_std(n, var_w, var_x, var_b): return math.hypot(*[math.sqrt(var_w)*math.sqrt(var_x)]*n, math.sqrt(var_b))
