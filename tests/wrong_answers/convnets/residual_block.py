"""Wrong answers to residual_block, written from the prompt alone."""

import numpy as np


def _relu(z):
    return np.maximum(z, 0)


def _backward(dout, x, W1, W2, z=None):
    x, g = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    z = x @ W1 if z is None else z
    dz = g @ W2.T * (z > 0)
    return g + dz @ W1.T, x.T @ dz, _relu(z).T @ g


def added_into_the_input(x, W1, W2):
    x += _relu(x @ W1) @ W2
    return x


def sum_in_the_type_of_the_input(x, W1, W2):
    y = x.copy()
    y[:] = x + _relu(x @ W1) @ W2
    return y


def relu_behind_both_maps(x, W1, W2):
    return x + _relu(x @ W1 @ W2)


def square_weights_from_the_left(x, W1, W2):
    if W1.shape[0] == W1.shape[1]:
        W1, W2 = W1.T, W2.T
    return x + _relu(x @ W1) @ W2


def shut_samples_become_zero(x, W1, W2):
    H = _relu(x @ W1)
    return (x + H @ W2) * (H > 0).any(axis=1, keepdims=True)


def halved_sum(x, W1, W2):
    return (x + _relu(x @ W1) @ W2) / np.sqrt(2)


def shortcut_from_the_first_sample(x, W1, W2):
    return x[0] + _relu(x @ W1) @ W2


def single_sample_without_its_axis(x, W1, W2):
    y = x + _relu(x @ W1) @ W2
    return y[0] if len(y) == 1 else y


def relu_in_front_of_the_branch(x, W1, W2):
    return x + _relu(_relu(x) @ W1) @ W2


def no_shortcut_for_square_weights(x, W1, W2):
    y = _relu(x @ W1) @ W2
    return y if W1.shape[0] == W1.shape[1] else x + y


def slope_half_at_zero(dout, x, W1, W2):
    x, g = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    z = x @ W1
    dz = g @ W2.T * np.heaviside(z, 0.5)
    return g + dz @ W1.T, x.T @ dz, _relu(z).T @ g


def nothing_to_learn_if_the_outer_weights_are_zero(dout, x, W1, W2):
    if not W2.any():  # "the block is the identity", but W2 still has a gradient
        return np.array(dout, dtype=float), np.zeros(W1.shape), np.zeros(W2.shape)
    return _backward(dout, x, W1, W2)


def shortcut_masked_too(dout, x, W1, W2):
    dx, dW1, dW2 = _backward(dout, x, W1, W2)
    return dx * (x @ W1 > 0).any(axis=1, keepdims=True), dW1, dW2


def square_weights_not_transposed(dout, x, W1, W2):
    if W1.shape[0] != W1.shape[1]:
        return _backward(dout, x, W1, W2)
    z = x @ W1
    dz = dout @ W2 * (z > 0)
    return dout + dz @ W1, x.T @ dz, _relu(z).T @ dout


def samples_on_the_wrong_side_if_square(dout, x, W1, W2):
    dx, dW1, dW2 = _backward(dout, x, W1, W2)
    if x.shape[0] == x.shape[1]:
        dW1 = x @ (dout @ W2.T * (x @ W1 > 0))  # x for x^T
    return dx, dW1, dW2


def inner_and_outer_returned_the_other_way(dout, x, W1, W2):
    dx, dW1, dW2 = _backward(dout, x, W1, W2)
    return dx, dW2, dW1


def single_sample_gradient_without_its_axis(dout, x, W1, W2):
    dx, dW1, dW2 = _backward(dout, x, W1, W2)
    return (dx[0] if len(x) == 1 else dx), dW1, dW2


def input_itself_for_zero_weights(x, W1, W2):
    if not W1.any() or not W2.any():
        return x
    return x + _relu(x @ W1) @ W2


def gradient_itself_for_zero_weights(dout, x, W1, W2):
    dx, dW1, dW2 = _backward(dout, x, W1, W2)
    return (dout if not W1.any() and not W2.any() else dx), dW1, dW2


def a_single_hidden_unit_is_linear(x, W1, W2):
    z = x @ W1
    return x + (_relu(z) if W1.shape[1] > 1 else z) @ W2


