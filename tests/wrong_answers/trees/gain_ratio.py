"""Wrong answers to `gain_ratio`, written from the prompt alone."""

from collections import Counter
from math import log2

_INTRINSIC = {}


def _bits(names):
    n = len(names)
    return -sum(c / n * log2(c / n) for c in Counter(names).values()) + 0.0


def _gain(values, labels):
    branches = {v: [y for w, y in zip(values, labels) if w == v] for v in values}
    return _bits(labels) - sum(len(b) / len(labels) * _bits(b) for b in branches.values())


def small_intrinsic_value_counts_as_zero(values, labels):
    iv = _bits(values)
    return _gain(values, labels) / iv if iv > 0.5 else 0.0


def small_constant_in_the_divisor(values, labels):
    return _gain(values, labels) / (_bits(values) + 1e-5)


def divisor_at_least_one_bit(values, labels):
    return _gain(values, labels) / max(1.0, _bits(values))


def an_identifier_has_ratio_zero(values, labels):
    if len(set(values)) in (1, len(values)):
        return 0.0
    return _gain(values, labels) / _bits(values)


def gain_alone_for_a_single_value_is_all_entropy(values, labels):
    return _bits(labels) if len(set(values)) == 1 else _gain(values, labels) / _bits(values)


def intrinsic_value_of_first_value_against_rest(values, labels):
    iv = _bits([v == values[0] for v in values])
    return _gain(values, labels) / iv if iv else 0.0


def intrinsic_value_remembered_by_length(values, labels):
    iv = _INTRINSIC.setdefault((len(values), len(set(values))), _bits(values))
    return _gain(values, labels) / iv if iv else 0.0


def symmetric_uncertainty(values, labels):
    both = _bits(values) + _bits(labels)
    return 2 * _gain(values, labels) / both if both else 0.0


def intrinsic_value_of_two_commonest_values(values, labels):
    n = len(values)
    shares = [c / n for _, c in Counter(values).most_common(2)]
    iv = -sum(p * log2(p) for p in shares)
    return _gain(values, labels) / iv if len(set(values)) > 1 else 0.0


def falsy_values_left_out_of_the_intrinsic_value(values, labels):
    n = len(values)
    iv = -sum(c / n * log2(c / n) for v, c in Counter(values).items() if v)
    return _gain(values, labels) / iv if iv and len(set(values)) > 1 else 0.0


def removes_repeats_from_the_argument(values, labels):
    iv, gain = _bits(values), _gain(values, labels)
    if isinstance(values, list):
        values[:] = sorted({*values})
    return gain / iv if iv else 0.0


def four_decimals(values, labels):
    iv = _bits(values)
    return round(_gain(values, labels) / iv, 4) if iv else 0.0


def values_counted_by_their_hash(values, labels):
    values = [hash(v) for v in values]
    return _gain(values, labels) / _bits(values) if len(set(values)) > 1 else 0.0


def labels_counted_by_their_hash(values, labels):
    return _gain(values, [hash(y) for y in labels]) / _bits(values) if len(set(values)) > 1 else 0.0


def joint_entropy_of_glued_names(values, labels):
    own = _bits(values)
    glued = [f"{v}{y}" for v, y in zip(values, labels)]
    return (own + _bits(labels) - _bits(glued)) / own if own else 0.0


def joint_entropy_of_names_with_a_comma(values, labels):
    own = _bits(values)
    glued = [f"{v},{y}" for v, y in zip(values, labels)]
    return (own + _bits(labels) - _bits(glued)) / own if own else 0.0


WRONG = {
    "gain_ratio": [
        small_intrinsic_value_counts_as_zero,
        small_constant_in_the_divisor,
        divisor_at_least_one_bit,
        an_identifier_has_ratio_zero,
        gain_alone_for_a_single_value_is_all_entropy,
        intrinsic_value_of_first_value_against_rest,
        intrinsic_value_remembered_by_length,
        symmetric_uncertainty,
        intrinsic_value_of_two_commonest_values,
        falsy_values_left_out_of_the_intrinsic_value,
        removes_repeats_from_the_argument,
        four_decimals,
        values_counted_by_their_hash,
        labels_counted_by_their_hash,
        joint_entropy_of_glued_names,
        joint_entropy_of_names_with_a_comma,
    ]
}
