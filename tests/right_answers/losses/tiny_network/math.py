import math
def _s(z): return math.exp(z)/(1+math.exp(z))
def tiny_loss(w1,w2,x,y,loss):
    o=_s(w2*_s(w1*x))
    return (y-o)**2/2 if loss=="mse" else -y*math.log(o)-(1-y)*math.log1p(-o)
def tiny_gradient(w1,w2,x,y,loss):
    h=_s(w1*x); o=_s(w2*h)
    d={"mse":(o-y)*(o-o*o),"ce":-(y/o-(1-y)/(1-o))*(o-o*o)}[loss]
    return [d*w2*(h-h*h)*x, d*h]
def tiny_hessian(w1,w2,x,y,loss):
    h=_s(w1*x); o=_s(w2*h); sp=h*(1-h); spp=sp-2*h*sp
    op=o*(1-o); opp=op-2*o*op
    if loss=="mse": L1=o-y; L2=1.
    else: L1=(o-y)/op; L2=y/o**2+(1-y)/(1-o)**2
    o1=op*w2*sp*x; o2=op*h
    o11=opp*(w2*sp*x)**2+op*w2*spp*x*x; o22=opp*h*h; o12=opp*w2*sp*x*h+op*sp*x
    return [[L2*o1*o1+L1*o11, L2*o1*o2+L1*o12],[L2*o1*o2+L1*o12, L2*o2*o2+L1*o22]]
