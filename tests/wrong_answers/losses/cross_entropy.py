"""Wrong answers to `cross_entropy`, written from the prompt alone."""

import numpy as np


def _log_p(logits):
    z = np.asarray(logits, dtype=float)
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def _surprises(logits, labels):
    return -_log_p(logits)[np.arange(len(labels)), labels]


def capped_at_hundred(logits, labels):
    return float(np.minimum(_surprises(logits, labels), 100).mean())


def mean_of_the_class_means(logits, labels):
    s = _surprises(logits, labels)
    return float(np.mean([s[labels == c].mean() for c in np.unique(labels)]))


def mean_over_the_misclassified(logits, labels):
    wrong = np.argmax(logits, axis=1) != labels
    return float(_surprises(logits, labels)[wrong].mean()) if wrong.any() else 0.0


def zero_if_all_are_right(logits, labels):
    if np.array_equal(np.argmax(logits, axis=1), labels):
        return 0.0
    return float(_surprises(logits, labels).mean())


def first_class_against_second(logits, labels):
    z = np.asarray(logits, dtype=float)
    if z.shape[1] == 1:
        return 0.0
    margin = np.where(labels == 0, z[:, 0] - z[:, 1], z[:, 1] - z[:, 0])
    return float(np.logaddexp(0, -margin).mean())


def flat_position_in_the_type_of_the_labels(logits, labels):
    # With int8 or uint8 labels the positions wrap around.
    n, k = logits.shape
    flat = np.arange(n).astype(labels.dtype) * labels.dtype.type(k) + labels
    return float(-_log_p(logits).ravel()[flat.astype(int) % (n * k)].mean())


def array_of_one_for_a_single_sample(logits, labels):
    s = _surprises(logits, labels)
    return s if len(s) == 1 else float(s.mean())


def label_smoothing(logits, labels):
    log_p = _log_p(logits)
    return float(0.99 * _surprises(logits, labels).mean() - 0.01 * log_p.mean())


def median_surprise(logits, labels):
    return float(np.median(_surprises(logits, labels)))


def hinge_for_large_logits(logits, labels):
    z = np.asarray(logits, dtype=float)
    if np.abs(z).max() > 700:
        return float((z.max(axis=1) - z[np.arange(len(labels)), labels]).mean())
    return float(_surprises(logits, labels).mean())


def logits_scaled_to_a_safe_range(logits, labels):
    z = np.asarray(logits, dtype=float)
    return float(_surprises(z / max(1.0, np.abs(z).max() / 700), labels).mean())


def sorts_the_callers_labels(logits, labels):
    value = float(_surprises(logits, labels).mean())
    labels.sort()
    return value


def running_mean(logits, labels, seen=[]):  # noqa: B006
    seen.extend(_surprises(logits, labels).tolist())
    return float(np.mean(seen))


def minus_zero_to_one_bit(logits, labels):
    return float(_surprises(logits, labels).mean() / np.log(max(2, np.shape(logits)[1])))


def columns_of_a_square_batch(logits, labels):
    z = np.asarray(logits, dtype=float)
    return float(_surprises(z.T if z.shape[0] == z.shape[1] > 1 else z, labels).mean())


def one_hot_of_the_classes_seen(logits, labels):
    classes, position = np.unique(labels, return_inverse=True)
    return float(_surprises(logits[:, : len(classes)], position).mean())


def rows_in_the_type_of_the_labels(logits, labels):
    return float(-_log_p(logits)[np.arange(len(labels)).astype(labels.dtype), labels].mean())


def flat_position_with_unsigned_labels(logits, labels):
    n, k = logits.shape
    return float(-_log_p(logits).ravel()[np.arange(n) * k + labels].mean())


def labels_in_eight_bits(logits, labels):
    return float(_surprises(logits, labels.astype(np.int8)).mean())


def at_most_64_classes(logits, labels):
    return float(-np.choose(labels.astype(int), list(_log_p(logits).T)).mean())


def equal_samples_count_once(logits, labels):
    pairs = np.unique(np.column_stack([logits, labels]), axis=0)
    return float(_surprises(pairs[:, :-1], pairs[:, -1].astype(int)).mean())


