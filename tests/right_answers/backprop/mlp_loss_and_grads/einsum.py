import numpy as np
def mlp_loss_and_grads(X, labels, W1, b1, W2, b2):
    with np.errstate(over="ignore"):
        H = 1/(1+np.exp(-(np.einsum("nd,dh->nh", X, W1)+b1)))
    Z = np.einsum("nh,hk->nk", H, W2)+b2
    Y = np.eye(Z.shape[1])[np.asarray(labels, int)]
    L = np.logaddexp.reduce(Z, axis=1)
    loss = np.mean(L - (Z*Y).sum(1))
    D = (np.exp(Z - L[:, None]) - Y)
    D1 = np.einsum("nk,hk,nh->nh", D, W2, H*(1-H))
    return loss, dict(W1=np.einsum("nd,nh->ndh",X,D1).mean(0), b1=D1.mean(0), W2=np.einsum("nh,nk->nhk",H,D).mean(0), b2=D.mean(0))
