import numpy as np
def max_pool2d_forward(x, kernel, stride):
    N,C,H,W=x.shape
    return [[[[float(x[n,c,i:i+kernel,j:j+kernel].max()) for j in range(0,W-kernel+1,stride)] for i in range(0,H-kernel+1,stride)] for c in range(C)] for n in range(N)]
def max_pool2d_backward(dout, x, kernel, stride):
    dx=np.zeros_like(x)
    for (n,c,i,j),g in np.ndenumerate(dout):
        best=-np.inf; at=None
        for p in range(kernel):
            for q in range(kernel):
                v=x[n,c,i*stride+p,j*stride+q]
                if v>best: best=v; at=(n,c,i*stride+p,j*stride+q)
        dx[at]+=g
    return dx
