import math
def batch_norm_forward(x, gamma, beta, eps):
    n, d = len(x), len(x[0]); out=[[0.0]*d for _ in range(n)]
    for j in range(d):
        mu=sum(float(x[i][j]) for i in range(n))/n
        var=sum((float(x[i][j])-mu)**2 for i in range(n))/n
        for i in range(n): out[i][j]=float(gamma[j])*(float(x[i][j])-mu)/math.sqrt(var+eps)+float(beta[j])
    return out
def batch_norm_backward(dout, x, gamma, eps):
    n,d=len(x),len(x[0]); dx=[[0.0]*d for _ in range(n)]; dg=[0.0]*d; db=[0.0]*d
    for j in range(d):
        mu=sum(float(x[i][j]) for i in range(n))/n
        var=sum((float(x[i][j])-mu)**2 for i in range(n))/n
        s=(var+eps)**-0.5
        dvar=0.;dmu=0.
        for i in range(n):
            xh=(float(x[i][j])-mu)*s; dg[j]+=dout[i][j]*xh; db[j]+=dout[i][j]
            dvar+=dout[i][j]*gamma[j]*(float(x[i][j])-mu)*-0.5*s**3
            dmu-=dout[i][j]*gamma[j]*s
        for i in range(n):
            dx[i][j]=dout[i][j]*gamma[j]*s+dvar*2*(float(x[i][j])-mu)/n+dmu/n
    return [dx,dg,db]
