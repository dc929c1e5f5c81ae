# %%
import numpy as np
from collections import Counter, defaultdict

# %%
def _H(items):
    p = np.array(list(Counter(items).values())) / len(items)
    return float(-(p * np.log2(p)).sum()) + 0.0


def entropy(labels):
    return _H(list(labels))

# %%
def conditional_entropy(values, labels):
    groups = defaultdict(list)
    [groups[v].append(l) for v, l in zip(values, labels)]
    return sum(len(g) * _H(g) for g in groups.values()) / len(labels)


def information_gain(values, labels):
    # H(Y) + H(X) - H(X, Y)
    return _H(list(labels)) + _H(list(values)) - _H(list(zip(values, labels)))

# %%
def gain_ratio(values, labels):
    iv = _H(list(values))
    return information_gain(values, labels) / iv if iv > 0 else 0.0

# %%
def best_split(rows, labels, attributes):
    winner, best = attributes[0], -1.0
    for a in attributes:
        g = information_gain([r[a] for r in rows], labels)
        if g > best + 1e-9:
            winner, best = a, g
    return winner

# %%
def build_tree(rows, labels, attributes):
    c = Counter(labels)
    majority = min(c, key=lambda y: (-c[y], y))
    if len(c) == 1 or not attributes:
        return {"label": majority}
    a = best_split(rows, labels, attributes)
    rest = [x for x in attributes if x != a]
    children = {}
    for v in sorted({r[a] for r in rows}):
        idx = [i for i, r in enumerate(rows) if r[a] == v]
        children[v] = build_tree([rows[i] for i in idx], [labels[i] for i in idx], rest)
    return {"attribute": a, "majority": majority, "children": children}


def predict(tree, row):
    if "label" in tree:
        return tree["label"]
    value = row[tree["attribute"]]
    if value not in tree["children"]:
        return tree["majority"]
    return predict(tree["children"][value], row)

# %%
def k_fold(n, k):
    if not 2 <= k <= n:
        raise ValueError("k")
    size = n // k
    folds = []
    for i in range(k):
        val = list(range(i * size, (i + 1) * size if i < k - 1 else n))
        folds.append(([j for j in range(n) if j not in val], val))
    return folds

# %%
def bootstrap_indices(n, seed):
    return np.random.default_rng(seed).choice(n, n, replace=False)


def out_of_bag(indices, n):
    return np.setdiff1d(np.arange(n), indices)


def random_features(d, m, seed):
    return np.random.default_rng(seed).permutation(d)[:m]

# %%
def elastic_net_objective(X, y, w, alpha, rho):
    r = X @ w - y
    return np.mean(r**2) / 2 + alpha * rho * np.abs(w).sum() + alpha * (1 - rho) * np.sum(w**2)

# %%
def rbf_kernel(X, Z, gamma):
    d2 = ((X[:, None, :].astype(float) - Z[None, :, :]) ** 2).sum(-1)
    return np.exp(-gamma * d2)


def lift_xor(X):
    # squares, so that the classes lie on a circle
    return np.hstack([X, X**2]).astype(float)
