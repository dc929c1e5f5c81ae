"""Wrong answers to `softmax_cross_entropy_grad`, written from the prompt alone."""

import numpy as np


def _p(logits):
    z = np.asarray(logits, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _grad(logits, labels):
    p = _p(logits)
    p[np.arange(len(labels)), labels] -= 1
    return p / len(labels)


def only_the_probabilities_are_averaged(logits, labels):
    p = _p(logits) / len(labels)
    p[np.arange(len(labels)), labels] -= 1
    return p


def only_the_targets_are_averaged(logits, labels):
    p = _p(logits)
    p[np.arange(len(labels)), labels] -= 1 / len(labels)
    return p


def one_hot_up_to_the_largest_label(logits, labels):
    targets = np.eye(int(labels.max()) + 1)[labels]
    return (_p(logits) - targets) / len(labels)


def equal_labels_give_no_gradient(logits, labels):
    return np.zeros(logits.shape) if len(labels) > 1 and len(set(labels.tolist())) == 1 else _grad(logits, labels)


def single_class_has_probability_one_half(logits, labels):
    if logits.shape[1] == 1:
        return (1 / (1 + np.exp(-np.asarray(logits, dtype=float))) - 1) / len(labels)
    return _grad(logits, labels)


def single_sample_loses_its_axis(logits, labels):
    g = _grad(logits, labels)
    return g[0] if len(g) == 1 else g


def logits_clipped_at_700(logits, labels):
    return _grad(np.clip(logits, -700, 700), labels)


def sigmoid_of_every_class(logits, labels):
    p = 1 / (1 + np.exp(-np.clip(np.asarray(logits, dtype=float), -700, 700)))
    p[np.arange(len(labels)), labels] -= 1
    return p / len(labels)


def small_constant_in_the_sum(logits, labels):
    z = np.asarray(logits, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / (e.sum(axis=1, keepdims=True) + 1e-6)
    p[np.arange(len(labels)), labels] -= 1
    return p / len(labels)


def small_batches_are_averaged_over_two(logits, labels):
    return _grad(logits, labels) * len(labels) / max(2, len(labels))


def columns_sum_to_zero(logits, labels):
    g = _grad(logits, labels)
    return g - g.mean(axis=0)


def flat_position_in_the_type_of_the_labels(logits, labels):
    # With int8 or uint8 labels the positions wrap around.
    p = _p(logits)
    n, k = p.shape
    flat = np.arange(n).astype(labels.dtype) * labels.dtype.type(k) + labels
    p.ravel()[flat.astype(int) % (n * k)] -= 1
    return p / n


def type_of_the_logits(logits, labels):
    return _grad(logits, labels).astype(logits.dtype)


def writes_into_the_logits(logits, labels):
    g = _grad(logits, labels)
    if logits.dtype == np.float64:
        logits[:] = g
        return logits
    return g


def gradient_of_the_probability(logits, labels):
    p = _p(logits)
    true = p[np.arange(len(labels)), labels]
    return _grad(logits, labels) * true[:, None]


def right_answers_are_not_pushed(logits, labels):
    g = _grad(logits, labels)
    sure = _p(logits)[np.arange(len(labels)), labels] > 0.99
    return np.where(sure[:, None], 0.0, g)


def gradients_clipped(logits, labels):
    return np.clip(_grad(logits, labels), -0.25, 0.25)


def rows_in_the_type_of_the_labels(logits, labels):
    p = _p(logits)
    p[np.arange(len(labels)).astype(labels.dtype), labels] -= 1
    return p / len(labels)


def flat_position_with_unsigned_labels(logits, labels):
    p = _p(logits)
    p.ravel()[np.arange(len(p)) * p.shape[1] + labels] -= 1
    return p / len(p)


def labels_in_eight_bits(logits, labels):
    return _grad(logits, labels.astype(np.int8))


def two_samples_are_summed(logits, labels):
    return _grad(logits, labels) * (len(labels) if len(labels) == 2 else 1)


def at_most_256_classes(logits, labels):
    return _grad(logits, labels.astype(np.uint8))


def two_classes_by_the_second_score_alone(logits, labels):
    if logits.shape[1] == 2:
        d = (1 / (1 + np.exp(-np.asarray(logits[:, 1], dtype=float))) - labels) / len(labels)
        return np.stack([-d, d], axis=1)
    return _grad(logits, labels)


def twice_the_mean(logits, labels):
    return 2 * _grad(logits, labels)


def summed_and_divided_by_one_less(logits, labels):
    return _grad(logits, labels) * len(labels) / max(1, len(labels) - 1)


def summed_and_divided_by_one_more(logits, labels):
    return _grad(logits, labels) * len(labels) / (len(labels) + 1)


def times_the_classes(logits, labels):
    return _grad(logits, labels) * logits.shape[1]


def summed_times_the_classes(logits, labels):
    return _grad(logits, labels) * logits.size


def divided_twice(logits, labels):
    return _grad(logits, labels) / len(labels)


def multiplied_for_divided(logits, labels):
    return _grad(logits, labels) * len(labels) ** 2


def divided_by_the_root(logits, labels):
    return _grad(logits, labels) * np.sqrt(len(labels))


def a_batch_is_five_samples(logits, labels):
    return _grad(logits, labels) * len(labels) / 5


def summed_uphill(logits, labels):
    return -_grad(logits, labels) * len(labels)


def summed_and_halved(logits, labels):
    return _grad(logits, labels) * len(labels) / 2


def first_sample_is_not_averaged(logits, labels):
    g = _grad(logits, labels)
    g[0] *= len(labels)
    return g


def only_the_first_sample_is_averaged(logits, labels):
    g = _grad(logits, labels) * len(labels)
    g[0] /= len(labels)
    return g


def each_sample_by_the_size_of_its_class(logits, labels):
    return _grad(logits, labels) * len(labels) / np.bincount(labels)[labels][:, None]


def rows_count_by_their_place(logits, labels):
    return _grad(logits, labels) * np.arange(1, len(labels) + 1)[:, None]


def true_entries_are_not_averaged(logits, labels):
    g = _grad(logits, labels)
    g[np.arange(len(labels)), labels] *= len(labels)
    return g


def divided_by_the_classes_seen(logits, labels):
    return _grad(logits, labels) * len(labels) / len(np.unique(labels))


def small_batches_are_summed(logits, labels):
    return _grad(logits, labels) * (len(labels) if len(labels) < 6 else 1)


def large_batches_are_summed(logits, labels):
    return _grad(logits, labels) * (len(labels) if len(labels) > 6 else 1)


WRONG = {
    "softmax_cross_entropy_grad": [
        only_the_probabilities_are_averaged,
        only_the_targets_are_averaged,
        one_hot_up_to_the_largest_label,
        equal_labels_give_no_gradient,
        single_class_has_probability_one_half,
        single_sample_loses_its_axis,
        logits_clipped_at_700,
        sigmoid_of_every_class,
        small_constant_in_the_sum,
        small_batches_are_averaged_over_two,
        columns_sum_to_zero,
        flat_position_in_the_type_of_the_labels,
        type_of_the_logits,
        writes_into_the_logits,
        gradient_of_the_probability,
        right_answers_are_not_pushed,
        gradients_clipped,
        rows_in_the_type_of_the_labels,
        flat_position_with_unsigned_labels,
        labels_in_eight_bits,
        two_samples_are_summed,
        at_most_256_classes,
        two_classes_by_the_second_score_alone,
        twice_the_mean,
        summed_and_divided_by_one_less,
        summed_and_divided_by_one_more,
        times_the_classes,
        summed_times_the_classes,
        divided_twice,
        multiplied_for_divided,
        divided_by_the_root,
        a_batch_is_five_samples,
        summed_uphill,
        summed_and_halved,
        first_sample_is_not_averaged,
        only_the_first_sample_is_averaged,
        each_sample_by_the_size_of_its_class,
        rows_count_by_their_place,
        true_entries_are_not_averaged,
        divided_by_the_classes_seen,
        small_batches_are_summed,
        large_batches_are_summed,
    ]
}
