"""Wrong answers to vanishing_gradient, written from the prompt alone."""

import math

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


VALUES = {"sigmoid": _sigmoid, "relu": lambda z: np.maximum(z, 0), "tanh": np.tanh}
SLOPES = {
    "sigmoid": lambda z: _sigmoid(z) * (1 - _sigmoid(z)),
    "relu": lambda z: (z > 0).astype(float),
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
}


def _gradients(X, Y, weights, biases, activation, slopes=SLOPES):
    A, Z = [np.asarray(X, dtype=float)], []
    for W, b in zip(weights, biases, strict=True):
        Z.append(A[-1] @ W + b)
        A.append(VALUES[activation](Z[-1]))
    delta = (A[-1] - Y) / len(X) * slopes[activation](Z[-1])
    dWs, dbs = [], []
    for i in reversed(range(len(weights))):
        dWs.insert(0, A[i].T @ delta)
        dbs.insert(0, delta.sum(axis=0))
        if i:
            delta = delta @ weights[i].T * slopes[activation](Z[i - 1])
    return dWs, dbs


def norms_rounded_to_eight_places(X, Y, weights, biases, activation):
    return [round(float(np.linalg.norm(g)), 8) for g in _gradients(X, Y, weights, biases, activation)[0]]


def norms_kept_above_a_floor(X, Y, weights, biases, activation):
    return [max(float(np.linalg.norm(g)), 1e-6) for g in _gradients(X, Y, weights, biases, activation)[0]]


def column_sum_norm(X, Y, weights, biases, activation):
    return [float(np.linalg.norm(g, 1)) for g in _gradients(X, Y, weights, biases, activation)[0]]


def signed_value_of_a_single_weight(X, Y, weights, biases, activation):
    grads = _gradients(X, Y, weights, biases, activation)[0]
    return [float(g.item()) if g.size == 1 else float(np.linalg.norm(g)) for g in grads]


def running_total_never_reset(X, Y, weights, biases, activation):
    norms, total = [], 0.0
    for g in _gradients(X, Y, weights, biases, activation)[0]:
        total += float((g**2).sum())
        norms.append(math.sqrt(total))
    return norms


def norms_of_the_bias_gradients(X, Y, weights, biases, activation):
    return [float(np.linalg.norm(g)) for g in _gradients(X, Y, weights, biases, activation)[1]]


def first_layer_left_out(X, Y, weights, biases, activation):
    return [float(np.linalg.norm(g)) for g in _gradients(X, Y, weights, biases, activation)[0][1:]]


def norms_relative_to_the_weights(X, Y, weights, biases, activation):
    grads = _gradients(X, Y, weights, biases, activation)[0]
    return [float(np.linalg.norm(g) / np.linalg.norm(W)) for g, W in zip(grads, weights, strict=True)]


def norms_with_relu_open_at_zero(X, Y, weights, biases, activation):
    slopes = SLOPES | {"relu": lambda z: (z >= 0).astype(float)}
    return [float(np.linalg.norm(g)) for g in _gradients(X, Y, weights, biases, activation, slopes)[0]]


def bound_by_whole_number_power(depth):
    return float(1 / np.power(4, depth)) if depth < 32 else 0.0


def bound_in_single_precision(depth):
    return float(np.float32(0.25) ** np.float32(depth))


def bound_zero_for_no_layer(depth):
    return 0.25**depth if depth > 0 else 0.0


def bound_of_a_rounded_logarithm(depth):
    return math.exp(-1.386 * depth)


def bound_kept_above_a_floor(depth):
    return max(0.25**depth, 1e-100)


def bound_of_nested_slopes(depth):
    z, bound = 0.0, 1.0
    for _ in range(depth):
        s = _sigmoid(z)
        z = s * (1 - s)
        bound *= z  # the next slope is taken at 1/4
    return float(bound)


def bound_for_ten_layers_at_most(depth):
    return 0.25 ** min(depth, 10)


def bound_as_quarter_of_the_last(depth, memory=[1.0]):  # noqa: B006
    while len(memory) <= depth:
        memory.append(memory[-1] / 4)
    return memory[-1]  # the deepest so far


def bias_counted_in_a_network_of_one_layer(X, Y, weights, biases, activation):
    dWs, dbs = _gradients(X, Y, weights, biases, activation)
    with_bias = dbs if len(dbs) == 1 else [0.0] * len(dbs)
    return [float(np.hypot(np.linalg.norm(dW), np.linalg.norm(db))) for dW, db in zip(dWs, with_bias, strict=True)]


def norms_in_rising_order(X, Y, weights, biases, activation):
    return sorted(float(np.linalg.norm(dW)) for dW in _gradients(X, Y, weights, biases, activation)[0])


def bound_never_below_1e_300(depth):
    return max(0.25**depth, 1e-300)


def norms_of_errors_clipped_at_five(X, Y, weights, biases, activation):
    A, Z = [X], []
    for W, b in zip(weights, biases, strict=True):
        Z.append(A[-1] @ W + b)
        A.append(VALUES[activation](Z[-1]))
    delta = (A[-1] - Y) / len(X) * SLOPES[activation](Z[-1])
    norms = [float(np.linalg.norm(A[-2].T @ delta))]
    for i in reversed(range(len(weights) - 1)):
        delta = np.clip(delta @ weights[i + 1].T * SLOPES[activation](Z[i]), -5, 5)
        norms.insert(0, float(np.linalg.norm(A[i].T @ delta)))
    return norms


def _norms(*args):
    return [float(np.linalg.norm(g)) for g in _gradients(*args)[0]]


def norms_times_one_more_than_the_samples(X, *others):
    return [(len(X) + 1) * norm for norm in _norms(X, *others)]


def norms_times_the_root_of_the_samples(X, *others):
    return [len(X) ** 0.5 * norm for norm in _norms(X, *others)]


def norms_times_the_number_of_inputs(X, *others):
    return [X.shape[1] * norm for norm in _norms(X, *others)]


def norms_summed_but_in_the_last_layer(X, *others):
    *hidden, last = _norms(X, *others)
    return [*(len(X) * norm for norm in hidden), last]


WRONG = {
    "gradient_norms": [
        norms_rounded_to_eight_places,
        norms_kept_above_a_floor,
        column_sum_norm,
        signed_value_of_a_single_weight,
        running_total_never_reset,
        norms_of_the_bias_gradients,
        first_layer_left_out,
        norms_relative_to_the_weights,
        norms_with_relu_open_at_zero,
        bias_counted_in_a_network_of_one_layer,
        norms_in_rising_order,
        norms_of_errors_clipped_at_five,
        norms_times_one_more_than_the_samples,
        norms_times_the_root_of_the_samples,
        norms_times_the_number_of_inputs,
        norms_summed_but_in_the_last_layer,
    ],
    "vanishing_bound": [
        bound_by_whole_number_power,
        bound_in_single_precision,
        bound_zero_for_no_layer,
        bound_of_a_rounded_logarithm,
        bound_kept_above_a_floor,
        bound_of_nested_slopes,
        bound_for_ten_layers_at_most,
        bound_as_quarter_of_the_last,
        bound_never_below_1e_300,
    ],
}
