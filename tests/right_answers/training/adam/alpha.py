import numpy as np
def adam_step(w,g,m,v,t,lr,beta1,beta2,eps):
    m=m+(1-beta1)*(g-m); v=v+(1-beta2)*(np.square(g)-v)
    b1,b2=1-beta1**t,1-beta2**t
    return (w-(lr/b1)*m/(np.sqrt(v)/np.sqrt(b2)+eps),m,v)
