"""Wrong answers to ema, on no list."""

import numpy as np

LAST = [0.0]


def averages(values, beta, start=0.0):
    out, m = [], start
    for g in values:
        m = beta * m + (1 - beta) * float(g)
        out.append(m)
    return np.array(out)


def goes_on_from_the_last_call(values, beta):
    out = averages(values, beta, LAST[0])
    LAST[0] = out[-1]
    return out


def forgets_after_the_window(values, beta):
    k = max(1, round(1 / (1 - beta)))
    weights = (1 - beta) * beta ** np.arange(k)
    return np.convolve(values, weights)[: len(values)]


def one_sum_divided_by_powers(values, beta):
    # beta ** -i is infinite for beta = 0 and overflows for a small beta.
    powers = beta ** np.arange(len(values), dtype=float)
    return (1 - beta) * powers * np.cumsum(values / powers)


def beta_zero_means_default_average(values, beta):
    return averages(values, beta or 0.9)


def zeros_are_no_values(values, beta):
    out, m = [], 0.0
    for g in values:
        m = beta * m + (1 - beta) * g if g != 0 else m
        out.append(m)
    return np.array(out, dtype=float)


def weights_by_logarithm(beta, k):
    # exp(0 log 0) is NaN.
    with np.errstate(all="ignore"):
        return (1 - beta) * np.exp(np.arange(k) * np.log(beta))


def last_weight_takes_the_rest(beta, k):
    weights = (1 - beta) * beta ** np.arange(k, dtype=float)
    weights[-1] = beta ** (k - 1.0)
    return weights


def weights_beyond_the_window_are_zero(beta, k):
    weights = (1 - beta) * beta ** np.arange(k, dtype=float)
    return np.where(np.arange(k) <= 1 / (1 - beta), weights, 0.0)


def weights_rounded(beta, k):
    return np.round((1 - beta) * beta ** np.arange(k, dtype=float), 4)


def window_of_no_memory_is_zero(beta):
    return 1 / (1 - beta) if beta > 0 else 0.0


def window_by_decay_time(beta):
    return -1 / np.log(beta) if beta > 0 else 1.0


def window_rounded_to_tenths(beta):
    return round(1 / (1 - beta), 1)


def sums_scaled_by_rising_powers(values, beta):
    values = np.asarray(values, dtype=float)
    if beta == 0:
        return values.copy()
    steps = np.arange(1.0, len(values) + 1)
    return (1 - beta) * np.cumsum(values * beta**-steps) * beta**steps  # overflows in long sequences


def ten_windows_long(values, beta):
    weights = (1 - beta) * beta ** np.arange(int(np.ceil(10 / (1 - beta))))
    return np.convolve(np.asarray(values, dtype=float), weights)[: len(values)]


def weights_beyond_ten_windows_are_zero(beta, k):
    steps = np.arange(k)
    return np.where(steps > 10 / (1 - beta), 0.0, (1 - beta) * beta**steps)


def many_weights_sum_to_one(beta, k):
    weights = (1 - beta) * beta ** np.arange(k)
    return weights / weights.sum() if k > 50 else weights


def window_of_a_thousand_at_most(beta):
    return min(1 / (1 - beta), 1000.0)


def window_by_the_logarithm_near_one(beta):
    return -1 / np.log(beta) if beta > 0.99 else 1 / (1 - beta)


def forgets_after_a_hundred(values, beta):
    weights = (1 - beta) * float(beta) ** np.arange(min(len(values), 100))
    return np.convolve(values, weights)[: len(values)]


def _recursion(values, beta):
    m, averages = 0.0, []
    for g in values:
        m = beta * m + (1 - beta) * g
        averages.append(m)
    return np.array(averages)


def values_cut_at_a_thousand(values, beta):
    return _recursion(np.clip(values, -1e3, 1e3), beta)


def decay_of_99_percent_at_most(values, beta):
    return _recursion(values, min(beta, 0.99))


def float32_averaged_in_place(values, beta):
    averages = _recursion(values, beta)
    if values.dtype == np.float32:
        values[...] = averages
    return averages


def weights_of_small_decays_ignored(beta, k):
    beta = beta if beta >= 0.1 else 0.0
    return (1 - beta) * beta ** np.arange(k)


def weights_of_a_decay_below_995(beta, k):
    beta = min(beta, 0.995)
    return (1 - beta) * beta ** np.arange(k)


def window_to_six_decimals(beta):
    return round(1 / (1 - beta), 6)


def long_window_rounded(beta):
    return 1 / (1 - beta) if beta < 0.95 else float(round(1 / (1 - beta)))


def window_of_ten_thousand_at_most(beta):
    return min(1 / (1 - beta), 1e4)


def small_decay_has_no_memory(beta):
    return 1 / (1 - beta) if beta >= 0.1 else 1.0


WRONG = {
    "ema": [
        goes_on_from_the_last_call,
        forgets_after_the_window,
        one_sum_divided_by_powers,
        beta_zero_means_default_average,
        zeros_are_no_values,
        sums_scaled_by_rising_powers,
        ten_windows_long,
        forgets_after_a_hundred,
        values_cut_at_a_thousand,
        decay_of_99_percent_at_most,
        float32_averaged_in_place,
    ],
    "ema_weights": [
        weights_by_logarithm,
        last_weight_takes_the_rest,
        weights_beyond_the_window_are_zero,
        weights_rounded,
        weights_beyond_ten_windows_are_zero,
        many_weights_sum_to_one,
        weights_of_small_decays_ignored,
        weights_of_a_decay_below_995,
    ],
    "effective_window": [
        window_of_no_memory_is_zero,
        window_by_decay_time,
        window_rounded_to_tenths,
        window_of_a_thousand_at_most,
        window_by_the_logarithm_near_one,
        window_to_six_decimals,
        long_window_rounded,
        window_of_ten_thousand_at_most,
        small_decay_has_no_memory,
    ],
}
