import numpy as np
def sawtooth_network(depth):
    # V shape |2t-1| from two units, list weights, float32
    f=np.array([[1.],[1.]],np.float32); u=np.array([[2.,-2.]],np.float32); b=np.array([-1.,1.],np.float32)
    out=[(u,b)]
    for _ in range(depth-1): out.append((f@u,b))
    return out+[[f.tolist(),[0.0]]]
