def update_running_stats(x, running_mean, running_var, momentum):
    n=len(x)
    if n<2: raise ValueError("batch of one")
    m=[];v=[]
    for j in range(len(running_mean)):
        c=[float(r[j]) for r in x]; mu=sum(c)/n; var=sum((a-mu)**2 for a in c)/(n-1)
        m.append(running_mean[j]+momentum*(mu-running_mean[j])); v.append(running_var[j]+momentum*(var-running_var[j]))
    return m,v
def batch_norm_inference(x, running_mean, running_var, gamma, beta, eps):
    return [[gamma[j]*(row[j]-running_mean[j])*(running_var[j]+eps)**-0.5+beta[j] for j in range(len(row))] for row in x]
