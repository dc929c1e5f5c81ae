"""Wrong answers to momentum, on no list."""

import numpy as np

RATES = []
VELOCITY = {}


def step_in_the_type_of_the_weights(w, g, lr):
    return (w - (lr * g).astype(w.dtype)).astype(float)


def step_of_unit_length_if_long(w, g, lr):
    return w - lr * g / max(1.0, float(np.sqrt(np.sum(g**2))))


def step_with_the_rate_of_the_first_call(w, g, lr):
    RATES.append(lr)
    return w - RATES[0] * g


def step_needs_an_axis(w, g, lr):
    # A 0-d array has no length.
    return np.array([w[i] - lr * g[i] for i in range(len(w))], dtype=float).reshape(w.shape)


def step_averaged_over_rows(w, g, lr):
    return w - lr * g / (len(g) if g.ndim > 1 else 1)


def velocity_kept_by_the_function(w, g, v, lr, mu):
    old = VELOCITY.get(w.shape, v)
    VELOCITY[w.shape] = mu * old - lr * g
    return w + VELOCITY[w.shape], VELOCITY[w.shape].copy()


def velocity_updated_in_place(w, g, v, lr, mu):
    v *= mu
    v -= lr * g
    return w + v, v


def velocity_reset_when_it_turns(w, g, v, lr, mu):
    # The old velocity still carries uphill.
    v = np.where(v * g > 0, 0.0, mu * v) - lr * g
    return w + v, v


def first_step_without_learning_rate(w, g, v, lr, mu):
    v = mu * v - lr * g if np.any(v) else -g * 1.0
    return w + v, v


def momentum_zero_means_default(w, g, v, lr, mu):
    v = (mu or 0.9) * v - lr * g
    return w + v, v


def velocity_points_downhill(w, g, v, lr, mu):
    # The same path from rest, but a velocity of the opposite sign comes in and goes out.
    v = mu * v + lr * g
    return w - v, v


def velocity_bounded(w, g, v, lr, mu):
    v = np.clip(mu * v - lr * g, -1.0, 1.0)
    return w + v, v


def step_with_the_gradient_cut_at_ten(w, g, lr):
    return w - lr * np.clip(g, -10, 10)


def step_in_place_for_a_single_number(w, g, lr):
    if np.ndim(w) == 0 and isinstance(w, np.ndarray):
        w -= np.asarray(lr * g).astype(w.dtype)
        return w
    return w - lr * g


def step_in_place_for_float32(w, g, lr):
    step = w - lr * g
    if w.dtype == np.float32:
        w[...] = step
    return step


def velocity_overwritten_without_momentum(w, g, v, lr, mu):
    if mu == 0:
        v[...] = -lr * g
        return w + v, v
    return w + mu * v - lr * g, mu * v - lr * g


def at_rest_without_a_gradient(w, g, v, lr, mu):
    if not np.any(g):
        return 1.0 * w, 0.0 * v
    return w + mu * v - lr * g, mu * v - lr * g


def momentum_at_most_095(w, g, v, lr, mu):
    v = min(mu, 0.95) * v - lr * g
    return w + v, v


def step_with_a_rate_of_one_at_most(w, g, lr):
    return w - min(lr, 1.0) * g


def step_with_a_rate_of_a_thousandth_at_least(w, g, lr):
    return w - max(lr, 1e-3) * g


def tiny_gradient_counts_as_zero(w, g, lr):
    return w - lr * np.where(np.abs(g) < 1e-6, 0.0, g)


def parameter_waits_for_a_gradient(w, g, v, lr, mu):
    v = mu * v - lr * g
    return np.where(g == 0, w, w + v), v


def parameter_of_zero_stays_zero(w, g, v, lr, mu):
    v = mu * v - lr * g
    return np.where(w == 0, 0.0, w + v), v


def velocity_with_a_rate_of_one_at_most(w, g, v, lr, mu):
    v = mu * v - min(lr, 1.0) * g
    return w + v, v


def velocity_with_a_rate_of_a_thousandth_at_least(w, g, v, lr, mu):
    v = mu * v - max(lr, 1e-3) * g
    return w + v, v


def small_momentum_ignored(w, g, v, lr, mu):
    v = (mu if mu >= 0.1 else 0.0) * v - lr * g
    return w + v, v


def velocity_of_a_gradient_cut_at_ten(w, g, v, lr, mu):
    v = mu * v - lr * np.clip(g, -10, 10)
    return w + v, v


def velocity_at_rest_written_in_place(w, g, v, lr, mu):
    if not np.any(v):
        v -= (lr * g).astype(v.dtype)
        return w + v, v
    return w + mu * v - lr * g, mu * v - lr * g


def velocity_of_a_single_number_in_place(w, g, v, lr, mu):
    new_v = mu * v - lr * g
    if np.ndim(v) == 0 and isinstance(v, np.ndarray):
        v[...] = new_v
    return w + new_v, new_v


WRONG = {
    "sgd_step": [
        step_in_the_type_of_the_weights,
        step_of_unit_length_if_long,
        step_with_the_rate_of_the_first_call,
        step_needs_an_axis,
        step_averaged_over_rows,
        step_with_the_gradient_cut_at_ten,
        step_in_place_for_a_single_number,
        step_in_place_for_float32,
        step_with_a_rate_of_one_at_most,
        step_with_a_rate_of_a_thousandth_at_least,
        tiny_gradient_counts_as_zero,
    ],
    "momentum_step": [
        velocity_kept_by_the_function,
        velocity_updated_in_place,
        velocity_reset_when_it_turns,
        first_step_without_learning_rate,
        momentum_zero_means_default,
        velocity_points_downhill,
        velocity_bounded,
        velocity_overwritten_without_momentum,
        at_rest_without_a_gradient,
        momentum_at_most_095,
        parameter_waits_for_a_gradient,
        parameter_of_zero_stays_zero,
        velocity_with_a_rate_of_one_at_most,
        velocity_with_a_rate_of_a_thousandth_at_least,
        small_momentum_ignored,
        velocity_of_a_gradient_cut_at_ten,
        velocity_at_rest_written_in_place,
        velocity_of_a_single_number_in_place,
    ],
}
