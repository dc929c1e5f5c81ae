"""Wrong answers to mlp_loss_and_grads, written from the prompt alone."""

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def _log_softmax(Z):
    Z = Z - Z.max(axis=1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))


def _one_hot(labels, k):
    return (np.asarray(labels)[:, None] == np.arange(k)).astype(float)


def _right(X, labels, W1, b1, W2, b2, H=None):
    """The right answer, which the functions below spoil; also returns the two deltas."""
    X = np.asarray(X, dtype=float)
    H = _sigmoid(X @ W1 + b1)
    logs = _log_softmax(H @ W2 + b2)
    Y = _one_hot(labels, len(b2))
    D = (np.exp(logs) - Y) / len(X)
    D1 = D @ W2.T * H * (1 - H)
    loss = float(-(logs * Y).sum() / len(X))
    return loss, {"W1": X.T @ D1, "b1": D1.sum(0), "W2": H.T @ D, "b2": D.sum(0)}, (X, H, D, D1)


def as_many_classes_as_occur(X, labels, W1, b1, W2, b2):
    k = len(np.unique(labels))  # a class that is absent from the batch is lost
    return _right(X, labels, W1, b1, W2[:, :k], b2[:k])[:2]


def classes_up_to_the_largest_label(X, labels, W1, b1, W2, b2):
    loss, grads, (X, H, D, _D1) = _right(X, labels, W1, b1, W2, b2)
    Y = np.eye(int(np.max(labels)) + 1)[labels]
    Z = H @ W2 + b2
    D = (np.exp(_log_softmax(Z)) - Y) / len(X)  # shapes differ if the last class is absent
    return loss, dict(grads, W2=H.T @ D)


def output_weights_not_transposed_if_square(X, labels, W1, b1, W2, b2):
    loss, grads, (X, H, D, D1) = _right(X, labels, W1, b1, W2, b2)
    if W2.shape[0] == W2.shape[1]:
        D1 = D @ W2 * H * (1 - H)
    return loss, dict(grads, W1=X.T @ D1, b1=D1.sum(0))


def loss_capped_by_a_tiny_number_in_the_logarithm(X, labels, W1, b1, W2, b2):
    _, grads, (X, H, _D, _D1) = _right(X, labels, W1, b1, W2, b2)
    P = np.exp(_log_softmax(H @ W2 + b2))
    return float(-np.log(P[np.arange(len(X)), labels] + 1e-300).mean()), grads


def logits_shifted_by_the_largest_of_the_batch(X, labels, W1, b1, W2, b2):
    _, _, (X, H, _, _) = _right(X, labels, W1, b1, W2, b2)
    Z = H @ W2 + b2
    Z = Z - Z.max()  # a row far below the largest logit underflows to a sum of 0
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    Y = _one_hot(labels, len(b2))
    D = (np.exp(logs) - Y) / len(X)
    D1 = D @ W2.T * H * (1 - H)
    loss = float(-logs[np.arange(len(X)), labels].mean())
    return loss, {"W1": X.T @ D1, "b1": D1.sum(0), "W2": H.T @ D, "b2": D.sum(0)}


def weight_gradient_in_the_type_of_the_samples(X, labels, W1, b1, W2, b2):
    loss, grads, _ = _right(X, labels, W1, b1, W2, b2)
    dW1 = np.zeros(W1.shape, dtype=X.dtype)
    dW1[:] = grads["W1"]
    return loss, dict(grads, W1=dW1)


def labels_index_rows(X, labels, W1, b1, W2, b2):
    loss, _, (X, H, D, D1) = _right(X, labels, W1, b1, W2, b2)
    D = np.exp(_log_softmax(H @ W2 + b2))
    D[labels] -= 1
    D /= len(X)
    D1 = D @ W2.T * H * (1 - H)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(0), "W2": H.T @ D, "b2": D.sum(0)}


