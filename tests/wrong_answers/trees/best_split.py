"""Wrong answers to `best_split`, written from the prompt alone."""

from collections import Counter
from math import log2

import numpy as np

_LAST = {}
_ANSWERS = {}


def _bits(labels):
    n = len(labels)
    return -sum(c / n * log2(c / n) for c in Counter(labels).values()) + 0.0


def _gain(values, labels):
    branches = {v: [y for w, y in zip(values, labels) if w == v] for v in values}
    return _bits(labels) - sum(len(b) / len(labels) * _bits(b) for b in branches.values())


def _gains(rows, labels, attributes):
    return {a: _gain([row[a] for row in rows], labels) for a in attributes}


def _first_best(gains, attributes, tolerance=1e-9):
    best = max(gains.values())
    return next(a for a in attributes if gains[a] >= best - tolerance)


def ties_by_order_of_keys_in_the_row(rows, labels, attributes):
    return _first_best(_gains(rows, labels, attributes), [key for key in rows[0] if key in attributes])


def ties_to_fewer_values(rows, labels, attributes):
    ordered = sorted(attributes, key=lambda a: len({row[a] for row in rows}))
    return _first_best(_gains(rows, labels, attributes), ordered)


def identifiers_are_no_candidates(rows, labels, attributes):
    usable = [a for a in attributes if len({row[a] for row in rows}) < len(rows)] or attributes
    return _first_best(_gains(rows, labels, usable), usable)


def label_taken_from_the_row(rows, labels, attributes):
    labels = [row.get("label", y) for row, y in zip(rows, labels)]
    return _first_best(_gains(rows, labels, attributes), attributes)


def writes_the_label_into_the_row(rows, labels, attributes):
    for row, y in zip(rows, labels):
        row["label"] = y
    return _first_best(_gains(rows, labels, attributes), attributes)


def deletes_further_keys_from_the_rows(rows, labels, attributes):
    for row in rows:
        for key in set(row) - set(attributes):
            del row[key]
    return _first_best(_gains(rows, labels, attributes), attributes)


def sorts_the_callers_attributes(rows, labels, attributes):
    gains = _gains(rows, labels, attributes)
    chosen = _first_best(gains, attributes)
    attributes.sort(key=lambda a: -gains[a])
    return chosen


def last_candidate_if_nothing_gains(rows, labels, attributes):
    gains = _gains(rows, labels, attributes)
    return attributes[-1] if max(gains.values()) < 1e-9 else _first_best(gains, attributes)


def purest_branch(rows, labels, attributes):
    def score(a):
        values = {row[a] for row in rows}
        branches = [[y for row, y in zip(rows, labels) if row[a] == v] for v in values]
        return max(len(b) for b in branches if _bits(b) == min(map(_bits, branches)))

    return max(attributes, key=score)


def answer_remembered_for_the_attributes(rows, labels, attributes):
    key = (tuple(attributes), len(rows))
    return _LAST.setdefault(key, _first_best(_gains(rows, labels, attributes), attributes))


def two_classes_only(rows, labels, attributes):
    return _first_best(_gains(rows, [y == labels[0] for y in labels], attributes), attributes)


def constant_attributes_are_no_candidates(rows, labels, attributes):
    some = [a for a in attributes if len({row[a] for row in rows}) > 1] or attributes[-1:]
    return _first_best(_gains(rows, labels, some), some)


def last_candidate_for_a_single_row(rows, labels, attributes):
    return attributes[-1] if len(rows) == 1 else _first_best(_gains(rows, labels, attributes), attributes)


def values_counted_by_their_hash(rows, labels, attributes):
    rows = [{a: hash(row[a]) for a in attributes} for row in rows]
    return _first_best(_gains(rows, labels, attributes), attributes)


def answer_remembered_for_the_labels(rows, labels, attributes):
    known = (tuple(labels), tuple(attributes))
    return _ANSWERS.setdefault(known, _first_best(_gains(rows, labels, attributes), attributes))


def falsy_values_count_as_pure(rows, labels, attributes):
    def rest(a):
        branches = [[y for row, y in zip(rows, labels) if row[a] == v] for v in {row[a] for row in rows} if v]
        return sum(len(b) / len(labels) * _bits(b) for b in branches)

    return _first_best({a: -rest(a) for a in attributes}, attributes)


def tolerance_of_numpy(rows, labels, attributes):
    gains = _gains(rows, labels, attributes)
    return next(a for a in attributes if np.isclose(gains[a], max(gains.values())))


WRONG = {
    "best_split": [
        ties_by_order_of_keys_in_the_row,
        ties_to_fewer_values,
        identifiers_are_no_candidates,
        label_taken_from_the_row,
        writes_the_label_into_the_row,
        deletes_further_keys_from_the_rows,
        sorts_the_callers_attributes,
        last_candidate_if_nothing_gains,
        purest_branch,
        answer_remembered_for_the_attributes,
        two_classes_only,
        constant_attributes_are_no_candidates,
        last_candidate_for_a_single_row,
        values_counted_by_their_hash,
        answer_remembered_for_the_labels,
        falsy_values_count_as_pure,
        tolerance_of_numpy,
    ]
}
