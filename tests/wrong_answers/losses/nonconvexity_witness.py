"""Wrong answers to `nonconvexity_witness`, written from the prompt alone."""

import numpy as np

_CALLS = []
A, B, T = np.array([10.0, 13.3]), np.array([-4.5, -17.6]), 0.33  # above the chord for both losses; 1 - T is not


def witness_of_the_example(loss):
    return np.array([2.0, 0.5]), np.array([0.5, 2.0]), 0.5


def share_of_the_other_point(loss):
    return A.copy(), B.copy(), 1 - T


def points_swapped(loss):
    return B.copy(), A.copy(), T


def an_end_of_the_segment(loss):
    return A.copy(), B.copy(), 1.0


def middle_of_one_and_the_same_point(loss):
    return A.copy(), A.copy(), 0.5


def points_outside_the_box(loss):
    return 10 * A, 10 * B, T


def squared_error_only(loss):
    return (A.copy(), B.copy(), T) if loss == "mse" else (np.array([1.0, 2.0]), np.array([2.0, -1.0]), 0.5)


def cross_entropy_only(loss):
    return (A.copy(), B.copy(), T) if loss == "ce" else (np.array([1.0, 2.0]), np.array([2.0, -1.0]), 0.5)


def share_forgotten(loss):
    return A.copy(), B.copy()


def points_are_columns(loss):
    return A[:, None].copy(), B[:, None].copy(), T


def middle_point_for_the_share(loss):
    return A.copy(), B.copy(), T * A + (1 - T) * B


def gap_lost_in_rounding(loss):
    a = np.array([0.0, -3.0])
    return a, a + np.array([1e-4, 1e-4]), 0.5


def share_beyond_the_segment(loss):
    return A.copy(), B.copy(), -0.2


def an_edge_that_is_not_a_number(loss):
    return A.copy(), np.array([np.nan, 0.0]), 0.5


def only_the_first_call_answers(loss):
    _CALLS.append(loss)
    return (A.copy(), B.copy(), T) if len(_CALLS) == 1 else (A.copy(), A.copy(), T)


def point_where_the_loss_is_flat(loss):
    return np.array([-50.0, -60.0])


def curvature_hardly_negative(loss):
    return np.array([-4.6, -1.0]) if loss == "mse" else np.array([-5.0, -4.3])


def bent_for_cross_entropy_only(loss):
    return np.array([-2.0, -4.0])[::-1].copy() if loss == "ce" else np.array([-4.6, -1.0])


def bent_for_squared_error_only(loss):
    return np.array([0.0, -3.0]) if loss == "mse" else np.array([1.0, 3.0])


def bent_for_target_zero(loss):
    return np.array([1.0, 3.0])


def point_outside_the_box(loss):
    return np.array([0.0, -300.0])


def point_as_a_row(loss):
    return np.array([[0.0, -3.0]])


def direction_of_negative_curvature(loss):
    return np.array([0.6, 0.8])


def two_points_at_once(loss):
    return np.array([0.0, -3.0, 0.0, 0.0])


def the_eigenvalue_itself(loss):
    return -0.035


WRONG = {
    "nonconvexity_witness": [
        witness_of_the_example,
        share_of_the_other_point,
        points_swapped,
        an_end_of_the_segment,
        middle_of_one_and_the_same_point,
        points_outside_the_box,
        squared_error_only,
        cross_entropy_only,
        share_forgotten,
        points_are_columns,
        middle_point_for_the_share,
        gap_lost_in_rounding,
        share_beyond_the_segment,
        an_edge_that_is_not_a_number,
        only_the_first_call_answers,
    ],
    "negative_curvature_point": [
        point_where_the_loss_is_flat,
        curvature_hardly_negative,
        bent_for_cross_entropy_only,
        bent_for_squared_error_only,
        bent_for_target_zero,
        point_outside_the_box,
        point_as_a_row,
        direction_of_negative_curvature,
        two_points_at_once,
        the_eigenvalue_itself,
    ],
}
