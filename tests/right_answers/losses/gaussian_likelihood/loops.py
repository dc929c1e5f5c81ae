import math
def gaussian_nll(y, mu, var):
    return -math.fsum(math.log(1/math.sqrt(2*math.pi*var))-(float(a)-float(b))**2/(2*var) for a,b in zip(y,mu))/len(y)
def mse(y, mu):
    return sum((float(a)-float(b))**2 for a,b in zip(y,mu))/len(y)
def nll_from_mse(mse, var):
    return .5*(mse/var+math.log(var)+math.log(2*math.pi))