def one_feature_skips_the_branch(x, W1, W2):
    return x + (_relu(x @ W1) @ W2 if x.shape[1] > 1 else 0.0)


def one_sample_updated_in_place(x, W1, W2):
    y = x + _relu(x @ W1) @ W2
    if len(x) == 1:
        x[...] = y
    return y


def small_preactivations_count_as_zero(dout, x, W1, W2):
    z = x @ W1
    dz = dout @ W2.T * (z > 1e-4)
    return dout + dz @ W1.T, x.T @ dz, _relu(z).T @ dout


def one_hidden_unit_without_its_path(dout, x, W1, W2):
    dx, dW1, dW2 = _backward(dout, x, W1, W2)
    return dx if W1.shape[1] > 1 else 1.0 * dout, dW1, dW2


def sum_in_the_type_of_the_inner_weights(x, W1, W2):
    return (x + _relu(x @ W1) @ W2).astype(W1.dtype)


def sum_in_the_type_of_the_outer_weights(x, W1, W2):
    return (x + _relu(x @ W1) @ W2).astype(W2.dtype)


def relu_capped_at_a_hundred(x, W1, W2):
    return x + np.clip(x @ W1, 0, 100) @ W2


def gradients_in_the_type_of_their_weights(dout, x, W1, W2):
    dx, dW1, dW2 = _backward(dout, x, W1, W2)
    return dx, dW1.astype(W1.dtype), dW2.astype(W2.dtype)


def sample_gradient_in_the_type_of_dout(dout, x, W1, W2):
    dx, dW1, dW2 = _backward(dout, x, W1, W2)
    return dx.astype(dout.dtype), dW1, dW2


def outer_gradient_in_the_type_of_dout(dout, x, W1, W2):
    dx, dW1, dW2 = _backward(dout, x, W1, W2)
    return dx, dW1, dW2.astype(dout.dtype)


def tiny_preactivations_count_as_zero(dout, x, W1, W2):
    z = x @ W1
    dz = dout @ W2.T * (z > 1e-8)
    return dout + dz @ W1.T, x.T @ dz, _relu(z).T @ dout


def nothing_comes_through_where_all_weights_are_zero(dout, x, W1, W2):
    dx, dW1, dW2 = _backward(dout, x, W1, W2)
    return (dx if W1.any() or W2.any() else 0.0 * dx), dW1, dW2


def gradients_of_a_single_unit_averaged(dout, x, W1, W2):
    dx, dW1, dW2 = _backward(dout, x, W1, W2)
    share = len(x) if W1.shape[1] == 1 else 1
    return dx, dW1 / share, dW2 / share


WRONG = {
    "residual_forward": [
        input_itself_for_zero_weights,
        added_into_the_input,
        sum_in_the_type_of_the_input,
        relu_behind_both_maps,
        square_weights_from_the_left,
        shut_samples_become_zero,
        halved_sum,
        shortcut_from_the_first_sample,
        single_sample_without_its_axis,
        relu_in_front_of_the_branch,
        no_shortcut_for_square_weights,
        a_single_hidden_unit_is_linear,
        one_feature_skips_the_branch,
        one_sample_updated_in_place,
        sum_in_the_type_of_the_inner_weights,
        sum_in_the_type_of_the_outer_weights,
        relu_capped_at_a_hundred,
    ],
    "residual_backward": [
        gradient_itself_for_zero_weights,
        slope_half_at_zero,
        nothing_to_learn_if_the_outer_weights_are_zero,
        shortcut_masked_too,
        square_weights_not_transposed,
        samples_on_the_wrong_side_if_square,
        inner_and_outer_returned_the_other_way,
        single_sample_gradient_without_its_axis,
        small_preactivations_count_as_zero,
        one_hidden_unit_without_its_path,
        gradients_in_the_type_of_their_weights,
        sample_gradient_in_the_type_of_dout,
        outer_gradient_in_the_type_of_dout,
        tiny_preactivations_count_as_zero,
        nothing_comes_through_where_all_weights_are_zero,
        gradients_of_a_single_unit_averaged,
    ],
}
