"""Trees as in the books."""

from collections import Counter
from math import log2

from tests.diagnosis.verdicts import written


def entropy(labels):
    return -sum(c / len(labels) * log2(c / len(labels)) for c in Counter(labels).values())


def majority(labels):
    counts = Counter(labels)
    return min(counts, key=lambda y: (-counts[y], y))


def gain_of(column, labels):
    rest = 0.0
    for value in set(column):
        sub = [y for v, y in zip(column, labels) if v == value]
        rest += len(sub) / len(labels) * entropy(sub)
    return entropy(labels) - rest


@written("variant", function="build_tree", names=("best-index-starts-at-minus-one",), leads=("edge-tie",))
def machine_learning_in_action(rows, labels, attributes):
    names = list(attributes)
    data = [[row[a] for a in names] + [y] for row, y in zip(rows, labels)]

    def create(data, names):
        classes = [row[-1] for row in data]
        if classes.count(classes[0]) == len(classes) or not names:
            return {"label": majority(classes)}
        best_gain, best = 0.0, -1
        for i in range(len(names)):
            gain = gain_of([row[i] for row in data], classes)
            if gain > best_gain:
                best_gain, best = gain, i
        node = {"attribute": names[best], "majority": majority(classes), "children": {}}
        rest = [a for a in names if a != names[best]]
        for value in dict.fromkeys(row[best] for row in data):
            sub = [
                row[:best] + row[best + 1 :] if best >= 0 else [*row[:-2], row[-1]]
                for row in data
                if row[best] == value
            ]
            node["children"][value] = create(sub, rest)
        return node

    return create(data, names)


@written("pair", function="build_tree", names=("gini", "tie-to-first-seen"))
def gini_and_first_seen(rows, labels, attributes):
    counts = Counter(labels)
    top = counts.most_common(1)[0][0]
    if len(counts) == 1 or not attributes:
        return {"label": top}

    def impurity(part):
        return 1 - sum((c / len(part)) ** 2 for c in Counter(part).values())

    def score(a):
        groups = {}
        for row, y in zip(rows, labels):
            groups.setdefault(row[a], []).append(y)
        return -sum(len(g) / len(labels) * impurity(g) for g in groups.values())

    best = max(attributes, key=score)
    children = {}
    for value in dict.fromkeys(row[best] for row in rows):
        keep = [i for i, row in enumerate(rows) if row[best] == value]
        children[value] = gini_and_first_seen_of(keep, rows, labels, [a for a in attributes if a != best])
    return {"attribute": best, "majority": top, "children": children}


def gini_and_first_seen_of(keep, rows, labels, attributes):
    return gini_and_first_seen.wrong([rows[i] for i in keep], [labels[i] for i in keep], attributes)


@written("variant", function="predict", names=("unseen-value-raises",), leads=("raises",))
def recursive_lookup(tree, row):
    if "label" in tree:
        return tree["label"]
    return recursive_lookup.wrong(tree["children"][row[tree["attribute"]]], row)


@written("pair", function="predict", names=("unseen-value-gives-nothing", "one-step-only"), later=True)
def one_step_or_nothing(tree, row):
    if "label" in tree:
        return tree["label"]
    c = tree["children"].get(row[tree["attribute"]])
    return None if c is None else c.get("label", c.get("majority"))
