import math
def cross_entropy(logits, labels):
    t=0.
    for r,y in zip(logits.tolist(),labels.tolist()):
        m=max(r); t+= m+math.log(sum(math.exp(v-m) for v in r))-r[y]
    return t/len(labels)
