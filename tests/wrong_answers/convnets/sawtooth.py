"""Wrong answers to sawtooth, written from the prompt alone."""

import numpy as np


def _tent(depth, height=1.0, fold=0.5):
    """Folds [0, 1] onto [0, height] at `fold`, `depth` times."""
    up, down = height / fold, height / fold + height / (1 - fold)
    first = (np.array([[1.0, 1.0]]), np.array([0.0, -fold]))
    inner = np.array([[up, up], [-down, -down]])
    layers = [first] + [(inner.copy(), np.array([0.0, -fold])) for _ in range(depth - 1)]
    return [*layers, (np.array([[up], [-down]]), np.array([0.0]))]


def folded_onto_half_the_interval(depth):
    return _tent(depth, height=0.5)


def folded_onto_nine_tenths(depth):
    return _tent(depth, height=0.9)  # right for depths 1 and 2


def folded_onto_more_than_the_interval(depth):
    return _tent(depth, height=1.2)


def folded_very_close_to_the_end(depth):
    return _tent(depth, fold=0.01)  # pieces of width 1e-2 ** depth


def one_fold_too_few(depth):
    return _tent(max(depth - 1, 1)) if depth == 1 else [(np.eye(1), np.zeros(1)), *_tent(depth - 1)]


def three_folds_whatever_the_depth(depth):
    return _tent(3)


def biases_as_rows(depth):
    return [(W, b[None]) for W, b in _tent(depth)]


def weights_in_whole_numbers(depth):
    return [(np.rint(W * 2).astype(int), np.rint(b * 2).astype(int)) for W, b in _tent(depth)]


def one_wide_layer(depth):
    m = 2**depth
    W1, b1 = np.ones((1, m)), -np.arange(m) / m
    W2 = np.array([[m * (-1.0) ** i * (1 if i == 0 else 2)] for i in range(m)])
    middle = [(np.eye(m), np.zeros(m)) for _ in range(depth - 1)]
    return [(W1, b1), *middle, (W2, np.zeros(1))]


def layers_added_to_the_last_answer(depth, layers=[]):  # noqa: B006
    layers[:0] = _tent(depth)[:-1]
    return [*layers, _tent(1)[-1]]


def absolute_value_with_one_wrong_bias(depth):
    # |2x - 1| folds onto [0, 1]; without the second unit's bias it is 2x at the first layer
    first = (np.array([[2.0, -2.0]]), np.array([-1.0, -1.0]))
    inner = (np.array([[2.0, -2.0], [2.0, -2.0]]), np.array([-1.0, -1.0]))
    return [first, *[inner] * (depth - 1), (np.array([[1.0], [1.0]]), np.zeros(1))]


def last_fold_lost_in_the_output(depth):
    layers = _tent(depth)
    return [*layers[:-1], (np.array([[2.0], [0.0]]), np.zeros(1))]  # the last fold is lost


def kink_of_a_third_unit(depth):
    W, b = np.array([[1.0, 1.0, 1.0]]), np.array([0.0, -0.5, -0.25])
    (_, _), *rest = _tent(depth)
    wide = [(np.vstack([rest[0][0], 0.1 * rest[0][0][:1]]), rest[0][1]), *rest[1:]]
    return [(W, b), *wide]


def output_as_a_flat_vector(depth):
    layers = _tent(depth)
    return [*layers[:-1], (layers[-1][0][:, 0], layers[-1][1])]


WRONG = {
    "sawtooth_network": [
        folded_onto_half_the_interval,
        folded_onto_nine_tenths,
        folded_onto_more_than_the_interval,
        folded_very_close_to_the_end,
        one_fold_too_few,
        three_folds_whatever_the_depth,
        biases_as_rows,
        weights_in_whole_numbers,
        one_wide_layer,
        layers_added_to_the_last_answer,
        absolute_value_with_one_wrong_bias,
        last_fold_lost_in_the_output,
        kink_of_a_third_unit,
        output_as_a_flat_vector,
    ]
}
