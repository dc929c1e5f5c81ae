import math
def gain_ratio(values, labels):
    n = len(values); tab = {}
    for v, y in zip(values, labels): tab.setdefault(v, {}).setdefault(y, 0); tab[v][y] += 1
    if len(tab) == 1: return 0.0
    tot = {}
    for d in tab.values():
        for y, c in d.items(): tot[y] = tot.get(y, 0) + c
    h = -sum(c/n*math.log2(c/n) for c in tot.values())
    iv = 0
    for d in tab.values():
        m = sum(d.values()); iv -= m/n*math.log2(m/n)
        h += m/n*sum(c/m*math.log2(c/m) for c in d.values())
    return h/iv
