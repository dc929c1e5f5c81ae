"""Wrong answers to `linear_backward`, written from the prompt alone."""

import numpy as np


def _backward(X, W, dY):
    X, W, dY = (np.asarray(a, dtype=float) for a in (X, W, dY))
    return dY @ W.T, X.T @ dY, dY.sum(axis=0)


def square_weights_not_transposed(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return (dY @ W if W.shape[0] == W.shape[1] else dX), dW, db


def square_input_not_transposed(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return dX, (X @ dY if X.shape[0] == X.shape[1] else dW), db


def square_batch_sums_rows(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return dX, dW, (dY.sum(axis=1) if dY.shape[0] == dY.shape[1] else db)


def single_sample_loses_its_axis(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return (dX[0] if len(dX) == 1 else dX), dW, db


def single_unit_loses_its_axis(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return dX, (dW[:, 0] if dW.shape[1] == 1 else dW), db


def single_input_loses_its_axis(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return (dX[:, 0] if dX.shape[1] == 1 else dX), dW, db


def bias_of_a_single_unit_is_a_number(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return dX, dW, (float(db[0]) if len(db) == 1 else db)


def weights_in_their_own_type(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return dX, dW.astype(W.dtype), db


def input_in_its_own_type(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return dX.astype(X.dtype), dW, db


def gradient_cast_to_the_input(X, W, dY):
    return _backward(X, W, dY.astype(X.dtype))


def rectified_input(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return dX * (X > 0), dW, db


def weight_decay_in_the_gradient(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return dX, dW + 1e-4 * W, db


def weights_averaged(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return dX, dW / len(X), db


def steps_the_callers_weights(X, W, dY):
    result = _backward(X, W, dY)
    if W.dtype == np.float64:
        W -= 0.1 * result[1]
    return result


def gradients_add_up_between_calls(X, W, dY, grads={}):  # noqa: B006
    dX, dW, db = _backward(X, W, dY)
    grads[W.shape] = grads.get(W.shape, 0) + dW
    return dX, grads[W.shape], db


def weights_of_the_first_sample(X, W, dY):
    dX, _, db = _backward(X, W, dY)
    return dX, np.outer(X[0], dY[0]).astype(float), db


def weights_and_bias_swapped(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return dX, db, dW


def single_sample_returns_a_view(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return dX, dW, dY[0] if len(dY) == 1 else db


def large_batches_are_averaged(X, W, dY):
    dX, dW, db = _backward(X, W, dY)
    return dX, dW / len(X) if len(X) > 13 else dW, db


WRONG = {
    "linear_backward": [
        square_weights_not_transposed,
        square_input_not_transposed,
        square_batch_sums_rows,
        single_sample_loses_its_axis,
        single_unit_loses_its_axis,
        single_input_loses_its_axis,
        bias_of_a_single_unit_is_a_number,
        weights_in_their_own_type,
        input_in_its_own_type,
        gradient_cast_to_the_input,
        rectified_input,
        weight_decay_in_the_gradient,
        weights_averaged,
        steps_the_callers_weights,
        gradients_add_up_between_calls,
        weights_of_the_first_sample,
        weights_and_bias_swapped,
        single_sample_returns_a_view,
        large_batches_are_averaged,
    ]
}
