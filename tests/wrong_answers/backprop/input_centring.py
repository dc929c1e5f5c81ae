"""Wrong answers to input_centring, written from the prompt alone."""

import numpy as np


def _hessian(X):
    X = np.asarray(X, dtype=float)
    return X.T @ X / len(X)


def condition_in_the_column_sum_norm(X):
    return float(np.linalg.cond(_hessian(X), 1))  # right for the example and for all diagonal matrices


def eigenvalues_taken_as_sorted(X):
    values = np.linalg.eigvals(_hessian(X)).real
    return float(values[0] / values[-1])  # eigvals does not sort


def curvature_of_a_single_input(X):
    values = np.linalg.eigvalsh(_hessian(X))
    return float(values[-1]) if len(values) == 1 else float(values[-1] / values[0])


def ridge_added(X):
    values = np.linalg.eigvalsh(_hessian(X) + 1e-2 * np.eye(X.shape[1]))
    return float(values[-1] / values[0])


def samples_against_samples(X):
    X = np.asarray(X, dtype=float)
    values = np.linalg.eigvalsh(X @ X.T / len(X))
    return float(values[-1] / values[0])


def condition_with_a_column_of_ones(X):
    X = np.column_stack([X, np.ones(len(X))])
    return float(np.linalg.cond(_hessian(X)))


def condition_of_the_correlations(X):
    X = np.asarray(X, dtype=float)
    return float(np.linalg.cond(_hessian(X / np.sqrt((X**2).mean(axis=0)))))


def condition_capped(X):
    return min(float(np.linalg.cond(_hessian(X))), 100.0)


def product_in_the_type_of_the_inputs(X):
    if X.dtype.kind in "iu":
        X = X.astype(np.int8)  # pixels are small; the product overflows
    values = np.linalg.eigvalsh((X.T @ X).astype(float) / len(X))
    return float(values[-1] / values[0])


def difference_of_the_eigenvalues(X):
    values = np.linalg.eigvalsh(_hessian(X))
    return float(1 + values[-1] - values[0])


def sum_of_squares_instead_of_variance(X):
    X = np.asarray(X, dtype=float)
    s = np.sqrt((X**2).mean(axis=0))  # right for centred columns
    return (X - X.mean(axis=0)) / np.where(s == 0, 1, s)


def one_spread_for_all_columns(X):
    X = np.asarray(X, dtype=float)
    C = X - X.mean(axis=0)
    s = C.std()
    return C / s if s > 0 else C


def constant_column_stops_all(X):
    X = np.asarray(X, dtype=float)
    s = X.std(axis=0)
    return X - X.mean(axis=0) if (s == 0).any() else (X - X.mean(axis=0)) / s


def narrow_columns_taken_as_constant(X):
    X = np.asarray(X, dtype=float)
    s = X.std(axis=0)
    return np.where(s < 0.05, 0.0, (X - X.mean(axis=0)) / np.where(s < 0.05, 1, s))


def single_sample_handed_back(X):
    if len(X) == 1:
        return np.array(X, dtype=float)
    s = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(s == 0, 1, s)


def median_and_spread(X):
    X = np.asarray(X, dtype=float)
    s = X.std(axis=0)
    return (X - np.median(X, axis=0)) / np.where(s == 0, 1, s)


def clipped_to_three_deviations(X):
    X = np.asarray(X, dtype=float)
    s = X.std(axis=0)
    return np.clip((X - X.mean(axis=0)) / np.where(s == 0, 1, s), -3, 3)


_MOMENTS = {}


def moments_of_the_first_call(X):
    X = np.asarray(X, dtype=float)
    mean, s = _MOMENTS.setdefault(X.shape[1], (X.mean(axis=0), X.std(axis=0)))  # as for a training set
    return (X - mean) / np.where(s == 0, 1, s)


def unit_length_columns(X):
    X = np.asarray(X, dtype=float)
    C = X - X.mean(axis=0)
    length = np.linalg.norm(C, axis=0)
    return C / np.where(length == 0, 1, length)


def mean_absolute_deviation(X):
    X = np.asarray(X, dtype=float)
    C = X - X.mean(axis=0)
    s = np.abs(C).mean(axis=0)
    return C / np.where(s == 0, 1, s)  # right for two samples


def small_eigenvalues_raised(X):
    eigenvalues = np.linalg.eigvalsh(_hessian(X))
    return float(eigenvalues[-1] / max(eigenvalues[0], 1e-3))


def condition_number_at_most_ten_thousand(X):
    eigenvalues = np.linalg.eigvalsh(_hessian(X))
    return float(min(eigenvalues[-1] / eigenvalues[0], 1e4))


def constant_by_a_threshold(X):
    std = np.std(X, axis=0, dtype=float)
    narrow = std < 1e-6
    return np.where(narrow, 0.0, (X - np.mean(X, axis=0, dtype=float)) / np.where(narrow, 1, std))


def constant_relative_to_the_mean(X):
    mean, std = np.mean(X, axis=0, dtype=float), np.std(X, axis=0, dtype=float)
    narrow = std <= 1e-4 * np.abs(mean)
    return np.where(narrow, 0.0, (X - mean) / np.where(narrow, 1, std))


def unbiased_for_two_samples(X):
    std = np.std(X, axis=0, ddof=int(len(X) == 2), dtype=float)
    return (X - np.mean(X, axis=0, dtype=float)) / np.where(std == 0, 1, std)


def given_back_if_standardised(X):
    mean, std = np.mean(X, axis=0, dtype=float), np.std(X, axis=0, dtype=float)
    if np.allclose(mean, 0) and np.allclose(std, 1):
        return X
    return (X - mean) / np.where(std == 0, 1, std)


def binary_columns_left_alone(X):
    mean, std = np.mean(X, axis=0, dtype=float), np.std(X, axis=0, dtype=float)
    binary = ((X == 0) | (X == 1)).all(axis=0) & (std > 0)
    return np.where(binary, X, (X - mean) / np.where(std == 0, 1, std))


def constant_columns_divided_by_their_mean(X):
    mean, std = np.mean(X, axis=0, dtype=float), np.std(X, axis=0, dtype=float)
    return (X - mean) / np.where(std == 0, mean, std)  # 0/0 for a column of zeros


WRONG = {
    "hessian_condition_number": [
        condition_in_the_column_sum_norm,
        eigenvalues_taken_as_sorted,
        curvature_of_a_single_input,
        ridge_added,
        samples_against_samples,
        condition_with_a_column_of_ones,
        condition_of_the_correlations,
        condition_capped,
        product_in_the_type_of_the_inputs,
        difference_of_the_eigenvalues,
        small_eigenvalues_raised,
        condition_number_at_most_ten_thousand,
    ],
    "standardise": [
        sum_of_squares_instead_of_variance,
        one_spread_for_all_columns,
        constant_column_stops_all,
        narrow_columns_taken_as_constant,
        single_sample_handed_back,
        median_and_spread,
        clipped_to_three_deviations,
        moments_of_the_first_call,
        unit_length_columns,
        mean_absolute_deviation,
        constant_by_a_threshold,
        constant_relative_to_the_mean,
        unbiased_for_two_samples,
        given_back_if_standardised,
        binary_columns_left_alone,
        constant_columns_divided_by_their_mean,
    ],
}
