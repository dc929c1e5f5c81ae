import numpy as np
def conv2d_forward(x, w, b, stride, padding):
    N,C,H,W = x.shape; F,_,K,L = w.shape
    OH=(H+2*padding-K)//stride+1; OW=(W+2*padding-L)//stride+1
    out=np.zeros((N,F,OH,OW))
    for n in range(N):
        for f in range(F):
            for i in range(OH):
                for j in range(OW):
                    s=float(b[f])
                    for p in range(K):
                        for q in range(L):
                            u=i*stride+p-padding; v=j*stride+q-padding
                            if 0<=u<H and 0<=v<W: s+=float(x[n,:,u,v]@w[f,:,p,q])
                    out[n,f,i,j]=s
    return out.tolist()
def conv2d_backward(dout, x, w, stride, padding):
    N,C,H,W = x.shape; F,_,K,L = w.shape
    dx=np.zeros(x.shape); dw=np.zeros(w.shape); db=[float(dout[:,f].sum()) for f in range(F)]
    for (n,f,i,j),g in np.ndenumerate(dout):
        for p in range(K):
            for q in range(L):
                u=i*stride+p-padding; v=j*stride+q-padding
                if 0<=u<H and 0<=v<W:
                    dx[n,:,u,v]+=g*w[f,:,p,q]; dw[f,:,p,q]+=g*x[n,:,u,v]
    return dx,dw,db
