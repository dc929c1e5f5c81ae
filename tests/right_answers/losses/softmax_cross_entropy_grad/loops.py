import math
def softmax_cross_entropy_grad(logits, labels):
    n=len(labels); out=[]
    for row,y in zip(logits.tolist(), labels.tolist()):
        m=max(row); e=[math.exp(v-m) for v in row]; s=sum(e)
        out.append([(v/s-(j==y))/n for j,v in enumerate(e)])
    return out
