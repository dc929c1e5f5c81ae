"""Decision trees written last."""

import math
from collections import Counter

from tests.diagnosis.verdicts import written


def H(ys):
    n = len(ys)
    return -sum(c / n * math.log2(c / n) for c in Counter(ys).values())


@written("unlisted", function="build_tree", names=("stops-at-zero-gain", "majority-of-all-samples"))
def early_leaf_with_the_overall_majority(rows, labels, attributes):
    overall = Counter(sorted(labels)).most_common(1)[0][0]

    def build(rows, labels, attrs):
        counts = Counter(sorted(labels))
        if len(counts) == 1:
            return {"label": labels[0]}
        if not attrs:
            return {"label": overall}
        gains = {}
        for a in attrs:
            groups = {}
            for r, y in zip(rows, labels):
                groups.setdefault(r[a], []).append(y)
            gains[a] = H(labels) - sum(len(g) / len(labels) * H(g) for g in groups.values())
        best = max(attrs, key=lambda a: gains[a])
        if gains[best] < 1e-9:
            return {"label": overall}
        node = {"attribute": best, "majority": overall, "children": {}}
        for v in dict.fromkeys(r[best] for r in rows):
            sub = [(r, y) for r, y in zip(rows, labels) if r[best] == v]
            node["children"][v] = build([r for r, _ in sub], [y for _, y in sub], [a for a in attrs if a != best])
        return node

    return build(rows, labels, attributes)
