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
    ]
}
