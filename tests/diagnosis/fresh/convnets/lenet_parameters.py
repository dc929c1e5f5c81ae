"""Counts of parameters as students write them."""

from tests.diagnosis.verdicts import written


def conv(cin, cout, k, bias):
    return (k * k * cin + 1) * cout if bias else k * k * cin * cout


@written("pair", function="lenet_parameters", names=("input-of-28", "linear-bias-missing"))
def mnist_size_and_no_linear_bias(bias):
    params = {}
    params["C1"] = conv(1, 6, 5, bias)
    params["C3"] = conv(6, 16, 5, bias)
    params["F5"] = 4 * 4 * 16 * 120
    params["F6"] = 120 * 84
    params["F7"] = 84 * 10
    return params
