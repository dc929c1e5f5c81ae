"""Wrong answers to `kernel_trick`, written from the prompt alone."""

import numpy as np

_RNG = np.random.default_rng(1)
_KERNELS = {}


def _distances(X, Z):
    X, Z = np.asarray(X, dtype=float), np.asarray(Z, dtype=float)
    return ((X[:, None, :] - Z[None, :, :]) ** 2).sum(axis=2)


def square_of_the_summed_difference(X, Z, gamma):
    X, Z = np.asarray(X, dtype=float), np.asarray(Z, dtype=float)
    return np.exp(-gamma * (X.sum(axis=1)[:, None] - Z.sum(axis=1)[None, :]) ** 2)


def equal_shapes_mean_equal_points(X, Z, gamma):
    return np.exp(-gamma * _distances(X, X if X.shape == Z.shape else Z))


def upper_half_mirrored(X, Z, gamma):
    K = np.exp(-gamma * _distances(X, Z))
    if len(X) == len(Z):
        K = np.triu(K) + np.triu(K, 1).T
    return K


def diagonal_set_to_one(X, Z, gamma):
    K = np.exp(-gamma * _distances(X, Z))
    if len(X) == len(Z):
        np.fill_diagonal(K, 1.0)
    return K


def single_points_lose_their_axis(X, Z, gamma):
    return np.exp(-gamma * _distances(X, Z)).squeeze()


def small_entries_are_cut(X, Z, gamma):
    K = np.exp(-gamma * _distances(X, Z))
    return np.where(K < 1e-3, 0.0, K)


def far_points_keep_a_floor(X, Z, gamma):
    return np.exp(np.maximum(-gamma * _distances(X, Z), -10.0))


def two_coordinates_only(X, Z, gamma):
    return np.exp(-gamma * _distances(X[:, :2], Z[:, :2]))


def features_scaled_to_unit_range(X, Z, gamma):
    both = np.concatenate([X, Z]).astype(float)
    span = np.where(np.ptp(both, axis=0) > 1, np.ptp(both, axis=0), 1)
    return np.exp(-gamma * _distances(X / span, Z / span))


def scales_the_callers_points(X, Z, gamma):
    K = np.exp(-gamma * _distances(X, Z))
    if X.dtype.kind == "f":
        X *= np.sqrt(gamma)
    return K


def kernel_remembered_by_shape(X, Z, gamma):
    return _KERNELS.setdefault((X.shape, Z.shape, gamma), np.exp(-gamma * _distances(X, Z)))


def whole_width_only(X, Z, gamma):
    return np.exp(-max(1.0, np.floor(gamma)) * _distances(X, Z))


def kernel_rows_normalised(X, Z, gamma):
    K = np.exp(-gamma * _distances(X, Z))
    return K / K.max(axis=1, keepdims=True)


def signed_difference(X):
    return (X[:, :1] - X[:, 1:2]).astype(float)


def distance_from_the_origin(X):
    return np.sqrt((X.astype(float) ** 2).sum(axis=1, keepdims=True))


def linear_combinations(X):
    X = X.astype(float)
    return np.column_stack([X, X.sum(axis=1), X[:, 0] - X[:, 1], 2 * X[:, 0] + 1])


def squares_without_the_product(X):
    X = X.astype(float)
    return np.column_stack([X, X**2])


def product_scaled_by_the_largest(X):
    product = (X[:, 0] * X[:, 1]).astype(float)
    return np.column_stack([X.astype(float), product / max(1e-12, np.abs(X).max()) + np.abs(X).sum() * 1e-3])


def random_map_of_every_call(X):
    W = _RNG.normal(size=(2, 8))
    return np.tanh(X @ W + _RNG.normal(size=8))


def number_of_the_row_in_front(X):
    X = X.astype(float)
    return np.column_stack([np.arange(len(X)), X, X[:, 0] * X[:, 1]])


