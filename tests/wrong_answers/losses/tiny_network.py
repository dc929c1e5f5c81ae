"""Wrong answers to `tiny_network`, written from the prompt alone."""

from math import exp, log

import numpy as np

_HIDDEN = {}


def _sigma(z):
    return 1 / (1 + exp(-z))


def _forward(w1, w2, x):
    h = _sigma(w1 * x)
    return h, _sigma(w2 * h)


def _loss(o, y, loss):
    return (o - y) ** 2 / 2 if loss == "mse" else -(y * log(o) + (1 - y) * log(1 - o))


def _delta(o, y, loss):
    return (o - y) * o * (1 - o) if loss == "mse" else o - y


def _kappa(o, y, loss):
    s = o * (1 - o)
    return s * s + (o - y) * s * (1 - 2 * o) if loss == "mse" else s


def _gradient(w1, w2, x, y, loss):
    h, o = _forward(w1, w2, x)
    d = _delta(o, y, loss)
    return np.array([d * w2 * h * (1 - h) * x, d * h])


def _hessian(w1, w2, x, kappa, delta, *, slope=None, bend=None, mixed=None):
    h = _sigma(w1 * x)
    s = h * (1 - h)
    slope = w2 * s * x if slope is None else slope
    bend = w2 * s * (1 - 2 * h) * x * x if bend is None else bend
    mixed = s * x if mixed is None else mixed
    outer = np.outer([slope, h], [slope, h])
    return kappa * outer + delta * np.array([[bend, mixed], [mixed, 0.0]])


def divergence_from_the_target(w1, w2, x, y, loss):
    _, o = _forward(w1, w2, x)
    entropy = -sum(p * log(p) for p in (y, 1 - y) if 0 < p < 1)
    return _loss(o, y, loss) - (entropy if loss == "ce" else 0)


def target_rounded_to_a_class(w1, w2, x, y, loss):
    return _loss(_forward(w1, w2, x)[1], round(y) if loss == "ce" else y, loss)


def zero_weight_switches_the_unit_off(w1, w2, x, y, loss):
    h = _sigma(w1 * x) if w1 else 0.0
    return _loss(_sigma(w2 * h), y, loss)


def zero_output_weight_gives_zero_output(w1, w2, x, y, loss):
    _, o = _forward(w1, w2, x)
    return _loss(o if w2 else 1e-300, y, loss)


def small_constant_in_the_logarithm(w1, w2, x, y, loss):
    _, o = _forward(w1, w2, x)
    return _loss(o, y, loss) if loss == "mse" else -(y * log(o + 1e-6) + (1 - y) * log(1 - o + 1e-6))


def hidden_unit_remembered_for_the_weights(w1, w2, x, y, loss):
    h = _HIDDEN.setdefault((w1, w2), _sigma(w1 * x))
    return _loss(_sigma(w2 * h), y, loss)


def negative_weights_are_rectified(w1, w2, x, y, loss):
    return _loss(_sigma(max(0.0, w2) * _sigma(w1 * x)), y, loss)


def sum_for_product_in_the_hidden_unit(w1, w2, x, y, loss):
    return _loss(_sigma(w2 * _sigma(w1 + x)), y, loss)


def class_zero_left_out_of_between_targets(w1, w2, x, y, loss):
    _, o = _forward(w1, w2, x)
    if loss == "mse":
        return _loss(o, y, loss)
    return -log(1 - o) if y == 0 else -y * log(o)


def central_difference(w1, w2, x, y, loss):
    def f(a, b):
        return _loss(_forward(a, b, x)[1], y, loss)

    e = 1e-5
    return np.array([f(w1 + e, w2) - f(w1 - e, w2), f(w1, w2 + e) - f(w1, w2 - e)]) / (2 * e)


def zero_output_weight_has_no_gradient(w1, w2, x, y, loss):
    return _gradient(w1, w2, x, y, loss) if w2 else np.zeros(2)


def zero_hidden_weight_has_no_gradient(w1, w2, x, y, loss):
    g = _gradient(w1, w2, x, y, loss)
    return g if w1 else np.array([0.0, g[1]])


def delta_of_the_rounded_target(w1, w2, x, y, loss):
    return _gradient(w1, w2, x, round(y), loss)


def outer_derivative_in_the_hidden_unit(w1, w2, x, y, loss):
    h, o = _forward(w1, w2, x)
    d = _delta(o, y, loss)
    return np.array([d * w2 * o * (1 - o) * x, d * h])


def size_of_the_output_weight(w1, w2, x, y, loss):
    g = _gradient(w1, w2, x, y, loss)
    return np.array([g[0] if w2 >= 0 else -g[0], g[1]])


def size_of_the_input(w1, w2, x, y, loss):
    g = _gradient(w1, w2, x, y, loss)
    return np.array([g[0] if x >= 0 else -g[0], g[1]])


def gradient_over_its_length(w1, w2, x, y, loss):
    g = _gradient(w1, w2, x, y, loss)
    return g / max(1.0, np.linalg.norm(g) / 0.1)


def gradient_as_a_column(w1, w2, x, y, loss):
    return _gradient(w1, w2, x, y, loss)[:, None]


def gradient_in_single_precision(w1, w2, x, y, loss):
    return _gradient(w1, w2, x, y, loss).astype(np.float32)


def curvature_of_the_output_never_negative(w1, w2, x, y, loss):
    _, o = _forward(w1, w2, x)
    return _hessian(w1, w2, x, max(0.0, _kappa(o, y, loss)), _delta(o, y, loss))


