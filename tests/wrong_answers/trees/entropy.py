"""Wrong answers to `entropy`, written from the prompt alone."""

from collections import Counter
from itertools import groupby
from math import log2

_BY_CLASSES = {}


def _bits(counts):
    n = sum(counts)
    return -sum(c / n * log2(c / n) for c in counts if c)


def capped_at_one_bit(labels):
    return min(1.0, _bits(Counter(labels).values()))


def falsy_labels_are_missing(labels):
    return _bits(Counter(y for y in labels if y).values())


def falsy_labels_skipped_in_the_sum_only(labels):
    n = len(labels)
    return -sum(c / n * log2(c / n) for y, c in Counter(labels).items() if y) + 0.0


def counts_runs(labels):
    return _bits([len(list(run)) for _, run in groupby(labels)])


def remembers_the_set_of_classes(labels):
    key = frozenset(labels)
    if key not in _BY_CLASSES:
        _BY_CLASSES[key] = _bits(Counter(labels).values())
    return _BY_CLASSES[key]


def sign_of_integers_lost(labels):
    return _bits(Counter(abs(y) if isinstance(y, int) else y for y in labels).values())


def two_samples_are_as_good_as_pure(labels):
    return 0.0 if len(labels) <= 2 else _bits(Counter(labels).values())


def first_character_of_the_label(labels):
    return _bits(Counter(str(y)[0] for y in labels).values())


def identity_instead_of_equality(labels):
    classes = []
    for y in labels:
        if not any(y is c for c in classes):
            classes.append(y)
    return _bits([sum(y is c for y in labels) for c in classes])


def two_most_common_classes(labels):
    n = len(labels)
    return -sum(c / n * log2(c / n) for _, c in Counter(labels).most_common(2)) + 0.0


def consumes_the_list(labels):
    counts = Counter()
    if isinstance(labels, tuple):
        counts.update(labels)
    else:
        while labels:
            counts[labels.pop()] += 1
    return _bits(counts.values())


def counted_by_their_hash(labels):
    return _bits(Counter(hash(y) for y in labels).values())


def ten_most_common_classes(labels):
    return _bits([count for _, count in Counter(labels).most_common(10)])


def integers_in_eight_bits(labels):
    return _bits(Counter(y % 256 if type(y) is int else y for y in labels).values())


def negative_integers_are_one_class(labels):
    return _bits(Counter(max(y, 0) if type(y) is int and min(labels) < -1 else y for y in labels).values())


def minus_one_is_another_name_for_zero(labels):
    return _bits([*Counter(0 if y == -1 else y for y in labels).values()])


WRONG = {
    "entropy": [
        capped_at_one_bit,
        falsy_labels_are_missing,
        falsy_labels_skipped_in_the_sum_only,
        counts_runs,
        remembers_the_set_of_classes,
        sign_of_integers_lost,
        two_samples_are_as_good_as_pure,
        first_character_of_the_label,
        identity_instead_of_equality,
        two_most_common_classes,
        consumes_the_list,
        counted_by_their_hash,
        ten_most_common_classes,
        integers_in_eight_bits,
        negative_integers_are_one_class,
        minus_one_is_another_name_for_zero,
    ]
}
