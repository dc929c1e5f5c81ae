"""Wrong answers to lenet_parameters, written from the prompt alone."""

import numpy as np


def bias_as_one_more_input_map(c_in, c_out, kernel, bias):
    return (c_in + int(bias)) * kernel**2 * c_out


def pointwise_kernels_without_bias(c_in, c_out, kernel, bias):
    return c_in * c_out * kernel**2 + (c_out if bias and kernel > 1 else 0)


def depthwise_if_maps_agree(c_in, c_out, kernel, bias):
    pairs = c_out if c_in == c_out else c_in * c_out
    return pairs * kernel**2 + c_out * int(bias)


def kernel_perimeter(c_in, c_out, kernel, bias):
    return c_in * c_out * kernel * 2 + c_out * int(bias)


def count_in_sixteen_bits(c_in, c_out, kernel, bias):
    return int(np.array(c_in * kernel**2 * c_out + c_out * bool(bias)).astype(np.uint16))


def layers_of_lenet_only(c_in, c_out, kernel, bias):
    known = {(1, 6, 5): 150, (6, 16, 5): 2400}
    return known.get((c_in, c_out, kernel), 0) + (c_out if bias else 0)


def single_map_counts_once(c_in, c_out, kernel, bias):
    weights = kernel**2 if c_in == 1 else c_in * c_out * kernel**2
    return weights + (c_out if bias else 0)


def count_as_a_float(c_in, c_out, kernel, bias):
    return float(c_in * c_out * kernel**2 + (c_out if bias else 0))


WEIGHTS = {"C1": 150, "C3": 2400, "F5": 48000, "F6": 10080, "F7": 840}
BIASES = {"C1": 6, "C3": 16, "F5": 120, "F6": 84, "F7": 10}


def _lenet(bias, **changed):
    return {k: WEIGHTS[k] + (BIASES[k] if bias else 0) for k in WEIGHTS} | changed


def last_layer_without_bias(bias):
    return _lenet(bias, F7=840)


_COUNTS = dict(WEIGHTS)


def biases_added_at_every_call(bias):
    if bias:
        for k in _COUNTS:
            _COUNTS[k] += BIASES[k]
    return dict(_COUNTS)


def pooling_listed_too(bias):
    return _lenet(bias, S2=0, S4=0)


def trainable_pooling_listed_too(bias):
    return _lenet(bias, S2=12, S4=32)


def bias_of_inputs(bias):
    wrong = {"C1": 1, "C3": 6, "F5": 400, "F6": 120, "F7": 84}
    return {k: WEIGHTS[k] + (wrong[k] if bias else 0) for k in WEIGHTS}


def counts_as_floats(bias):
    return {k: float(v) for k, v in _lenet(bias).items()}


def total_added(bias):
    counts = _lenet(bias)
    return counts | {"total": sum(counts.values())}


def in_the_key_style_of_torch(bias):
    return {k.lower(): v for k, v in _lenet(bias).items()}


def no_bias_for_a_single_filter(c_in, c_out, kernel, bias):
    return c_out * c_in * kernel**2 + (c_out if bias and c_out > 1 else 0)


def no_bias_from_one_map_to_one(c_in, c_out, kernel, bias):
    return c_out * c_in * kernel**2 + (c_out if bias and c_in * c_out > 1 else 0)


def counted_in_float32(c_in, c_out, kernel, bias):
    return int(np.float32(c_out * (c_in * kernel**2 + bool(bias))))


WRONG = {
    "conv_parameters": [
        bias_as_one_more_input_map,
        pointwise_kernels_without_bias,
        depthwise_if_maps_agree,
        kernel_perimeter,
        count_in_sixteen_bits,
        layers_of_lenet_only,
        single_map_counts_once,
        count_as_a_float,
        no_bias_for_a_single_filter,
        no_bias_from_one_map_to_one,
        counted_in_float32,
    ],
    "lenet_parameters": [
        last_layer_without_bias,
        biases_added_at_every_call,
        pooling_listed_too,
        trainable_pooling_listed_too,
        bias_of_inputs,
        counts_as_floats,
        total_added,
        in_the_key_style_of_torch,
    ],
}