def two_classes_by_the_second_logit(X, labels, W1, b1, W2, b2):
    loss, grads, (X, H, _D, _D1) = _right(X, labels, W1, b1, W2, b2)
    if len(b2) == 2:
        z = (H @ W2 + b2)[:, 1]  # ignores the first logit
        loss = float(np.mean(np.logaddexp(0, z) - labels * z))
    return loss, grads


def loss_to_base_two(X, labels, W1, b1, W2, b2):
    loss, grads, _ = _right(X, labels, W1, b1, W2, b2)
    return loss / np.log(2), grads


def slope_kept_away_from_zero(X, labels, W1, b1, W2, b2):
    loss, grads, (X, H, D, D1) = _right(X, labels, W1, b1, W2, b2)
    D1 = D @ W2.T * np.maximum(H * (1 - H), 1e-3)
    return loss, dict(grads, W1=X.T @ D1, b1=D1.sum(0))


def labels_made_a_column_in_place(X, labels, W1, b1, W2, b2):
    answer = _right(X, labels, W1, b1, W2, b2)[:2]
    labels.shape = (-1, 1)
    return answer


def hidden_biases_of_the_output_delta(X, labels, W1, b1, W2, b2):
    loss, grads, (X, _H, D, _D1) = _right(X, labels, W1, b1, W2, b2)
    return loss, dict(grads, b1=(D @ W2.T).sum(0))  # without the slope


def gradients_added_up_over_calls(X, labels, W1, b1, W2, b2, total={}):  # noqa: B006
    loss, grads, _ = _right(X, labels, W1, b1, W2, b2)
    for name, gradient in grads.items():
        key = (name, gradient.shape)
        total[key] = total.get(key, 0.0) + gradient
        grads[name] = total[key]
    return loss, grads


def _by_shift(shift, X, labels, W1, b1, W2, b2):
    """The right answer, but for what is subtracted from the logits."""
    X = np.asarray(X, dtype=float)
    H = _sigmoid(X @ W1 + b1)
    Z = H @ W2 + b2
    Z = Z - shift(Z)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    rows, n = np.arange(len(X)), len(X)
    D = np.exp(logs)
    D[rows, labels] -= 1
    D1 = D @ W2.T * H * (1 - H)
    grads = {"W1": X.T @ D1 / n, "b1": D1.sum(0) / n, "W2": H.T @ D / n, "b2": D.sum(0) / n}
    return float(-logs[rows, labels].mean()), grads


def logits_shifted_by_the_largest_in_size(X, labels, W1, b1, W2, b2):
    return _by_shift(lambda Z: np.abs(Z).max(axis=1, keepdims=True), X, labels, W1, b1, W2, b2)


def logits_shifted_by_the_first(X, labels, W1, b1, W2, b2):
    return _by_shift(lambda Z: Z[:, :1], X, labels, W1, b1, W2, b2)


def form_of_the_sigmoid_chosen_by_the_mean(X, labels, W1, b1, W2, b2):
    Z = X @ W1 + b1
    H = 1 / (1 + np.exp(-Z)) if Z.mean() >= 0 else np.exp(Z) / (1 + np.exp(Z))
    loss, grads, (X, _H, D, D1) = _right(X, labels, W1, b1, W2, b2)
    return loss, dict(grads, W1=X.T @ (D @ W2.T * H * (1 - H)), b1=D1.sum(0), W2=H.T @ D)


def loss_of_ten_thousand_at_most(X, labels, W1, b1, W2, b2):
    loss, grads, _ = _right(X, labels, W1, b1, W2, b2)
    return min(loss, 1e4), grads


def gradients_clipped_at_five(X, labels, W1, b1, W2, b2):
    loss, grads, _ = _right(X, labels, W1, b1, W2, b2)
    return loss, {key: np.clip(g, -5, 5) for key, g in grads.items()}


def _scaled(factor, X, labels, W1, b1, W2, b2, parts=("loss", "W1", "b1", "W2", "b2")):
    """The right answer with some of its parts multiplied."""
    loss, grads, _ = _right(X, labels, W1, b1, W2, b2)
    scaled = {part: factor * value if part in parts else value for part, value in {"loss": loss, **grads}.items()}
    return scaled.pop("loss"), scaled


