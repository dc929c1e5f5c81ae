import numpy as np
def adam_step(w,g,m,v,t,lr,beta1,beta2,eps):
    m=np.add(np.multiply(beta1,m),np.multiply(1-beta1,g)); v=beta2*v+(1-beta2)*g*g
    den=(v/(1-beta2**t))**0.5; den=den+eps
    return w-lr*(m/(1-beta1**t))/den, m, v
