"""Wrong answers to deep_backprop, written from the prompt alone."""

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


VALUES = {"sigmoid": _sigmoid, "relu": lambda z: np.maximum(z, 0), "tanh": np.tanh}
SLOPES = {
    "sigmoid": lambda z: _sigmoid(z) * (1 - _sigmoid(z)),
    "relu": lambda z: (z > 0).astype(float),
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
}


def _network(X, Y, weights, biases, activation, values=VALUES, slopes=SLOPES, back=lambda d, W: d @ W.T):
    """The delta recursion, with parts that the functions below replace."""
    A, Z = [np.asarray(X, dtype=float)], []
    for W, b in zip(weights, biases, strict=True):
        Z.append(A[-1] @ W + b)
        A.append(values[activation](Z[-1]))
    delta = (A[-1] - Y) / len(X) * slopes[activation](Z[-1])
    dWs, dbs = [], []
    for i in reversed(range(len(weights))):
        dWs.insert(0, A[i].T @ delta)
        dbs.insert(0, delta.sum(axis=0))
        if i:
            delta = back(delta, weights[i]) * slopes[activation](Z[i - 1])
    return dWs, dbs


def biases_from_the_output_inwards(X, Y, weights, biases, activation):
    dWs, dbs = _network(X, Y, weights, biases, activation)
    return dWs, dbs[::-1]


def single_layer_taken_for_linear_regression(X, Y, weights, biases, activation):
    if len(weights) == 1:
        delta = (X @ weights[0] + biases[0] - Y) / len(X)
        return [X.T @ delta], [delta.sum(axis=0)]
    return _network(X, Y, weights, biases, activation)


def bias_gradients_of_one_sample_keep_a_row(X, Y, weights, biases, activation):
    dWs, dbs = _network(X, Y, weights, biases, activation)
    return dWs, [g[None] for g in dbs] if len(X) == 1 else dbs


def tanh_by_exponentials(X, Y, weights, biases, activation):
    def tanh(z):
        return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))

    slopes = SLOPES | {"tanh": lambda z: 1 - tanh(z) ** 2}
    return _network(X, Y, weights, biases, activation, VALUES | {"tanh": tanh}, slopes)


def tanh_slope_of_the_raw_preactivation(X, Y, weights, biases, activation):
    return _network(X, Y, weights, biases, activation, slopes=SLOPES | {"tanh": lambda z: 1 - z**2})


def caller_lists_reversed(X, Y, weights, biases, activation):
    answer = _network(X, Y, weights, biases, activation)
    weights.reverse()  # for the way back, and never undone
    return answer


def relu_left_away_at_the_output(X, Y, weights, biases, activation):
    if activation != "relu":
        return _network(X, Y, weights, biases, activation)
    hidden, Zs = [np.asarray(X, dtype=float)], []
    for W, b in zip(weights, biases, strict=True):
        Zs.append(hidden[-1] @ W + b)
        hidden.append(np.maximum(Zs[-1], 0))
    delta = (Zs[-1] - Y) / len(X)
    dWs, dbs = [], []
    for i in reversed(range(len(weights))):
        dWs.insert(0, hidden[i].T @ delta)
        dbs.insert(0, delta.sum(axis=0))
        if i:
            delta = (delta @ weights[i].T) * (Zs[i - 1] > 0)
    return dWs, dbs


def square_weights_not_transposed(X, Y, weights, biases, activation):
    def back(delta, W):
        return delta @ W if W.shape[0] == W.shape[1] else delta @ W.T

    return _network(X, Y, weights, biases, activation, back=back)


def errors_clipped_to_one(X, Y, weights, biases, activation):
    return _network(X, Y, weights, biases, activation, back=lambda d, W: np.clip(d @ W.T, -1, 1))


_kept = {}


def forward_pass_of_an_earlier_call_kept(X, Y, weights, biases, activation):
    shapes = (X.shape, activation, tuple(W.shape for W in weights))
    first = _kept.setdefault(shapes, [W.copy() for W in weights])
    return _network(X, Y, first, biases, activation)


def weights_stepped_on_the_way_back(X, Y, weights, biases, activation):
    dWs, dbs = _network(X, Y, weights, biases, activation)
    for W, g in zip(weights, dWs, strict=True):
        W -= 0.01 * g
    return dWs, dbs


def bias_gradients_written_into_the_biases(X, Y, weights, biases, activation):
    dWs, dbs = _network(X, Y, weights, biases, activation)
    for b, g in zip(biases, dbs, strict=True):
        b[:] = g
    return dWs, list(biases)


def unknown_names_fall_back_to_the_sigmoid(X, Y, weights, biases, activation):
    name = activation if activation == "relu" else "sigmoid"  # "tanh" forgotten
    return _network(X, Y, weights, biases, name)


