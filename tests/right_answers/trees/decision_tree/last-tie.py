# ties among attributes to the last; labels kept sorted
import math
from collections import Counter
def build_tree(rows, labels, attributes):
    labels = list(labels)
    c = Counter(sorted(labels)); maj = c.most_common(1)[0][0]
    if not attributes or len(c) == 1: return {"label": maj}
    def left(a):
        g = {}
        for r, y in zip(rows, labels): g.setdefault(r[a], []).append(y)
        return round(sum(-k*math.log2(k/len(v)) for v in g.values() for k in Counter(v).values())/len(labels), 10)
    best = min(reversed(attributes), key=left)
    g = {}
    for r, y in zip(rows, labels): g.setdefault(r[best], ([], []))[0].append(r); g[r[best]][1].append(y)
    rest = set(attributes) - {best}
    return {"attribute": best, "majority": maj, "children": {v: build_tree(x, y, sorted(rest)) for v, (x, y) in g.items()}}
def predict(tree, row):
    try:
        while True: tree = tree["children"][row[tree["attribute"]]]
    except KeyError: return tree["label"] if "label" in tree else tree["majority"]
