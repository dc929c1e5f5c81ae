"""Decision trees as students write them."""

import math
from collections import Counter

from tests.diagnosis.verdicts import written


def H(labels):
    n = len(labels)
    return -sum(c / n * math.log2(c / n) for c in Counter(labels).values())


@written("pair", function="build_tree", names=("one-list-for-all-branches", "tie-to-first-seen"))
def shared_list_and_most_common(rows, labels, attributes):
    attributes = list(attributes)

    def grow(rows, labels):
        top = Counter(labels).most_common(1)[0][0]
        if len(set(labels)) == 1 or len(attributes) == 0:
            return {"label": top}
        best, best_gain = attributes[0], -1
        for a in attributes:
            g = H(labels)
            for v in {r[a] for r in rows}:
                s = [y for r, y in zip(rows, labels) if r[a] == v]
                g -= len(s) / len(labels) * H(s)
            if g > best_gain + 1e-12:
                best, best_gain = a, g
        attributes.remove(best)
        node = {"attribute": best, "majority": top, "children": {}}
        for r in rows:
            v = r[best]
            if v not in node["children"]:
                sub = [(q, y) for q, y in zip(rows, labels) if q[best] == v]
                node["children"][v] = grow([q for q, _ in sub], [y for _, y in sub])
        return node

    return grow(rows, labels)


@written("pair", function="predict", names=("unseen-value-gives-nothing", "zero-is-no-label"))
def label_looked_up_by_truth(tree, row):
    if tree.get("label"):
        return tree["label"]
    for value, child in tree.get("children", {}).items():
        if row[tree["attribute"]] == value:
            return label_looked_up_by_truth.wrong(child, row)
    return None
