"""Pooling written last."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="max_pool2d_backward", names=("last-tie", "dout-ignored"))
def ones_at_the_last_maximum(dout, x, kernel, stride):
    dx = np.zeros(x.shape)
    N, C, oh, ow = dout.shape
    for n in range(N):
        for c in range(C):
            for i in range(oh):
                for j in range(ow):
                    best, where = -np.inf, None
                    for p in range(kernel):
                        for q in range(kernel):
                            v = x[n, c, i * stride + p, j * stride + q]
                            if v >= best:
                                best, where = v, (i * stride + p, j * stride + q)
                    dx[n, c, where[0], where[1]] += 1
    return dx
