"""Oracle: the published shapes, and the forward pass written out in torch.nn.functional in float64."""

import numpy as np
import torch
import torch.nn.functional as F
from otter.test_files import test_case

from autograder.checks import assert_close32, assert_true, seeded
from autograder.checks.modules import module_forward, parameter_shapes

OK_FORMAT = False
name = "lenet_module_hidden"
WEIGHTS = [(6, 1, 5, 5), (16, 6, 5, 5), (120, 400), (84, 120), (10, 84)]
SHAPES = [shape for weight in WEIGHTS for shape in (weight, weight[:1])]


def lenet(weights, x):
    c1, b1, c3, b3, f5, b5, f6, b6, f7, b7 = (torch.tensor(w, dtype=torch.float64) for w in weights)
    h = F.max_pool2d(F.relu(F.conv2d(torch.tensor(x, dtype=torch.float64), c1, b1)), 2)
    h = F.max_pool2d(F.relu(F.conv2d(h, c3, b3)), 2)
    h = F.relu(F.linear(h.flatten(1), f5, b5))
    return F.linear(F.relu(F.linear(h, f6, b6)), f7, b7).numpy()


def draw(rng, n):
    """Weights that keep the signal's size from layer to layer, and images; all of both signs."""
    spread = {weight: np.sqrt(2 / np.prod(weight[1:])) for weight in WEIGHTS}
    weights = [rng.normal(scale=spread.get(shape, 0.3), size=shape).astype(np.float32) for shape in SHAPES]
    return weights, rng.normal(size=(n, 1, 32, 32)).astype(np.float32)


def check(build_lenet, weights, x):
    assert_close32(module_forward(build_lenet, weights, x), lenet(weights, x), "logits")


@test_case(name="the weights of C1 and C3", points=1, hidden=True)
@seeded
def test_convolutions(build_lenet, rng):
    weights = [shape for shape in parameter_shapes(build_lenet) if len(shape) == 4]
    assert_true(weights == WEIGHTS[:2], f"convolutions: got weights of shapes {weights}, expected {WEIGHTS[:2]}")


@test_case(name="the weights of F5, F6 and F7", points=1, hidden=True)
@seeded
def test_linear_layers(build_lenet, rng):
    weights = [shape for shape in parameter_shapes(build_lenet) if len(shape) == 2]
    assert_true(weights == WEIGHTS[2:], f"linear layers: got weights of shapes {weights}, expected {WEIGHTS[2:]}")


@test_case(name="weights and biases in order, 61 706 parameters", points=1, hidden=True)
@seeded
def test_parameters(build_lenet, rng):
    shapes = parameter_shapes(build_lenet)
    assert_true(shapes == SHAPES, f"got parameters of shapes {shapes}, expected {SHAPES}")


@test_case(name="logits of several images", points=2.75, hidden=True)
@seeded
def test_several_images(build_lenet, rng):
    check(build_lenet, *draw(rng, 5))


@test_case(name="logits of one image", points=0.75, hidden=True)
@seeded
def test_one_image(build_lenet, rng):
    check(build_lenet, *draw(rng, 1))


@test_case(name="large images, for which the logits are large", points=0.5, hidden=True)
@seeded
def test_large_images(build_lenet, rng):
    weights, x = draw(rng, 2)
    check(build_lenet, weights, 300 * x)


@test_case(name="nothing negative anywhere, so that ReLU changes nothing", points=2, hidden=True)
@seeded
def test_positive(build_lenet, rng):
    weights, x = draw(rng, 2)
    for i, w in enumerate(weights):
        if w.ndim == 2:  # few weights, large ones: a mean over many would look alike for any order of its terms
            w *= 4.0 * (rng.random(w.shape) < 0.1)
        weights[i] = np.abs(w) / max(1.0, np.sqrt(w[0].size))
    check(build_lenet, weights, np.abs(x) ** 2)


@test_case(name="uniform images, so that all poolings agree", points=1, hidden=True)
@seeded
def test_uniform(build_lenet, rng):
    weights, x = draw(rng, 2)
    shades = np.array([-1.5, 1.0], dtype=np.float32) * (1.0 + rng.random(2, dtype=np.float32))
    for shade in shades:
        check(build_lenet, weights, np.full_like(x, shade))
