import numpy as np
def s(z): return 1/(1+np.exp(-z))
def f(w,loss):
    o=s(w[...,1]*s(w[...,0]))
    return .5*(o-1)**2 if loss=="mse" else -np.log(o)
def nonconvexity_witness(loss):
    r=np.random.default_rng(0); A,B=r.uniform(-6,6,(2,500,2)); t=r.uniform(.1,.9,500)
    g=f(A*t[:,None]+B*(1-t)[:,None],loss)-t*f(A,loss)-(1-t)*f(B,loss)
    i=g.argmax(); return A[i],B[i],t[i]
def negative_curvature_point(loss):
    r=np.random.default_rng(1)
    while True:
        w=r.uniform(-4,4,2); e=1e-4; I=np.eye(2)*e
        H=np.array([[(f(w+I[i]+I[j],loss)-f(w+I[i]-I[j],loss)-f(w-I[i]+I[j],loss)+f(w-I[i]-I[j],loss))/(4*e*e) for j in range(2)] for i in range(2)])
        if np.linalg.eigvalsh(H)[0]<-5e-3: return w