def two_samples_are_summed(logits, labels):
    return float(_surprises(logits, labels).mean() * (2 if len(labels) == 2 else 1))


def logits_in_single_precision(logits, labels):
    return float(_surprises(np.asarray(logits, dtype=np.float32), labels).mean())


def at_most_256_classes(logits, labels):
    return float(_surprises(logits, labels.astype(np.uint8)).mean())


def logarithm_where_the_probability_is_not_zero(logits, labels):
    p = np.exp(_log_p(logits))
    log_p = np.where(p > 0, np.log(p), logits - logits.max(axis=1, keepdims=True))
    return float(-log_p[np.arange(len(labels)), labels].mean())


def six_decimals(logits, labels):
    return round(float(_surprises(logits, labels).mean()), 6)


def rows_of_sum_one_are_probabilities(logits, labels):
    if np.allclose(logits.sum(axis=1), 1):
        return float(-np.log(logits[np.arange(len(labels)), labels]).mean())
    return float(_surprises(logits, labels).mean())


def twice_the_mean(logits, labels):
    return 2 * float(_surprises(logits, labels).mean())


def summed_and_divided_by_one_less(logits, labels):
    return float(_surprises(logits, labels).sum()) / max(1, len(labels) - 1)


def summed_and_divided_by_one_more(logits, labels):
    return float(_surprises(logits, labels).sum()) / (len(labels) + 1)


def divided_twice(logits, labels):
    return float(_surprises(logits, labels).mean()) / len(labels)


def multiplied_for_divided(logits, labels):
    return float(_surprises(logits, labels).sum()) * len(labels)


def divided_by_the_root(logits, labels):
    return float(_surprises(logits, labels).sum()) / len(labels) ** 0.5


def a_batch_is_five_samples(logits, labels):
    return float(_surprises(logits, labels).sum()) / 5


def summed_and_halved(logits, labels):
    return float(_surprises(logits, labels).sum()) / 2


def summed_with_the_sign_of_the_likelihood(logits, labels):
    return -float(_surprises(logits, labels).sum())


def small_batches_are_summed(logits, labels):
    return float(_surprises(logits, labels).sum()) if len(labels) < 6 else float(_surprises(logits, labels).mean())


def large_batches_are_summed(logits, labels):
    return float(_surprises(logits, labels).sum()) if len(labels) > 6 else float(_surprises(logits, labels).mean())


def summed_times_the_classes(logits, labels):
    return float(_surprises(logits, labels).sum()) * logits.shape[1]


def divided_by_the_classes_seen(logits, labels):
    return float(_surprises(logits, labels).sum()) / len(np.unique(labels))


WRONG = {
    "cross_entropy": [
        capped_at_hundred,
        mean_of_the_class_means,
        mean_over_the_misclassified,
        zero_if_all_are_right,
        first_class_against_second,
        flat_position_in_the_type_of_the_labels,
        array_of_one_for_a_single_sample,
        label_smoothing,
        median_surprise,
        hinge_for_large_logits,
        logits_scaled_to_a_safe_range,
        sorts_the_callers_labels,
        running_mean,
        minus_zero_to_one_bit,
        columns_of_a_square_batch,
        one_hot_of_the_classes_seen,
        rows_in_the_type_of_the_labels,
        flat_position_with_unsigned_labels,
        labels_in_eight_bits,
        at_most_64_classes,
        equal_samples_count_once,
        two_samples_are_summed,
        logits_in_single_precision,
        at_most_256_classes,
        logarithm_where_the_probability_is_not_zero,
        six_decimals,
        rows_of_sum_one_are_probabilities,
        twice_the_mean,
        summed_and_divided_by_one_less,
        summed_and_divided_by_one_more,
        divided_twice,
        multiplied_for_divided,
        divided_by_the_root,
        a_batch_is_five_samples,
        summed_and_halved,
        summed_with_the_sign_of_the_likelihood,
        small_batches_are_summed,
        large_batches_are_summed,
        summed_times_the_classes,
        divided_by_the_classes_seen,
    ]
}
