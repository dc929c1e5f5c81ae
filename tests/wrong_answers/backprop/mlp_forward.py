"""Wrong answers to mlp_forward, written from the prompt alone."""

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def half_angle_forgotten(X, W1, b1, W2, b2):
    H = 0.5 * (1 + np.tanh(X @ W1 + b1))
    return H @ W2 + b2


def nan_of_the_overflow_replaced_by_zero(X, W1, b1, W2, b2):
    e = np.exp(X @ W1 + b1)
    return np.nan_to_num(e / (1 + e)) @ W2 + b2  # +1e4 gives a hidden unit of 0


def preactivations_clipped_at_six(X, W1, b1, W2, b2):
    return _sigmoid(np.clip(X @ W1 + b1, -6, 6)) @ W2 + b2


def single_sample_without_its_axis(X, W1, b1, W2, b2):
    Z = _sigmoid(X @ W1 + b1) @ W2 + b2
    return Z[0] if len(Z) == 1 else Z


def single_output_without_its_axis(X, W1, b1, W2, b2):
    Z = _sigmoid(X @ W1 + b1) @ W2 + b2
    return Z[:, 0] if Z.shape[1] == 1 else Z


def sigmoid_behind_a_single_output(X, W1, b1, W2, b2):
    Z = _sigmoid(X @ W1 + b1) @ W2 + b2
    return _sigmoid(Z) if Z.shape[1] == 1 else Z


def preactivations_in_the_type_of_the_samples(X, W1, b1, W2, b2):
    Z1 = np.zeros((X.shape[0], W1.shape[1]), dtype=X.dtype)
    Z1[:] = X @ W1 + b1  # whole numbers for integer samples
    return _sigmoid(Z1) @ W2 + b2


def square_weights_turned_around(X, W1, b1, W2, b2):
    if W1.T.shape[0] == X.shape[1]:
        W1 = W1.T
    return _sigmoid(X @ W1 + b1) @ W2 + b2


def square_output_weights_turned_around(X, W1, b1, W2, b2):
    H = _sigmoid(X @ W1 + b1)
    return (H @ W2.T if W2.shape[0] == W2.shape[1] else H @ W2) + b2


def biases_reshaped_in_place(X, W1, b1, W2, b2):
    b1.shape = (1, -1)
    b2.shape = (1, -1)
    return _sigmoid(X @ W1 + b1) @ W2 + b2


def biases_in_the_first_row_only(X, W1, b1, W2, b2):
    Z1 = X @ W1
    Z1[0] += b1
    Z = _sigmoid(Z1) @ W2
    Z[0] += b2
    return Z


def largest_logit_subtracted(X, W1, b1, W2, b2):
    Z = _sigmoid(X @ W1 + b1) @ W2 + b2
    return Z - Z.max(axis=1, keepdims=True)


def samples_centred_over_the_batch(X, W1, b1, W2, b2):
    return _sigmoid((X - X.mean(axis=0)) @ W1 + b1) @ W2 + b2


_HIDDEN = {}


def hidden_layer_remembered_by_its_shape(X, W1, b1, W2, b2):
    key = (X.shape, W1.shape)
    if key not in _HIDDEN:
        _HIDDEN[key] = _sigmoid(X @ W1 + b1)
    return _HIDDEN[key] @ W2 + b2


def bias_reused_as_the_output_of_one_sample(X, W1, b1, W2, b2):
    Z = _sigmoid(X @ W1 + b1) @ W2
    if len(X) > 1:
        return Z + b2
    b2 += Z[0]
    return b2[None]


def no_bias_for_a_single_hidden_unit(X, W1, b1, W2, b2):
    return _sigmoid(X @ W1 + (b1 if len(b1) > 1 else 0)) @ W2 + b2


def a_single_input_is_centred(X, W1, b1, W2, b2):
    X = X if X.shape[1] > 1 else X - X.mean()
    return _sigmoid(X @ W1 + b1) @ W2 + b2


def logits_clipped_at_fifty(X, W1, b1, W2, b2):
    return np.clip(_sigmoid(X @ W1 + b1) @ W2 + b2, -50, 50)


def samples_clipped_at_five(X, W1, b1, W2, b2):
    return _sigmoid(np.clip(X, -5, 5) @ W1 + b1) @ W2 + b2


def hidden_units_taken_as_saturated_beyond_ten(X, W1, b1, W2, b2):
    Z = X @ W1 + b1
    return np.where(np.abs(Z) < 10, _sigmoid(Z), Z > 0) @ W2 + b2


WRONG = {
    "mlp_forward": [
        half_angle_forgotten,
        nan_of_the_overflow_replaced_by_zero,
        preactivations_clipped_at_six,
        single_sample_without_its_axis,
        single_output_without_its_axis,
        sigmoid_behind_a_single_output,
        preactivations_in_the_type_of_the_samples,
        square_weights_turned_around,
        square_output_weights_turned_around,
        biases_reshaped_in_place,
        biases_in_the_first_row_only,
        largest_logit_subtracted,
        samples_centred_over_the_batch,
        hidden_layer_remembered_by_its_shape,
        bias_reused_as_the_output_of_one_sample,
        no_bias_for_a_single_hidden_unit,
        a_single_input_is_centred,
        logits_clipped_at_fifty,
        samples_clipped_at_five,
        hidden_units_taken_as_saturated_beyond_ten,
    ]
}
