# textbook variant: empty branches for all values of the data, labelled with the node's majority
import math
from collections import Counter
def build_tree(rows, labels, attributes):
    domain = {a: sorted({r[a] for r in rows}) for a in attributes}
    def h(y): return -sum(k/len(y)*math.log2(k/len(y)) for k in Counter(y).values())
    def grow(D, A):
        y = [t for _, t in D]
        maj = sorted(y, key=lambda t: (-y.count(t), t))[0]
        if len(set(y)) == 1 or not A: return {"label": maj}
        def gain(a): return h(y) - sum(len(s)/len(y)*h(s) for s in ([t for r, t in D if r[a] == v] for v in domain[a]) if s)
        best = max(A, key=gain); ch = {}
        for v in domain[best]:
            S = [(r, t) for r, t in D if r[best] == v]
            ch[v] = grow(S, [b for b in A if b != best]) if S else {"label": maj}
        return {"attribute": best, "majority": maj, "children": ch}
    return grow(list(zip(rows, labels)), attributes)
def predict(tree, row):
    return tree["label"] if "label" in tree else predict(tree["children"].get(row[tree["attribute"]], {"label": tree["majority"]}), row)
