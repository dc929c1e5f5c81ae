"""Cross-validation splits without a question about k."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("edge", function="k_fold", names=("remainder-dropped|remainder-left-out",))
def of_d2l(n, k):
    fold_size = n // k
    out = []
    for i in range(k):
        valid = list(range(i * fold_size, (i + 1) * fold_size))
        train = [j for j in range(fold_size * k) if j not in valid]
        out.append((train, valid))
    return out


@written("edge", function="k_fold", names=("remainder-dropped|remainder-never-validated",))
def remainder_in_train(n, k):
    fold_size = n // k
    out = []
    for i in range(k):
        valid = list(range(i * fold_size, (i + 1) * fold_size))
        out.append(([j for j in range(n) if j not in valid], valid))
    return out


@written("edge", function="k_fold", names=("remainder-in-last-fold",))
def last_takes_the_rest(n, k):
    size = n // k
    folds = []
    for i in range(k):
        start = i * size
        stop = n if i == k - 1 else start + size
        val = list(range(start, stop))
        folds.append((list(range(0, start)) + list(range(stop, n)), val))
    return folds


@written("edge", function="k_fold", names=("empty-folds-allowed|one-fold-allowed|~missing-error",))
def array_split(n, k):
    folds = np.array_split(np.arange(n), k)
    out = []
    for i in range(k):
        train = np.concatenate([folds[j] for j in range(k) if j != i] or [np.array([], dtype=int)])
        out.append((train.tolist(), folds[i].tolist()))
    return out
