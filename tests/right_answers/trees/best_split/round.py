import math
from collections import Counter
def best_split(rows, labels, attributes):
    n = len(rows)
    def left(a):
        t = 0
        for v in {r[a] for r in rows}:
            c = Counter(y for r, y in zip(rows, labels) if r[a] == v); m = sum(c.values())
            t += m/n*-sum(k/m*math.log(k/m) for k in c.values())
        return round(t, 10)
    return min(attributes, key=left)
