"""Oracle: the parameters that torch.nn.Conv2d and torch.nn.Linear allocate, and the published totals of each layer."""

import torch
from otter.test_files import test_case

from autograder.checks import as_count, assert_count, assert_keys, assert_true, seeded

OK_FORMAT = False
name = "lenet_parameters_hidden"
LAYERS = ("C1", "C3", "F5", "F6", "F7")


def conv(c_in, c_out, kernel, bias):
    # on the "meta" device torch allocates shapes only
    layer = torch.nn.Conv2d(c_in, c_out, kernel, bias=bias, device="meta")
    return sum(p.numel() for p in layer.parameters())


def draw(rng):
    """Layers (c_in, c_out, kernel): the six sizes of the first two differ, the third exchanges input and output."""
    a, b, k, *other = (int(p) for p in rng.permutation([2, 3, 5, 7, 11, 13]))
    return (a, b, k), tuple(other), (b, a, k)


def check_layer(lenet_parameters, layer, without, with_bias):
    """Both values of `bias`, so that no fixed table passes."""
    for bias, expected in ((False, without), (True, with_bias)):
        counts = assert_keys(lenet_parameters(bias), LAYERS, f"bias={bias}")
        assert_true(all(as_count(counts[k]) is not None for k in LAYERS), f"bias={bias}: expected integers")
        assert_count(counts[layer], expected, f"{layer} for bias={bias}")


@test_case(name="one convolution layer, weights alone", points=1.75, hidden=True)
@seeded
def test_weights(conv_parameters, rng):
    for c_in, c_out, kernel in draw(rng):
        assert_count(conv_parameters(c_in, c_out, kernel, False), conv(c_in, c_out, kernel, False), "parameters")


@test_case(name="a layer of millions of weights", points=0.25, hidden=True)
@seeded
def test_many_weights(conv_parameters, rng):
    c_in = 129 + 2 * int(rng.integers(32))
    for c_out, kernel in ((257, 3), (4097, 15)):  # more than 16 bits, and more than float32 tells apart
        assert_count(conv_parameters(c_in, c_out, kernel, False), conv(c_in, c_out, kernel, False), "parameters")


@test_case(name="one convolution layer with biases", points=3, hidden=True)
@seeded
def test_biases(conv_parameters, rng):
    for c_in, c_out, kernel in draw(rng):
        assert_count(conv_parameters(c_in, c_out, kernel, True), conv(c_in, c_out, kernel, True), "parameters")


@test_case(name="a 1 x 1 kernel, one map in, one map out", points=0.5, hidden=True)
@seeded
def test_ones(conv_parameters, rng):
    a, b, _ = draw(rng)[0]
    for layer in ((a, b, 1), (1, a, b), (a, 1, b), (1, 1, b)):
        assert_count(conv_parameters(*layer, True), conv(*layer, True), "parameters")


@test_case(name="as many maps out as in", points=0.5, hidden=True)
@seeded
def test_square(conv_parameters, rng):
    a, _, kernel = draw(rng)[0]
    assert_count(conv_parameters(a, a, kernel, True), conv(a, a, kernel, True), "parameters")


@test_case(name="LeNet: C1", points=2, hidden=True)
@seeded
def test_c1(lenet_parameters, rng):
    check_layer(lenet_parameters, "C1", 150, 156)


@test_case(name="LeNet: C3", points=2, hidden=True)
@seeded
def test_c3(lenet_parameters, rng):
    check_layer(lenet_parameters, "C3", 2400, 2416)


@test_case(name="LeNet: F5", points=2, hidden=True)
@seeded
def test_f5(lenet_parameters, rng):
    check_layer(lenet_parameters, "F5", 48000, 48120)


@test_case(name="LeNet: F6", points=1, hidden=True)
@seeded
def test_f6(lenet_parameters, rng):
    check_layer(lenet_parameters, "F6", 10080, 10164)


@test_case(name="LeNet: F7", points=1, hidden=True)
@seeded
def test_f7(lenet_parameters, rng):
    check_layer(lenet_parameters, "F7", 840, 850)
