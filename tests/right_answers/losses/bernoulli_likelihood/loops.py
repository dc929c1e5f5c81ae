import math
def bernoulli_nll(z, y):
    t=0.
    for a,b in zip(z.tolist(),y.tolist()):
        t+=max(a,0)-a*b+math.log1p(math.exp(-abs(a)))
    return t/len(z)
