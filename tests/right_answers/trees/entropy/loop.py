import math
def entropy(labels):
    labels = list(labels); s = 0
    for c in set(labels):
        k = 0
        for l in labels:
            if l == c: k += 1
        s -= k/len(labels)*math.log(k/len(labels), 2)
    return s
