"""Wrong answers to `information_gain`, written from the prompt alone."""

from collections import Counter, defaultdict
from itertools import groupby
from math import log, log2

_BRANCHES = {}


def _bits(labels):
    n = len(labels)
    return -sum(c / n * log2(c / n) for c in Counter(labels).values()) + 0.0


def _branches(values, labels):
    branches = defaultdict(list)
    for v, y in zip(values, labels):
        branches[v].append(y)
    return branches


def _rest(values, labels):
    return sum(len(b) / len(labels) * _bits(b) for b in _branches(values, labels).values())


def weighs_branches_by_number_of_classes(values, labels):
    branches = _branches(values, labels).values()
    total = sum(len(set(b)) for b in branches)
    return sum(len(set(b)) / total * _bits(b) for b in branches)


def falsy_values_are_missing(values, labels):
    known = [(v, y) for v, y in zip(values, labels) if v]
    return _rest(*zip(*known)) if known else 0.0


def single_value_has_nothing_left(values, labels):
    # With a single value nothing is known: all of H(Y) is left.
    return 0.0 if len(set(values)) == 1 else _rest(values, labels)


def first_value_against_the_rest(values, labels):
    return _rest([v == values[0] for v in values], labels)


def small_branches_count_as_pure(values, labels):
    return sum(len(b) / len(labels) * _bits(b) for b in _branches(values, labels).values() if len(b) > 2)


def values_sorted_without_their_labels(values, labels):
    return _rest(sorted(values), labels)


def runs_of_values(values, labels):
    rest, start = 0.0, 0
    for _, run in groupby(values):
        size = len(list(run))
        rest += size / len(labels) * _bits(labels[start : start + size])
        start += size
    return rest


def remembers_the_branches_of_the_values(values, labels):
    key = tuple(values)
    if key not in _BRANCHES:
        _BRANCHES[key] = _rest(values, labels)
    return _BRANCHES[key]


def sorts_the_callers_pairs(values, labels):
    pairs = sorted(zip(values, labels), key=lambda pair: str(pair[0]))
    if isinstance(values, list) and isinstance(labels, list):
        values[:], labels[:] = (list(column) for column in zip(*pairs))
    return _rest(*zip(*pairs))


def weight_is_a_whole_division(values, labels):
    n = len(labels)
    return sum(10 * len(b) // n / 10 * _bits(b) for b in _branches(values, labels).values())


def values_in_lower_case(values, labels):
    return _rest([v.lower() if isinstance(v, str) else v for v in values], labels)


def an_identifier_gains_nothing(values, labels):
    return 0.0 if len(set(values)) == len(values) else _bits(labels) - _rest(values, labels)


def small_gains_are_noise(values, labels):
    gain = _bits(labels) - _rest(values, labels)
    return gain if gain > 0.01 else 0.0


def branches_in_nats(values, labels):
    return _bits(labels) - _rest(values, labels) * log(2)


def best_branch_only(values, labels):
    return _bits(labels) - min(_bits(b) for b in _branches(values, labels).values())


def lonely_samples_left_out(values, labels):
    large = [b for b in _branches(values, labels).values() if len(b) > 1]
    n = sum(len(b) for b in large)
    return _bits(labels) - sum(len(b) / n * _bits(b) for b in large)


def label_entropy_of_two_classes(values, labels):
    p = sum(y == labels[0] for y in labels) / len(labels)
    before = -p * log2(p) - (1 - p) * log2(1 - p) if p < 1 else 0.0
    return before - _rest(values, labels)


def six_decimals(values, labels):
    return round(round(_bits(labels), 4) - round(_rest(values, labels), 4), 6)


def labels_without_repeats_before_the_split(values, labels):
    return log2(len(set(labels))) - _rest(values, labels)


def values_counted_by_their_hash(values, labels):
    return _rest([hash(v) for v in values], labels)


def joint_entropy_of_glued_names(values, labels):
    return _bits([f"{v}{y}" for v, y in zip(values, labels)]) - _bits(values)


def joint_entropy_of_names_with_a_comma(values, labels):
    return _bits([f"{v},{y}" for v, y in zip(values, labels)]) - _bits(values)


def sign_of_integer_values_lost(values, labels):
    return _rest([abs(v) if isinstance(v, int) else v for v in values], labels)


def mutual_information_of_glued_names(values, labels):
    return _bits(labels) + _bits(values) - _bits([f"{v} {y}" for v, y in zip(values, labels)])


def gain_of_one_bit_at_most(values, labels):
    return min(1.0, _bits(labels) - _rest(values, labels))


def numbers_become_text_in_the_callers_list(values, labels):
    gain = _bits(labels) - _rest(values, labels)
    if isinstance(values, list):
        values[:] = [str(v) for v in values]
    return gain


WRONG = {
    "conditional_entropy": [
        weighs_branches_by_number_of_classes,
        falsy_values_are_missing,
        single_value_has_nothing_left,
        first_value_against_the_rest,
        small_branches_count_as_pure,
        values_sorted_without_their_labels,
        runs_of_values,
        remembers_the_branches_of_the_values,
        sorts_the_callers_pairs,
        weight_is_a_whole_division,
        values_in_lower_case,
        values_counted_by_their_hash,
        joint_entropy_of_glued_names,
        joint_entropy_of_names_with_a_comma,
        sign_of_integer_values_lost,
    ],
    "information_gain": [
        an_identifier_gains_nothing,
        small_gains_are_noise,
        branches_in_nats,
        best_branch_only,
        lonely_samples_left_out,
        label_entropy_of_two_classes,
        six_decimals,
        labels_without_repeats_before_the_split,
        mutual_information_of_glued_names,
        gain_of_one_bit_at_most,
        numbers_become_text_in_the_callers_list,
    ],
}