def slope_one_at_zero_in_a_network_of_one_layer(X, Y, weights, biases, activation):
    slopes = SLOPES | ({"relu": lambda z: (z >= 0) * 1.0} if len(weights) == 1 else {})
    return _network(X, Y, weights, biases, activation, slopes=slopes)


def biases_of_zero_are_no_biases(X, Y, weights, biases, activation):
    dWs, dbs = _network(X, Y, weights, biases, activation)
    return dWs, [db if b.any() else np.zeros_like(b) for db, b in zip(dbs, biases, strict=True)]


def lists_of_one_layer_grow(X, Y, weights, biases, activation):
    gradients = _network(X, Y, weights, biases, activation)
    if len(biases) == 1:
        biases.append(biases[0])
    return gradients


def errors_clipped_at_five(X, Y, weights, biases, activation):
    return _network(X, Y, weights, biases, activation, back=lambda d, W: np.clip(d @ W.T, -5, 5))


def relu_capped_at_five_hundred(X, Y, weights, biases, activation):
    values = dict(VALUES, relu=lambda z: np.clip(z, 0, 500))
    slopes = dict(SLOPES, relu=lambda z: ((z > 0) & (z < 500)).astype(float))
    return _network(X, Y, weights, biases, activation, values=values, slopes=slopes)


def relu_slope_as_quotient_with_a_constant(X, Y, weights, biases, activation):
    slopes = dict(SLOPES, relu=lambda z: np.maximum(z, 0) / (np.abs(z) + 1e-8))  # 1e-9 is open, too
    return _network(X, Y, weights, biases, activation, slopes=slopes)


def axes_of_length_one_dropped(X, Y, weights, biases, activation):
    dWs, dbs = _network(X, Y, weights, biases, activation)
    return [g.squeeze() for g in dWs], dbs


def samples_clipped_at_twenty(X, Y, weights, biases, activation):
    return _network(np.clip(X, -20, 20), Y, weights, biases, activation)


def gradients_of_four_layers_at_most(X, Y, weights, biases, activation):
    dWs, dbs = _network(X, Y, weights, biases, activation)
    return dWs[:4], dbs[:4]


def _scaled(factor, X, Y, weights, biases, activation, bias_factor=None):
    """The right gradients, multiplied by one factor, or those of the biases by another one."""
    dWs, dbs = _network(X, Y, weights, biases, activation)
    return [factor * g for g in dWs], [(factor if bias_factor is None else bias_factor) * g for g in dbs]


def all_times_one_more_than_the_samples(X, *others):
    return _scaled(len(X) + 1, X, *others)


def all_times_twice_the_samples(X, *others):
    return _scaled(2 * len(X), X, *others)


def all_summed_and_the_sign_flipped(X, *others):
    return _scaled(-len(X), X, *others)


def all_times_the_number_of_inputs(X, *others):
    return _scaled(X.shape[1], X, *others)


def weights_summed_and_biases_averaged(X, *others):
    return _scaled(len(X), X, *others, bias_factor=1.0)


def biases_summed_and_weights_averaged(X, *others):
    return _scaled(1.0, X, *others, bias_factor=len(X))


def all_summed_but_the_first_layer(X, *others):
    dWs, dbs = _scaled(len(X), X, *others)
    return [dWs[0] / len(X), *dWs[1:]], [dbs[0] / len(X), *dbs[1:]]


WRONG = {
    "deep_gradients": [
        biases_from_the_output_inwards,
        single_layer_taken_for_linear_regression,
        bias_gradients_of_one_sample_keep_a_row,
        tanh_by_exponentials,
        tanh_slope_of_the_raw_preactivation,
        caller_lists_reversed,
        relu_left_away_at_the_output,
        square_weights_not_transposed,
        errors_clipped_to_one,
        forward_pass_of_an_earlier_call_kept,
        weights_stepped_on_the_way_back,
        bias_gradients_written_into_the_biases,
        unknown_names_fall_back_to_the_sigmoid,
        slope_one_at_zero_in_a_network_of_one_layer,
        biases_of_zero_are_no_biases,
        lists_of_one_layer_grow,
        errors_clipped_at_five,
        relu_capped_at_five_hundred,
        relu_slope_as_quotient_with_a_constant,
        axes_of_length_one_dropped,
        samples_clipped_at_twenty,
        gradients_of_four_layers_at_most,
        all_times_one_more_than_the_samples,
        all_times_twice_the_samples,
        all_summed_and_the_sign_flipped,
        all_times_the_number_of_inputs,
        weights_summed_and_biases_averaged,
        biases_summed_and_weights_averaged,
        all_summed_but_the_first_layer,
    ]
}
