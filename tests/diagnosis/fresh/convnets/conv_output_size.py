"""Output sizes as students compute them."""

import math

from tests.diagnosis.verdicts import written


@written("pair", function="conv_output_size", names=("rounded-up", "one-forgotten"))
def ceil_without_one(size, kernel, stride, padding):
    return math.ceil((size - kernel + 2 * padding) / stride)
