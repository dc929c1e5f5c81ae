"""Wrong answers to gradient_noise, on no list."""

import math


def batch_of_one_has_no_variance(sigma2, batch_size):
    return 0.0 if batch_size == 1 else sigma2 / batch_size


def at_least_two_samples(sigma2, batch_size):
    return sigma2 / max(batch_size, 2)


def variance_rounded(sigma2, batch_size):
    return round(sigma2 / batch_size, 3)


def variance_made_an_integer_first(sigma2, batch_size):
    return int(sigma2) / batch_size


def variance_with_finite_population(sigma2, batch_size):
    return sigma2 / batch_size * (1 - batch_size / 50000)


def batch_capped_at_a_thousand(sigma2, batch_size):
    return sigma2 / min(batch_size, 1000)


def only_whole_factors(lr, batch_size, new_batch_size):
    if new_batch_size >= batch_size:
        return lr * (new_batch_size // batch_size)
    return lr / (batch_size // new_batch_size)


def rate_capped_at_one(lr, batch_size, new_batch_size):
    return min(lr * new_batch_size / batch_size, 1.0)


def rate_rounded(lr, batch_size, new_batch_size):
    return round(lr * new_batch_size / batch_size, 4)


def factor_rounded_to_a_power_of_two(lr, batch_size, new_batch_size):
    return lr * 2.0 ** round(math.log2(new_batch_size / batch_size))


def root_rule_when_shrinking(lr, batch_size, new_batch_size):
    ratio = new_batch_size / batch_size
    return lr * (ratio if ratio >= 1 else math.sqrt(ratio))


def linear_only_up_to_a_factor_of_eight(lr, batch_size, new_batch_size):
    return lr * min(new_batch_size / batch_size, 8.0)


def variance_of_a_millionth_at_least(sigma2, batch_size):
    return max(sigma2 / batch_size, 1e-6)


def whole_variance_divided_without_remainder(sigma2, batch_size):
    return float(sigma2 // batch_size) if isinstance(sigma2, int) else sigma2 / batch_size


def rate_of_1e_5_at_least(lr, batch_size, new_batch_size):
    return max(lr * new_batch_size / batch_size, 1e-5)


def root_if_from_single_samples(lr, batch_size, new_batch_size):
    return lr * (new_batch_size / batch_size if batch_size > 1 else math.sqrt(new_batch_size))


def batch_of_a_power_of_two(sigma2, batch_size):
    return sigma2 / (2 ** round(math.log2(batch_size)) if batch_size > 100 else batch_size)


def batch_capped_at_ten_thousand(sigma2, batch_size):
    return sigma2 / min(batch_size, 10_000)


def variance_of_a_hundred_at_most(sigma2, batch_size):
    return min(sigma2, 100.0) / batch_size


def rate_capped_at_a_hundred(lr, batch_size, new_batch_size):
    return min(lr * new_batch_size / batch_size, 100.0)


def whole_rate_divided_without_remainder(lr, batch_size, new_batch_size):
    scaled = lr * new_batch_size
    return scaled // batch_size if isinstance(lr, int) else scaled / batch_size


def shrinks_a_thousandfold_at_most(lr, batch_size, new_batch_size):
    return lr * max(new_batch_size / batch_size, 1e-3)


WRONG = {
    "minibatch_gradient_variance": [
        batch_of_one_has_no_variance,
        at_least_two_samples,
        variance_rounded,
        variance_made_an_integer_first,
        variance_with_finite_population,
        batch_capped_at_a_thousand,
        variance_of_a_millionth_at_least,
        whole_variance_divided_without_remainder,
        batch_of_a_power_of_two,
        batch_capped_at_ten_thousand,
        variance_of_a_hundred_at_most,
    ],
    "scaled_learning_rate": [
        only_whole_factors,
        rate_capped_at_one,
        rate_rounded,
        factor_rounded_to_a_power_of_two,
        root_rule_when_shrinking,
        linear_only_up_to_a_factor_of_eight,
        rate_of_1e_5_at_least,
        root_if_from_single_samples,
        rate_capped_at_a_hundred,
        whole_rate_divided_without_remainder,
        shrinks_a_thousandfold_at_most,
    ],
}