def all_times_one_more_than_the_samples(X, *others):
    return _scaled(len(X) + 1, X, *others)


def all_times_one_less_than_the_samples(X, *others):
    return _scaled(len(X) - 1 or 1.5, X, *others)


def all_times_twice_the_samples(X, *others):
    return _scaled(2 * len(X), X, *others)


def all_times_the_root_of_the_samples(X, *others):
    return _scaled(len(X) ** 0.5, X, *others)


def all_divided_by_the_samples_once_more(X, *others):
    return _scaled(1 / len(X), X, *others)


def all_summed_and_the_sign_flipped(X, *others):
    return _scaled(-len(X), X, *others)


def all_times_the_number_of_classes(X, labels, W1, b1, W2, b2):
    return _scaled(len(b2), X, labels, W1, b1, W2, b2)


def all_times_the_number_of_hidden_units(X, labels, W1, b1, W2, b2):
    return _scaled(len(b1), X, labels, W1, b1, W2, b2)


def all_times_the_number_of_inputs(X, *others):
    return _scaled(X.shape[1], X, *others)


def all_times_the_classes_that_occur(X, labels, *others):
    return _scaled(len(np.unique(labels)), X, labels, *others)


def all_times_the_largest_label_and_one(X, labels, *others):
    return _scaled(int(labels.max()) + 1, X, labels, *others)


def all_times_the_size_of_the_first_sample(X, *others):
    return _scaled(float(np.abs(X[0]).sum()), X, *others)


def all_summed_but_the_weights_of_the_hidden_layer(X, *others):
    return _scaled(len(X), X, *others, parts=("loss", "b1", "W2", "b2"))


def all_summed_but_one_bias(X, *others):
    loss, grads = _scaled(len(X), X, *others)
    grads["b2"][0] /= len(X)
    return loss, grads


def loss_and_output_layer_summed(X, *others):
    return _scaled(len(X), X, *others, parts=("loss", "W2", "b2"))


def weights_of_the_hidden_layer_summed(X, *others):
    return _scaled(len(X), X, *others, parts=("W1",))


def loss_summed_and_gradients_twice_as_large(X, *others):
    loss, grads = _scaled(len(X), X, *others)
    return loss, {name: 2 * gradient for name, gradient in grads.items()}


WRONG = {
    "mlp_loss_and_grads": [
        as_many_classes_as_occur,
        classes_up_to_the_largest_label,
        output_weights_not_transposed_if_square,
        loss_capped_by_a_tiny_number_in_the_logarithm,
        logits_shifted_by_the_largest_of_the_batch,
        weight_gradient_in_the_type_of_the_samples,
        labels_index_rows,
        two_classes_by_the_second_logit,
        loss_to_base_two,
        slope_kept_away_from_zero,
        labels_made_a_column_in_place,
        hidden_biases_of_the_output_delta,
        gradients_added_up_over_calls,
        logits_shifted_by_the_largest_in_size,
        logits_shifted_by_the_first,
        form_of_the_sigmoid_chosen_by_the_mean,
        loss_of_ten_thousand_at_most,
        gradients_clipped_at_five,
        all_times_one_more_than_the_samples,
        all_times_one_less_than_the_samples,
        all_times_twice_the_samples,
        all_times_the_root_of_the_samples,
        all_divided_by_the_samples_once_more,
        all_summed_and_the_sign_flipped,
        all_times_the_number_of_classes,
        all_times_the_number_of_hidden_units,
        all_times_the_number_of_inputs,
        all_times_the_classes_that_occur,
        all_times_the_largest_label_and_one,
        all_times_the_size_of_the_first_sample,
        all_summed_but_the_weights_of_the_hidden_layer,
        all_summed_but_one_bias,
        loss_and_output_layer_summed,
        weights_of_the_hidden_layer_summed,
        loss_summed_and_gradients_twice_as_large,
    ]
}
