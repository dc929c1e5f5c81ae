import numpy as np
def conv_parameters(c_in, c_out, kernel, bias):
    n = np.int64(0)
    for _ in range(c_out):
        for _ in range(c_in): n += np.ones((kernel, kernel), dtype=int).sum()
        if bias: n += 1
    return n
def lenet_parameters(bias):
    names = ["F7","F6","F5","C3","C1"]
    w = [840,10080,48000,2400,150]; b=[10,84,120,16,6]
    return {k: np.int32(a + bool(bias)*c) for k,a,c in zip(names,w,b)}
