import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, failure

OK_FORMAT = False
name = "lenet_parameters"


def counted(counts):
    """The dict, once it has the five layers and an integer for each."""
    layers = ["C1", "C3", "F5", "F6", "F7"]
    if not isinstance(counts, dict) or sorted(counts) != layers:
        raise failure(
            f"lenet_parameters: expected a dict with the keys {layers}",
            f"lenet_parameters：应返回键为 {layers} 的字典",
        )
    for layer in layers:
        if not isinstance(counts[layer], (int, np.integer)):
            kind = type(counts[layer]).__name__
            raise failure(f"{layer}: expected an integer, got {kind}", f"{layer}：应为整数，得到 {kind}")
    return counts


@test_case(name="public: C1 by hand", points=0, hidden=False)
def test_first_layer(conv_parameters):
    compare("conv_parameters(1, 6, 5, False)", conv_parameters(1, 6, 5, False), 150)
    compare("conv_parameters(1, 6, 5, True)", conv_parameters(1, 6, 5, True), 156)


@test_case(name="public: one layer with two input maps", points=0, hidden=False)
def test_two_maps(conv_parameters):
    # three filters, each two maps deep: 3 * 2 * 4 weights and 3 biases
    compare("conv_parameters(2, 3, 2, True)", conv_parameters(2, 3, 2, True), 27)


@test_case(name="public: a dict of integers for the five layers", points=0, hidden=False)
def test_layers(lenet_parameters):
    counts = counted(lenet_parameters(True))
    compare("C1", counts["C1"], 156)


@test_case(name="public: C1 without its biases", points=0, hidden=False)
def test_no_biases(lenet_parameters):
    compare("C1", counted(lenet_parameters(False))["C1"], 150)
