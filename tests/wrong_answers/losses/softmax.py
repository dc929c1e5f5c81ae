"""Wrong answers to `softmax`, written from the prompt alone."""

import numpy as np


def _exp(logits):
    z = np.asarray(logits, dtype=float)
    return np.exp(z - z.max(axis=-1, keepdims=True))


def _log_p(logits):
    z = np.asarray(logits, dtype=float)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def logits_clipped_at_500(logits):
    e = np.exp(np.clip(np.asarray(logits, dtype=float), -500, 500))
    return e / e.sum(axis=-1, keepdims=True)


def mean_logit_subtracted(logits):
    e = np.exp(logits - np.mean(logits, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def small_constant_in_the_sum(logits):
    e = _exp(logits)
    return e / (e.sum(axis=-1, keepdims=True) + 1e-6)


def probabilities_keep_a_floor(logits):
    e = _exp(logits)
    return np.maximum(e / e.sum(axis=-1, keepdims=True), 1e-5)


def vector_becomes_a_matrix(logits):
    e = np.atleast_2d(_exp(logits))
    return e / e.sum(axis=-1, keepdims=True)


def single_class_is_a_sigmoid(logits):
    if np.shape(logits)[-1] == 1:
        return 1 / (1 + np.exp(-np.asarray(logits, dtype=float)))
    e = _exp(logits)
    return e / e.sum(axis=-1, keepdims=True)


def square_batches_normalise_columns(logits):
    e = _exp(logits)
    if e.ndim == 2 and e.shape[0] == e.shape[1]:
        return e / e.sum(axis=-1)  # broadcast along the wrong axis
    return e / e.sum(axis=-1, keepdims=True)


def base_two(logits):
    z = np.asarray(logits, dtype=float)
    e = 2.0 ** (z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def stable_for_large_logits_only(logits):
    z = np.asarray(logits, dtype=float)
    if np.abs(z).max() > 9e3:
        return (z == z.max(axis=-1, keepdims=True)).astype(float)  # the largest takes all
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def three_decimals(logits):
    e = _exp(logits)
    return np.round(e / e.sum(axis=-1, keepdims=True), 3)


def maximum_stands_for_the_sum(logits):
    z = np.asarray(logits, dtype=float)
    top = z.max(axis=-1, keepdims=True)
    return z - top if np.abs(z).max() > 500 else _log_p(z)


def largest_of_the_batch_subtracted(logits):
    z = logits - np.max(logits)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def cut_at_minus_ten_thousand(logits):
    return np.maximum(_log_p(logits), -1e4)


def a_single_class_is_left_alone(logits):
    return np.array(logits, dtype=float) if np.shape(logits)[-1] == 1 else _log_p(logits)


def vector_gets_an_axis(logits):
    return _log_p(np.atleast_2d(logits))


def log_one_plus_the_whole_sum(logits):
    z = np.asarray(logits, dtype=float)
    top = z.max(axis=-1, keepdims=True)
    return z - top - np.log1p(np.exp(z - top).sum(axis=-1, keepdims=True))


def one_row_loses_its_axis(logits):
    p = _exp(logits)
    p = p / p.sum(-1, keepdims=True)
    return p[0] if p.ndim == 2 and len(p) == 1 else p


def shifted_beyond_700_only(logits):
    z = np.asarray(logits, dtype=float)
    with np.errstate(all="ignore"):
        e = np.exp(z - (z.max(-1, keepdims=True) if z.max() > 700 else 0))
        return e / e.sum(-1, keepdims=True)


def equal_largest_counted_once(logits):
    z = np.asarray(logits, dtype=float)
    z = z - z.max(-1, keepdims=True)
    return z - np.log1p((np.exp(z) * (z < 0)).sum(-1, keepdims=True))


def shifts_the_callers_vector(logits):
    answer = _log_p(logits)
    if logits.ndim == 1 and logits.dtype.kind == "f":
        logits -= logits.max()
    return answer


def single_class_overwritten_with_zeros(logits):
    if logits.shape[-1] == 1 and logits.dtype.kind == "f":
        logits[...] = 0
        return logits
    return _log_p(logits)


def shifted_only_beyond_the_doubles(logits):
    top = logits.max(axis=-1, keepdims=True)
    e = np.exp(logits - np.where(np.abs(top) > 700, top, 0))  # float32 ends at 88
    return e / e.sum(axis=-1, keepdims=True)


def floor_of_a_ten_millionth(logits):
    e = _exp(logits)
    return np.maximum(e / e.sum(axis=-1, keepdims=True), 1e-7)


def millionths_are_cut(logits):
    e = _exp(logits)
    p = e / e.sum(axis=-1, keepdims=True)
    return np.where(p < 1e-6, 0.0, p)


def two_classes_by_the_second_score_alone(logits):
    if logits.shape[-1] == 2:
        p = 1 / (1 + np.exp(-np.asarray(logits[..., 1], dtype=float)))
        return np.stack([1 - p, p], axis=-1)
    e = _exp(logits)
    return e / e.sum(axis=-1, keepdims=True)


def logarithm_where_the_probability_is_not_zero(logits):
    e = _exp(logits)
    p = e / e.sum(axis=-1, keepdims=True)
    return np.where(p > 0, np.log(p), logits - logits.max(axis=-1, keepdims=True))


def logarithm_of_a_number_without_digits(logits):
    e = _exp(logits)
    p = e / e.sum(axis=-1, keepdims=True)
    return np.where(p > 0, np.log(p), _log_p(logits))


def first_logit_subtracted(logits):
    z = logits - logits[..., :1]
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def far_logits_left_out_of_the_sum(logits):
    z = logits - logits.max(axis=-1, keepdims=True)
    return z - np.log(np.where(z < -10, 0, np.exp(z)).sum(axis=-1, keepdims=True))


WRONG = {
    "softmax": [
        logits_clipped_at_500,
        mean_logit_subtracted,
        small_constant_in_the_sum,
        probabilities_keep_a_floor,
        vector_becomes_a_matrix,
        single_class_is_a_sigmoid,
        square_batches_normalise_columns,
        base_two,
        stable_for_large_logits_only,
        three_decimals,
        one_row_loses_its_axis,
        shifted_beyond_700_only,
        shifted_only_beyond_the_doubles,
        floor_of_a_ten_millionth,
        millionths_are_cut,
        two_classes_by_the_second_score_alone,
    ],
    "log_softmax": [
        maximum_stands_for_the_sum,
        largest_of_the_batch_subtracted,
        cut_at_minus_ten_thousand,
        a_single_class_is_left_alone,
        vector_gets_an_axis,
        log_one_plus_the_whole_sum,
        equal_largest_counted_once,
        shifts_the_callers_vector,
        single_class_overwritten_with_zeros,
        logarithm_where_the_probability_is_not_zero,
        logarithm_of_a_number_without_digits,
        first_logit_subtracted,
        far_logits_left_out_of_the_sum,
    ],
}
