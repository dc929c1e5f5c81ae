"""Wrong answers to `gaussian_likelihood`, written from the prompt alone."""

import numpy as np

_CONSTANTS = []


def _mse(y, mu):
    return float(np.mean((np.asarray(y, dtype=float) - np.asarray(mu, dtype=float)) ** 2))


def _nll(mse, var):
    return float(0.5 * np.log(2 * np.pi * var) + mse / (2 * var))


def negative_values_cut(y, mu, var):
    return max(0.0, _nll(_mse(y, mu), var))


def variance_at_least_a_tenth(y, mu, var):
    return _nll(_mse(y, mu), max(var, 0.1))


def small_constant_on_the_variance(y, mu, var):
    return _nll(_mse(y, mu), var + 1e-4)


def constant_divided_by_n(y, mu, var):
    return float(0.5 * np.log(2 * np.pi * var) / len(y) + _mse(y, mu) / (2 * var))


def perfect_fit_costs_nothing(y, mu, var):
    return 0.0 if np.array_equal(y, mu) else _nll(_mse(y, mu), var)


def residual_in_the_type_of_the_targets(y, mu, var):
    r = (np.asarray(y, dtype=float) - mu).astype(y.dtype)
    return _nll(float(np.mean(r.astype(float) ** 2)), var)


def residual_written_into_the_targets(y, mu, var):
    value = _nll(_mse(y, mu), var)
    if y.dtype.kind == "f":
        y -= mu.astype(y.dtype)
    return value


def pi_of_school(y, mu, var):
    return float(0.5 * np.log(2 * 3.14 * var) + _mse(y, mu) / (2 * var))


def error_of_the_means(y, mu, var):
    return _nll(float((np.mean(y) - np.mean(mu)) ** 2), var)


def variance_estimated_from_the_residuals(y, mu, var):
    s = _mse(y, mu)
    return _nll(s, s if s > 0 and len(y) > 1 else var)


def unbiased_mean(y, mu, var):
    n = len(y)
    return _nll(_mse(y, mu) * n / max(1, n - 1), var)


def errors_over_n_minus_one(y, mu):
    r = np.asarray(y, dtype=float) - mu
    return float((r**2).sum() / max(1, len(r) - 1))


def targets_against_all_predictions(y, mu):
    return float(np.mean((np.asarray(y, dtype=float)[:, None] - np.asarray(mu)) ** 2))


