"""Wrong answers to `elastic_net`, written from the prompt alone."""

import numpy as np


def _objective(X, y, w, alpha, rho):
    r = X @ w - y
    return r @ r / (2 * len(y)) + alpha * rho * np.abs(w).sum() + alpha * (1 - rho) / 2 * (w @ w)


def residual_is_centred(X, y, w, alpha, rho):
    r = X @ w - y
    r = r - r.mean()
    return r @ r / (2 * len(y)) + alpha * rho * np.abs(w).sum() + alpha * (1 - rho) / 2 * (w @ w)


def absolute_value_of_the_sum(X, y, w, alpha, rho):
    r = X @ w - y
    return r @ r / (2 * len(y)) + alpha * rho * abs(w.sum()) + alpha * (1 - rho) / 2 * (w @ w)


def sum_squared_for_sum_of_squares(X, y, w, alpha, rho):
    r = X @ w - y
    return r @ r / (2 * len(y)) + alpha * rho * np.abs(w).sum() + alpha * (1 - rho) / 2 * w.sum() ** 2


def weights_in_the_type_of_the_features(X, y, w, alpha, rho):
    return _objective(X, y, w.astype(X.dtype), alpha, rho)


def targets_in_the_type_of_the_features(X, y, w, alpha, rho):
    return _objective(X, y.astype(X.dtype), w, alpha, rho)


def tiny_weights_set_to_zero(X, y, w, alpha, rho):
    return _objective(X, y, np.where(np.abs(w) < 0.1, 0, w), alpha, rho)


def targets_as_a_column(X, y, w, alpha, rho):
    r = X @ w - y[:, None]
    return (r**2).sum() / (2 * len(y)) + alpha * rho * np.abs(w).sum() + alpha * (1 - rho) / 2 * (w @ w)


def lasso_has_no_penalty(X, y, w, alpha, rho):
    return _objective(X, y, w, alpha if 0 <= rho < 1 else 0, rho)


def share_zero_taken_for_missing(X, y, w, alpha, rho):
    return _objective(X, y, w, alpha, rho or 0.5)


def no_penalty_no_objective(X, y, w, alpha, rho):
    return _objective(X, y, w, alpha, rho) if alpha else 0.0


def number_of_nonzero_weights(X, y, w, alpha, rho):
    r = X @ w - y
    return r @ r / (2 * len(y)) + alpha * rho * np.count_nonzero(w) + alpha * (1 - rho) / 2 * (w @ w)


def strength_cut_at_one(X, y, w, alpha, rho):
    return _objective(X, y, w, min(alpha, 1.0), rho)


def absolute_residuals(X, y, w, alpha, rho):
    r = np.abs(X @ w - y).sum() ** 2
    return r / (2 * len(y)) + alpha * rho * np.abs(w).sum() + alpha * (1 - rho) / 2 * (w @ w)


def whole_division_for_integers(X, y, w, alpha, rho):
    r = X @ w - y
    return r @ r // (2 * len(y)) + alpha * rho * np.abs(w).sum() + alpha * (1 - rho) / 2 * (w @ w)


def single_precision(X, y, w, alpha, rho):
    return _objective(*(np.asarray(a, dtype=np.float32) for a in (X, y, w)), alpha, rho)


def single_sample_half_the_penalty(X, y, w, alpha, rho):
    return _objective(X, y, w, alpha / 2 if len(y) == 1 else alpha, rho)


def single_feature_is_lasso(X, y, w, alpha, rho):
    return _objective(X, y, w, alpha, 1.0 if len(w) == 1 else rho)


def large_residuals_are_cut(X, y, w, alpha, rho):
    r = np.clip(X @ w - y, -50, 50)
    return _objective(X, X @ w - r, w, alpha, rho)


def residual_in_the_type_of_the_weights(X, y, w, alpha, rho):
    r = (X @ w - y).astype(w.dtype)
    return _objective(X, X @ w - r, w, alpha, rho)


def residual_in_the_type_of_the_targets(X, y, w, alpha, rho):
    residual = np.empty_like(y)
    residual[:] = X @ w - y
    return float(residual @ residual / (2 * len(y)) + _objective(X, X @ w, w, alpha, rho))


def weights_in_the_type_of_the_targets(X, y, w, alpha, rho):
    return _objective(X, y, w.astype(y.dtype), alpha, rho)


def targets_in_the_type_of_the_weights(X, y, w, alpha, rho):
    return _objective(X, y.astype(w.dtype), w, alpha, rho)


def without_weights_no_objective(X, y, w, alpha, rho):
    return _objective(X, y, w, alpha, rho) if np.any(w) else 0.0


WRONG = {
    "elastic_net_objective": [
        residual_is_centred,
        absolute_value_of_the_sum,
        sum_squared_for_sum_of_squares,
        weights_in_the_type_of_the_features,
        targets_in_the_type_of_the_features,
        tiny_weights_set_to_zero,
        targets_as_a_column,
        lasso_has_no_penalty,
        share_zero_taken_for_missing,
        no_penalty_no_objective,
        number_of_nonzero_weights,
        strength_cut_at_one,
        absolute_residuals,
        whole_division_for_integers,
        single_precision,
        single_sample_half_the_penalty,
        single_feature_is_lasso,
        large_residuals_are_cut,
        residual_in_the_type_of_the_weights,
        residual_in_the_type_of_the_targets,
        weights_in_the_type_of_the_targets,
        targets_in_the_type_of_the_weights,
        without_weights_no_objective,
    ]
}
