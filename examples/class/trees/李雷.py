# 李雷  第一次作业：决策树
# 没有用讲义里的画图部分
import math
import numpy as np


def entropy(labels):
    n = len(labels)
    counts = {}
    for y in labels:
        counts[y] = counts.get(y, 0) + 1
    h = 0.0  # 单位：比特
    for c in counts.values():
        p = c / n
        h -= p * math.log2(p)
    return h


def conditional_entropy(values, labels):
    branches = {}
    for v, y in zip(values, labels):
        branches.setdefault(v, []).append(y)
    total = 0.0
    for ys in branches.values():
        total += len(ys) / len(labels) * entropy(ys)
    return total


def information_gain(values, labels):
    return entropy(labels) - conditional_entropy(values, labels)


def gain_ratio(values, labels):
    iv = entropy(values)  # the attribute's own entropy
    if iv == 0:
        return 0.0
    return information_gain(values, labels) / iv


def best_split(rows, labels, attributes):
    gains = []
    for a in attributes:
        column = [row[a] for row in rows]
        gains.append(information_gain(column, labels))
    top = max(gains)
    for a, g in zip(attributes, gains):
        if g >= top - 1e-9:
            return a


def most_common(labels):
    best, best_count = None, 0
    for y in sorted(set(labels)):
        c = list(labels).count(y)
        if c > best_count:
            best, best_count = y, c
    return best


def build_tree(rows, labels, attributes):
    if len(set(labels)) == 1:
        return {"label": labels[0]}
    if len(attributes) == 0:
        return {"label": most_common(labels)}
    a = best_split(rows, labels, attributes)
    node = {"attribute": a, "majority": most_common(labels), "children": {}}
    left = [b for b in attributes if b != a]
    for value in {row[a] for row in rows}:
        sub_rows, sub_labels = [], []
        for row, y in zip(rows, labels):
            if row[a] == value:
                sub_rows.append(row)
                sub_labels.append(y)
        node["children"][value] = build_tree(sub_rows, sub_labels, left)
    return node


def predict(tree, row):
    while "attribute" in tree:
        child = tree["children"].get(row[tree["attribute"]])
        if child is None:
            return tree["majority"]
        tree = child
    return tree["label"]


def k_fold(n, k):
    if k < 2 or k > n:
        raise ValueError("k must be between 2 and n")
    q, r = divmod(n, k)
    folds = []
    start = 0
    for i in range(k):
        stop = start + q + (1 if i < r else 0)
        validation = list(range(start, stop))
        train = list(range(0, start)) + list(range(stop, n))
        folds.append((train, validation))
        start = stop
    return folds


def bootstrap_indices(n, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, n, size=n)


def out_of_bag(indices, n):
    drawn = set(int(i) for i in indices)
    return np.array([i for i in range(n) if i not in drawn], dtype=int)


def random_features(d, m, seed):
    rng = np.random.default_rng(seed)
    return rng.choice(d, size=m, replace=False)


def elastic_net_objective(X, y, w, alpha, rho):
    n, d = X.shape
    data = 0.0
    for i in range(n):
        residual = sum(float(X[i, j]) * float(w[j]) for j in range(d)) - float(y[i])
        data += residual**2
    l1 = sum(abs(float(v)) for v in w)
    l2 = sum(float(v) ** 2 for v in w)
    return data / (2 * n) + alpha * rho * l1 + alpha * (1 - rho) / 2 * l2


def rbf_kernel(X, Z, gamma):
    K = np.zeros((len(X), len(Z)))
    for i in range(len(X)):
        for j in range(len(Z)):
            diff = X[i].astype(float) - Z[j].astype(float)
            K[i, j] = math.exp(-gamma * diff.dot(diff))
    return K


def lift_xor(X):
    X = X.astype(float)
    return np.array([[x1, x2, x1 * x2] for x1, x2 in X])
