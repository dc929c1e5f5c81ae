import numpy as np
def build_tree(rows, labels, attributes):
    y = np.array(labels)
    u, c = np.unique(y, return_counts=True)
    maj = u[np.argmax(c)]
    if len(u) == 1 or len(attributes) == 0: return {"label": maj}
    if all(len({r[a] for r in rows}) == 1 for a in attributes): return {"label": maj}
    def h(y):
        p = np.unique(y, return_counts=True)[1]/len(y); return -(p*np.log2(p)).sum()
    V = {a: np.array([r[a] for r in rows]) for a in attributes}
    cond = [sum((V[a]==v).mean()*h(y[V[a]==v]) for v in np.unique(V[a])) for a in attributes]
    a = attributes[int(np.argmin(cond))]
    return {"majority": maj, "attribute": a, "children": {v: build_tree([r for r, m in zip(rows, V[a]==v) if m], y[V[a]==v], [b for b in attributes if b != a]) for v in np.unique(V[a])}}
def predict(tree, row):
    if "label" in tree: return tree["label"]
    ch = tree["children"].get(row[tree["attribute"]])
    return tree["majority"] if ch is None else predict(ch, row)