def whole_mean_for_integers(y, mu):
    r = y - mu
    return float((r**2).sum() // len(r) if r.dtype.kind == "i" else np.mean(r.astype(float) ** 2))


def residual_cut_to_the_type_of_the_targets(y, mu):
    r = (np.asarray(y, dtype=float) - mu).astype(y.dtype)
    return float(np.mean(r.astype(float) ** 2))


def predictions_cut_to_the_type_of_the_targets(y, mu):
    return _mse(y, mu.astype(y.dtype))


def large_errors_grow_linearly(y, mu):
    r = np.abs(np.asarray(y, dtype=float) - mu)
    return float(np.mean(np.where(r > 3, 6 * r - 9, r**2)))


def nan_for_a_single_sample(y, mu):
    return _mse(y, mu) if len(y) > 1 else float("nan")


def difference_of_the_squares(y, mu):
    return float(abs(np.mean(np.asarray(y, dtype=float) ** 2 - np.asarray(mu, dtype=float) ** 2)))


def relative_to_the_spread_of_the_targets(y, mu):
    spread = float(np.var(y))
    return _mse(y, mu) / spread if spread > 0 else _mse(y, mu)


def squares_the_callers_targets(y, mu):
    value = _mse(y, mu)
    if y.dtype.kind == "f":
        y **= 2
    return value


def variance_outside_the_logarithm(mse, var):
    return float(0.5 * np.log(2 * np.pi) * var + mse / (2 * var))


def whole_division(mse, var):
    return float(0.5 * np.log(2 * np.pi * var) + mse // (2 * var))


def perfect_fit_is_free(mse, var):
    return _nll(mse, var) if mse else 0.0


def first_variance_remembered(mse, var):
    _CONSTANTS.append(var)
    return float(0.5 * np.log(2 * np.pi * _CONSTANTS[0]) + mse / (2 * var))


def likelihood_below_one(mse, var):
    return max(0.0, _nll(mse, var))


def root_of_the_error(mse, var):
    return _nll(mse**0.5, var)


def variance_above_one_only(mse, var):
    return _nll(mse, max(1.0, var))


def residual_in_single_precision(y, mu, var):
    return _nll(_mse(np.asarray(y, dtype=np.float32), np.asarray(mu, dtype=np.float32)), var)


def square_expanded_in_single_precision(y, mu):
    y, mu = np.asarray(y, dtype=np.float32), np.asarray(mu, dtype=np.float32)
    return float(np.mean(y * y - 2 * y * mu + mu * mu))


def many_samples_by_their_median(y, mu):
    r = np.asarray(y, dtype=float) - mu
    return float(np.median(r * r) if len(r) > 500 else np.mean(r * r))


def residual_of_a_hundred_at_most(y, mu):
    r = np.asarray(y, dtype=float) - mu
    return float(np.mean(np.clip(r, -105, 105) ** 2))


def variance_of_a_thousandth_at_least(mse, var):
    return _nll(mse, max(var, 1e-3))


def error_of_ten_thousand_at_most(mse, var):
    return _nll(min(mse, 1e4), var)


def whole_division_of_integers(mse, var):
    whole = isinstance(mse, int) and isinstance(var, int)
    return float((mse // (2 * var) if whole else mse / (2 * var)) + 0.5 * np.log(2 * np.pi * var))


def logarithm_of_the_density(mse, var):
    with np.errstate(all="ignore"):
        return float(-np.log(np.exp(-np.float64(mse) / (2 * var)) / np.sqrt(2 * np.pi * var)))


def variance_of_a_millionth_at_least(y, mu, var):
    return _nll(_mse(y, mu), max(var, 1e-6))


def variance_of_ten_at_most(y, mu, var):
    return _nll(_mse(y, mu), min(var, 10.0))


def residual_in_the_type_of_the_predictions(y, mu, var):
    r = np.zeros_like(mu)
    r[:] = y - mu
    return _nll(float(np.mean(r.astype(float) ** 2)), var)


def residual_cut_to_the_type_of_the_predictions(y, mu):
    r = np.zeros_like(mu)
    r[:] = y - mu
    return float(np.mean(r**2))


def small_constant_added(y, mu):
    return _mse(y, mu) + 1e-8


def right_predictions_do_not_count(y, mu):
    r = (np.asarray(y, dtype=float) - mu) ** 2
    return float(r[r > 0].mean()) if (r > 0).any() else 0.0


def variance_clamped_on_both_sides(mse, var):
    return _nll(mse, min(max(var, 1e-6), 1e6))


WRONG = {
    "gaussian_nll": [
        negative_values_cut,
        variance_at_least_a_tenth,
        small_constant_on_the_variance,
        constant_divided_by_n,
        perfect_fit_costs_nothing,
        residual_in_the_type_of_the_targets,
        residual_written_into_the_targets,
        pi_of_school,
        error_of_the_means,
        variance_estimated_from_the_residuals,
        unbiased_mean,
        residual_in_single_precision,
        variance_of_a_millionth_at_least,
        variance_of_ten_at_most,
        residual_in_the_type_of_the_predictions,
    ],
    "mse": [
        errors_over_n_minus_one,
        targets_against_all_predictions,
        whole_mean_for_integers,
        residual_cut_to_the_type_of_the_targets,
        predictions_cut_to_the_type_of_the_targets,
        large_errors_grow_linearly,
        nan_for_a_single_sample,
        difference_of_the_squares,
        relative_to_the_spread_of_the_targets,
        squares_the_callers_targets,
        square_expanded_in_single_precision,
        many_samples_by_their_median,
        residual_of_a_hundred_at_most,
        residual_cut_to_the_type_of_the_predictions,
        small_constant_added,
        right_predictions_do_not_count,
    ],
    "nll_from_mse": [
        variance_outside_the_logarithm,
        whole_division,
        perfect_fit_is_free,
        first_variance_remembered,
        likelihood_below_one,
        root_of_the_error,
        variance_above_one_only,
        variance_of_a_thousandth_at_least,
        error_of_ten_thousand_at_most,
        whole_division_of_integers,
        logarithm_of_the_density,
        variance_clamped_on_both_sides,
    ],
}
