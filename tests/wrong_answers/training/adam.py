"""Wrong answers to adam, on no list."""

import numpy as np

STEPS = []
FIRST_RATE = []


def moments(g, m, v, beta1, beta2):
    return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2


def move(w, m, v, t, lr, beta1, beta2, eps):
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)


def counts_its_own_calls(w, g, m, v, t, lr, beta1, beta2, eps):
    STEPS.append(t)
    m, v = moments(g, m, v, beta1, beta2)
    return move(w, m, v, len(STEPS), lr, beta1, beta2, eps), m, v


def learning_rate_of_the_first_call(w, g, m, v, t, lr, beta1, beta2, eps):
    FIRST_RATE.append(lr)
    m, v = moments(g, m, v, beta1, beta2)
    return move(w, m, v, t, FIRST_RATE[0], beta1, beta2, eps), m, v


def correction_only_while_early(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    if t > 5:
        return w - lr * m / (np.sqrt(v) + eps), m, v
    return move(w, m, v, t, lr, beta1, beta2, eps), m, v


def epsilon_squared_under_the_root(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    return w - lr * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t) + eps**2), m, v


def zero_gradient_freezes_the_parameter(w, g, m, v, t, lr, beta1, beta2, eps):
    # A gradient that is 0 now, but was not before, still moves the parameter by its first moment.
    new_m, new_v = moments(g, m, v, beta1, beta2)
    return np.where(g == 0, w, move(w, new_m, new_v, t, lr, beta1, beta2, eps)), new_m, new_v


def zero_gradient_keeps_the_moments(w, g, m, v, t, lr, beta1, beta2, eps):
    new_m, new_v = moments(g, m, v, beta1, beta2)
    moved = move(w, new_m, new_v, t, lr, beta1, beta2, eps)
    return moved, np.where(g == 0, m, new_m), np.where(g == 0, v, new_v)


def beta_zero_means_default(w, g, m, v, t, lr, beta1, beta2, eps):
    beta1 = beta1 or 0.9
    beta2 = beta2 or 0.999
    m, v = moments(g, m, v, beta1, beta2)
    return move(w, m, v, t, lr, beta1, beta2, eps), m, v


def second_moment_never_falls(w, g, m, v, t, lr, beta1, beta2, eps):
    new_m, new_v = moments(g, m, v, beta1, beta2)
    new_v = np.maximum(v, new_v)
    return move(w, new_m, new_v, t, lr, beta1, beta2, eps), new_m, new_v


def looks_ahead_like_nesterov(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    ahead = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    return w - lr * ahead / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def one_second_moment_for_all_entries(w, g, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.full_like(v, np.mean(g**2))
    return move(w, m, v, t, lr, beta1, beta2, eps), m, v


def tiny_gradients_count_as_zero(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(np.where(np.abs(g) < 1e-7, 0.0, g), m, v, beta1, beta2)
    return move(w, m, v, t, lr, beta1, beta2, eps), m, v


def needs_an_axis(w, g, m, v, t, lr, beta1, beta2, eps):
    # A 0-d array has no length.
    m, v = moments(g, m, v, beta1, beta2)
    rows = [move(w[i], m[i], v[i], t, lr, beta1, beta2, eps) for i in range(len(w))]
    return np.array(rows, dtype=float).reshape(w.shape), m, v


def corrections_exchanged(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    return w - lr * (m / (1 - beta2**t)) / (np.sqrt(v / (1 - beta1**t)) + eps), m, v


def _adam(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def no_step_where_nothing_slopes(w, g, m, v, t, lr, beta1, beta2, eps):
    if not np.any(g):
        return 1.0 * w, 1.0 * m, 1.0 * v
    return _adam(w, g, m, v, t, lr, beta1, beta2, eps)


def late_steps_uncorrected(w, g, m, v, t, lr, beta1, beta2, eps):
    return _adam(w, g, m, v, t if t < 50 else 10**9, lr, beta1, beta2, eps)


def gradient_cut_at_a_million(w, g, m, v, t, lr, beta1, beta2, eps):
    return _adam(w, np.clip(g, -1e6, 1e6), m, v, t, lr, beta1, beta2, eps)


def epsilon_of_1e_8_at_least(w, g, m, v, t, lr, beta1, beta2, eps):
    return _adam(w, g, m, v, t, lr, beta1, beta2, max(eps, 1e-8))


def learning_rate_of_one_at_most(w, g, m, v, t, lr, beta1, beta2, eps):
    return _adam(w, g, m, v, t, min(lr, 1.0), beta1, beta2, eps)


def single_number_moved_in_place(w, g, m, v, t, lr, beta1, beta2, eps):
    new_w, m, v = _adam(w, g, m, v, t, lr, beta1, beta2, eps)
    if np.ndim(w) == 0 and isinstance(w, np.ndarray) and w.dtype.kind == "f":
        w[...] = new_w
    return new_w, m, v


def float32_moved_in_place(w, g, m, v, t, lr, beta1, beta2, eps):
    new_w, m, v = _adam(w, g, m, v, t, lr, beta1, beta2, eps)
    if np.asarray(w).dtype == np.float32 and np.ndim(w):
        w[...] = new_w
    return new_w, m, v


WRONG = {
    "adam_step": [
        counts_its_own_calls,
        learning_rate_of_the_first_call,
        correction_only_while_early,
        epsilon_squared_under_the_root,
        zero_gradient_freezes_the_parameter,
        zero_gradient_keeps_the_moments,
        beta_zero_means_default,
        second_moment_never_falls,
        looks_ahead_like_nesterov,
        one_second_moment_for_all_entries,
        tiny_gradients_count_as_zero,
        needs_an_axis,
        corrections_exchanged,
        no_step_where_nothing_slopes,
        late_steps_uncorrected,
        gradient_cut_at_a_million,
        epsilon_of_1e_8_at_least,
        learning_rate_of_one_at_most,
        single_number_moved_in_place,
        float32_moved_in_place,
    ]
}