def centres_the_callers_points(X):
    if X.dtype.kind == "f":
        X -= 0.5
        return np.column_stack([X, X[:, 0] * X[:, 1]])
    return np.column_stack([X - 0.5, (X[:, 0] - 0.5) * (X[:, 1] - 0.5)])


def margin_lost_in_rounding(X):
    X = X.astype(float)
    return np.column_stack([X, 1e-15 * X[:, 0] * X[:, 1]])


def distances_to_the_other_rows(X):
    D = _distances(X, X)
    return np.column_stack([np.sort(D, axis=1)[:, : min(len(X), 3)], X.astype(float)])


def table_of_four_rows(X):
    return np.array([[0.0], [1.0], [1.0], [0.0]])


def whole_numbers(X):
    X = X.astype(int)
    return np.column_stack([X, X[:, 0] * X[:, 1]])


def sixteen_coordinates(X):
    X = X.astype(float)
    return np.column_stack([X, np.repeat((X[:, :1] - X[:, 1:]) ** 2, 14, axis=1)])


def repeated_rows_once(X):
    X = np.unique(X, axis=0).astype(float)
    return np.column_stack([X, X[:, 0] * X[:, 1]])


def kernel_no_narrower_than_ten(X, Z, gamma):
    return np.exp(-min(gamma, 10) * _distances(X, Z))


def jitter_for_one_and_the_same_array(X, Z, gamma):
    same = np.array_equal(X, Z)
    return np.exp(-gamma * _distances(X, Z)) + (1e-3 * np.eye(len(X)) if same else 0)


def many_points_are_standardised(X, Z, gamma):
    scale = np.std(X, axis=0) if len(X) > 20 else 1.0
    return np.exp(-gamma * _distances(X / scale, Z / scale))


def scaled_by_the_largest_entry(X):
    X = np.asarray(X, dtype=float)
    return np.column_stack([X, X[:, 0] * X[:, 1]]) / (np.abs(X).max() or 1.0)


def corners_only(X):
    images = {(0, 0): [0.0], (0, 1): [1.0], (1, 0): [1.0], (1, 1): [0.0]}
    return np.array([images[tuple(row)] for row in np.asarray(X).tolist()])


def second_points_in_the_type_of_the_first(X, Z, gamma):
    return np.exp(-gamma * _distances(X, Z.astype(X.dtype)))


def first_points_in_the_type_of_the_second(X, Z, gamma):
    return np.exp(-gamma * _distances(X.astype(Z.dtype), Z))


def single_second_point_loses_its_axis(X, Z, gamma):
    K = np.exp(-gamma * _distances(X, Z))
    return K[:, 0] if len(Z) == 1 else K


def a_number_for_two_single_points(X, Z, gamma):
    K = np.exp(-gamma * _distances(X, Z))
    return float(K[0, 0]) if K.size == 1 else K


WRONG = {
    "rbf_kernel": [
        square_of_the_summed_difference,
        equal_shapes_mean_equal_points,
        upper_half_mirrored,
        diagonal_set_to_one,
        single_points_lose_their_axis,
        small_entries_are_cut,
        far_points_keep_a_floor,
        two_coordinates_only,
        features_scaled_to_unit_range,
        scales_the_callers_points,
        kernel_remembered_by_shape,
        whole_width_only,
        kernel_rows_normalised,
        kernel_no_narrower_than_ten,
        jitter_for_one_and_the_same_array,
        many_points_are_standardised,
        second_points_in_the_type_of_the_first,
        first_points_in_the_type_of_the_second,
        single_second_point_loses_its_axis,
        a_number_for_two_single_points,
    ],
    "lift_xor": [
        signed_difference,
        distance_from_the_origin,
        linear_combinations,
        squares_without_the_product,
        product_scaled_by_the_largest,
        random_map_of_every_call,
        number_of_the_row_in_front,
        centres_the_callers_points,
        margin_lost_in_rounding,
        distances_to_the_other_rows,
        table_of_four_rows,
        whole_numbers,
        sixteen_coordinates,
        repeated_rows_once,
        scaled_by_the_largest_entry,
        corners_only,
    ],
}