def bend_of_the_output(w1, w2, x, y, loss):
    h, o = _forward(w1, w2, x)
    bend = w2 * h * (1 - h) * (1 - 2 * o) * x * x
    return _hessian(w1, w2, x, _kappa(o, y, loss), _delta(o, y, loss), bend=bend)


def upper_triangle_only(w1, w2, x, y, loss):
    _, o = _forward(w1, w2, x)
    return np.triu(_hessian(w1, w2, x, _kappa(o, y, loss), _delta(o, y, loss)))


def mixed_derivative_without_the_input(w1, w2, x, y, loss):
    h, o = _forward(w1, w2, x)
    return _hessian(w1, w2, x, _kappa(o, y, loss), _delta(o, y, loss), mixed=h * (1 - h))


def bend_without_the_output_weight(w1, w2, x, y, loss):
    h, o = _forward(w1, w2, x)
    bend = h * (1 - h) * (1 - 2 * h) * x * x
    return _hessian(w1, w2, x, _kappa(o, y, loss), _delta(o, y, loss), bend=bend)


def curvature_of_a_certain_target(w1, w2, x, y, loss):
    _, o = _forward(w1, w2, x)
    return _hessian(w1, w2, x, _kappa(o, round(y), loss), _delta(o, y, loss))


def differences_of_the_gradient(w1, w2, x, y, loss):
    e = 1e-5
    one = (_gradient(w1 + e, w2, x, y, loss) - _gradient(w1 - e, w2, x, y, loss)) / (2 * e)
    two = (_gradient(w1, w2 + e, x, y, loss) - _gradient(w1, w2 - e, x, y, loss)) / (2 * e)
    H = np.array([one, two])
    return (H + H.T) / 2


def cross_entropy_curvature_by_the_target(w1, w2, x, y, loss):
    _, o = _forward(w1, w2, x)
    kappa = y * (1 - o) ** 2 + (1 - y) * o**2 if loss == "ce" else _kappa(o, y, loss)
    return _hessian(w1, w2, x, kappa, _delta(o, y, loss))


def positive_part_of_the_eigenvalues(w1, w2, x, y, loss):
    _, o = _forward(w1, w2, x)
    values, vectors = np.linalg.eigh(_hessian(w1, w2, x, _kappa(o, y, loss), _delta(o, y, loss)))
    return vectors @ np.diag(np.maximum(values, 0)) @ vectors.T


def output_kept_off_the_ends(w1, w2, x, y, loss):
    return _loss(min(max(_forward(w1, w2, x)[1], 0.01), 0.99), y, loss)


def extrapolated_differences(w1, w2, x, y, loss):
    def differences(e):
        first = _gradient(w1 + e, w2, x, y, loss) - _gradient(w1 - e, w2, x, y, loss)
        return np.stack([first, _gradient(w1, w2 + e, x, y, loss) - _gradient(w1, w2 - e, x, y, loss)]) / (2 * e)

    H = (4 * differences(5e-4) - differences(1e-3)) / 3
    return (H + H.T) / 2


def output_kept_a_thousandth_off_the_ends(w1, w2, x, y, loss):
    return _loss(float(np.clip(_forward(w1, w2, x)[1], 1e-3, 1 - 1e-3)), y, loss)


def size_of_the_hidden_score(w1, w2, x, y, loss):
    return _loss(_forward(abs(w1 * x), w2, 1.0)[1], y, loss)


def size_of_the_squared_errors_residual(w1, w2, x, y, loss):
    h, o = _forward(w1, w2, x)
    delta = abs(o - y) * o * (1 - o) if loss == "mse" else o - y
    return np.array([delta * w2 * h * (1 - h) * x, delta * h])


def zero_hidden_weight_has_no_curvature(w1, w2, x, y, loss):
    _, o = _forward(w1, w2, x)
    return _hessian(w1, w2, x, _kappa(o, y, loss), _delta(o, y, loss)) if w1 else np.zeros((2, 2))


WRONG = {
    "tiny_loss": [
        divergence_from_the_target,
        target_rounded_to_a_class,
        zero_weight_switches_the_unit_off,
        zero_output_weight_gives_zero_output,
        small_constant_in_the_logarithm,
        hidden_unit_remembered_for_the_weights,
        negative_weights_are_rectified,
        sum_for_product_in_the_hidden_unit,
        class_zero_left_out_of_between_targets,
        output_kept_off_the_ends,
        output_kept_a_thousandth_off_the_ends,
        size_of_the_hidden_score,
    ],
    "tiny_gradient": [
        central_difference,
        zero_output_weight_has_no_gradient,
        zero_hidden_weight_has_no_gradient,
        delta_of_the_rounded_target,
        outer_derivative_in_the_hidden_unit,
        size_of_the_output_weight,
        size_of_the_input,
        gradient_over_its_length,
        gradient_as_a_column,
        gradient_in_single_precision,
        size_of_the_squared_errors_residual,
    ],
    "tiny_hessian": [
        curvature_of_the_output_never_negative,
        bend_of_the_output,
        upper_triangle_only,
        mixed_derivative_without_the_input,
        bend_without_the_output_weight,
        curvature_of_a_certain_target,
        differences_of_the_gradient,
        cross_entropy_curvature_by_the_target,
        positive_part_of_the_eigenvalues,
        extrapolated_differences,
        zero_hidden_weight_has_no_curvature,
    ],
}
