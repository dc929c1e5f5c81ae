"""Output sizes written last."""

from tests.diagnosis.verdicts import written


@written("pair", function="conv_output_size", names=("padded-on-one-side", "rounded-to-nearest"))
def one_side_and_round(size, kernel, stride, padding):
    return int(round((size - kernel + padding) / stride)) + 1
