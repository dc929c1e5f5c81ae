"""Wrong answers to preactivation_std, written from the prompt alone."""

import math


def no_bias_means_the_default(n, var_w, var_x, var_b):
    return math.sqrt(n * var_w * var_x + (var_b or 1.0))


def inputs_taken_as_standardised(n, var_w, var_x, var_b):
    return math.sqrt(n * var_w + var_b)


def one_degree_of_freedom_less(n, var_w, var_x, var_b):
    return math.sqrt(max(n - 1, 1) * var_w * var_x + var_b)  # right for n = 1


def single_input_without_bias(n, var_w, var_x, var_b):
    return math.sqrt(var_w * var_x) if n == 1 else math.sqrt(n * var_w * var_x + var_b)


def root_of_the_sum_only(n, var_w, var_x, var_b):
    return math.sqrt(n) * var_w * var_x + var_b


def small_constant_under_the_root(n, var_w, var_x, var_b):
    return math.sqrt(n * var_w * var_x + var_b + 1e-3)


def bias_outside_the_root(n, var_w, var_x, var_b):
    return math.sqrt(n * var_w * var_x) + var_b


def bias_counted_as_another_input(n, var_w, var_x, var_b):
    return math.sqrt((n + (var_b > 0)) * var_w * var_x)


def saturated_at_three(n, var_w, var_x, var_b):
    return min(3.0, math.sqrt(n * var_w * var_x + var_b))


def a_small_constant_under_the_root(n, var_w, var_x, var_b):
    return math.sqrt(n * var_w * var_x + var_b + 1e-8)


def bias_forgotten_in_wide_layers(n, var_w, var_x, var_b):
    return math.sqrt(n * var_w * var_x + (var_b if n < 1000 else 0))


def small_bias_neglected(n, var_w, var_x, var_b):
    inputs = n * var_w * var_x
    return math.sqrt(inputs if var_b < 0.01 * inputs else inputs + var_b)


WRONG = {
    "preactivation_std": [
        no_bias_means_the_default,
        inputs_taken_as_standardised,
        one_degree_of_freedom_less,
        single_input_without_bias,
        root_of_the_sum_only,
        small_constant_under_the_root,
        bias_outside_the_root,
        bias_counted_as_another_input,
        saturated_at_three,
        a_small_constant_under_the_root,
        bias_forgotten_in_wide_layers,
        small_bias_neglected,
    ]
}
