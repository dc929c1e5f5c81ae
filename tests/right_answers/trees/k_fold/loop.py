def k_fold(n, k):
    assert_ = 2 <= k <= n
    if not assert_: raise ValueError("no")
    fold = []; f = [[] for _ in range(k)]
    r = n % k; j = 0
    for i in range(k):
        for _ in range(n//k + (1 if i < r else 0)): f[i].append(j); j += 1
    return [([x for m, g in enumerate(f) if m != i for x in g], f[i]) for i in range(k)]
