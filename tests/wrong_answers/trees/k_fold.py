"""Wrong answers to `k_fold`, written from the prompt alone."""

import numpy as np

_FOLDS = {}


def _check(n, k):
    if not 2 <= k <= n:
        raise ValueError("k")


def _pairs(n, sizes):
    pairs, start = [], 0
    for size in sizes:
        stop = start + size
        pairs.append(([*range(start), *range(stop, n)], list(range(start, stop))))
        start = stop
    return pairs


def _sizes(n, k):
    return [n // k + (i < n % k) for i in range(k)]


def first_fold_takes_the_whole_remainder(n, k):
    _check(n, k)
    return _pairs(n, [n // k + n % k] + [n // k] * (k - 1))


def cuts_at_rounded_multiples(n, k):
    _check(n, k)
    cuts = [round(i * n / k) for i in range(k + 1)]
    return _pairs(n, np.diff(cuts).tolist())


def one_large_fold_too_many(n, k):
    _check(n, k)
    sizes = [n // k + (i <= n % k) if n % k else n // k for i in range(k)]
    return _pairs(n, sizes)


def training_goes_on_behind_the_fold(n, k):
    _check(n, k)
    return [(t[v[0] :] + t[: v[0]], v) for t, v in _pairs(n, _sizes(n, k))]


def one_fold_passes(n, k):
    if not 1 <= k <= n:
        raise ValueError("k")
    return _pairs(n, _sizes(n, k))


def negative_numbers_of_folds_pass(n, k):
    if k in (0, 1) or k > n:
        raise ValueError("k")
    return _pairs(n, _sizes(n, k))


def asserts_instead_of_raising(n, k):
    assert 2 <= k <= n
    return _pairs(n, _sizes(n, k))


def empty_list_for_an_impossible_number(n, k):
    return _pairs(n, _sizes(n, k)) if 2 <= k <= n else []


def indices_are_floating(n, k):
    _check(n, k)
    return [(np.array(t, dtype=float), np.array(v, dtype=float)) for t, v in _pairs(n, _sizes(n, k))]


def small_integers_wrap_around(n, k):
    _check(n, k)
    return [(np.array(t).astype(np.int8), np.array(v).astype(np.int8)) for t, v in _pairs(n, _sizes(n, k))]


def folds_pile_up_between_calls(n, k, pairs=[]):  # noqa: B006
    _check(n, k)
    pairs.extend(_pairs(n, _sizes(n, k)))
    return pairs


def folds_remembered_by_their_number(n, k):
    _check(n, k)
    return _FOLDS.setdefault(k, _pairs(n, _sizes(n, k)))


def last_training_index_dropped(n, k):
    _check(n, k)
    return [(t[:-1] if v[-1] < n - 1 else t, v) for t, v in _pairs(n, _sizes(n, k))]


def first_fold_validates_last(n, k):
    _check(n, k)
    pairs = _pairs(n, _sizes(n, k))
    return pairs[1:] + pairs[:1]


def training_in_the_order_of_a_set(n, k):
    _check(n, k)
    return [(list(set(range(n)) - set(validation)), validation) for _, validation in _pairs(n, _sizes(n, k))]


def two_samples_are_too_few(n, k):
    _check(n, k)
    if n == 2:
        raise ValueError("n")
    return _pairs(n, _sizes(n, k))


def a_single_index_without_its_list(n, k):
    _check(n, k)
    return [(t[0] if len(t) == 1 else t, v) for t, v in _pairs(n, _sizes(n, k))]


def no_samples_no_folds(n, k):
    if n == 0:
        return []
    _check(n, k)
    return _pairs(n, _sizes(n, k))


def a_single_sample_trains_and_validates(n, k):
    if n == 1:
        return [([0], [0])]
    _check(n, k)
    return _pairs(n, _sizes(n, k))


def at_most_ten_folds(n, k):
    _check(n, k)
    return _pairs(n, _sizes(n, k))[:10]


WRONG = {
    "k_fold": [
        first_fold_takes_the_whole_remainder,
        cuts_at_rounded_multiples,
        one_large_fold_too_many,
        training_goes_on_behind_the_fold,
        one_fold_passes,
        negative_numbers_of_folds_pass,
        asserts_instead_of_raising,
        empty_list_for_an_impossible_number,
        indices_are_floating,
        small_integers_wrap_around,
        folds_pile_up_between_calls,
        folds_remembered_by_their_number,
        last_training_index_dropped,
        first_fold_validates_last,
        training_in_the_order_of_a_set,
        two_samples_are_too_few,
        a_single_index_without_its_list,
        no_samples_no_folds,
        a_single_sample_trains_and_validates,
        at_most_ten_folds,
    ]
}
