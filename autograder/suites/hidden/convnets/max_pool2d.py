"""Oracle: torch.nn.functional.max_pool2d and its autograd, in float64; ties are also held against a loop."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_pure, away_from_zero, seeded
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "max_pool2d_hidden"


def forward(x, kernel, stride):
    return torch.nn.functional.max_pool2d(torch.tensor(x), kernel, stride).numpy()


def backward(dout, x, kernel, stride):
    g = torch.tensor(dout)
    return torch_gradients(lambda t: (torch.nn.functional.max_pool2d(t, kernel, stride) * g).sum(), x)[0]


def first_maximum(dout, x, kernel, stride):
    """The rule of the prompt, one window at a time."""
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        window = x[n, c, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
        p, q = np.argwhere(window == window.max())[0]
        dx[n, c, i * stride + p, j * stride + q] += dout[n, c, i, j]
    return dx


def draw(rng, size, n=2, c=3):
    """Images of both signs without ties, in which every window of side 2 or more holds a positive entry."""
    x = rng.normal(size=(n, c, *size))
    x[:, :, ::2, ::2] = np.abs(x[:, :, ::2, ::2]) + 0.1
    x[:, :, 1, 1] = -5.0 - rng.random((n, c))  # the largest of its window in size, the smallest in value
    return x


def check_forward(max_pool2d_forward, x, kernel, stride):
    assert_close(max_pool2d_forward(x.copy(), kernel, stride), forward(x, kernel, stride), "y")


def check_backward(max_pool2d_backward, rng, x, kernel, stride):
    dout = away_from_zero(rng, forward(x, kernel, stride).shape)
    assert_close(max_pool2d_backward(dout.copy(), x.copy(), kernel, stride), backward(dout, x, kernel, stride), "dx")


@test_case(name="forward: windows that touch", points=2.75, hidden=True)
@seeded
def test_forward(max_pool2d_forward, rng):
    check_forward(max_pool2d_forward, draw(rng, (8, 4)), 2, 2)
    check_forward(max_pool2d_forward, draw(rng, (6, 9), n=3, c=2), 3, 3)


@test_case(name="forward: windows that overlap, and windows with gaps", points=1, hidden=True)
@seeded
def test_forward_stride(max_pool2d_forward, rng):
    for size, kernel, stride in (((5, 7), 3, 2), ((4, 5), 2, 1), ((9, 11), 5, 2), ((5, 8), 2, 3)):
        check_forward(max_pool2d_forward, draw(rng, size), kernel, stride)


@test_case(name="forward: windows of one pixel, with a stride", points=0.25, hidden=True)
@seeded
def test_forward_pixels(max_pool2d_forward, rng):
    check_forward(max_pool2d_forward, draw(rng, (5, 7)), 1, 2)


@test_case(name="forward: windows of negative entries, however far below 0", points=1, hidden=True)
@seeded
def test_forward_negative(max_pool2d_forward, rng):
    below = -np.abs(draw(rng, (4, 6)))
    for x in (below, below - 2000.0, 1e30 * below):
        check_forward(max_pool2d_forward, x, 2, 2)


@test_case(name="forward: leftover pixels", points=1, hidden=True)
@seeded
def test_forward_leftover(max_pool2d_forward, rng):
    check_forward(max_pool2d_forward, draw(rng, (5, 6)), 2, 2)
    check_forward(max_pool2d_forward, draw(rng, (8, 7)), 3, 3)


@test_case(name="forward: one image, or one channel", points=0.25, hidden=True)
@seeded
def test_forward_single(max_pool2d_forward, rng):
    for n, c in ((1, 1), (1, 3), (3, 1)):
        check_forward(max_pool2d_forward, draw(rng, (4, 6), n=n, c=c), 2, 2)


@test_case(name="forward: a single window, and a single row of windows", points=0.25, hidden=True)
@seeded
def test_forward_window(max_pool2d_forward, rng):
    for size in ((3, 3), (3, 9)):
        check_forward(max_pool2d_forward, draw(rng, size), 3, 3)


@test_case(name="forward: a single window beside leftover pixels", points=0.25, hidden=True)
@seeded
def test_forward_window_leftover(max_pool2d_forward, rng):
    check_forward(max_pool2d_forward, np.sort(draw(rng, (4, 5))), 3, 3)  # the largest entries are left over


@test_case(name="forward: a new array, for windows of one pixel, too; the argument stays", points=0.25, hidden=True)
@seeded
def test_forward_pure(max_pool2d_forward, rng):
    x = draw(rng, (4, 6))
    check_forward(max_pool2d_forward, x, 2, 2)
    for image, kernel in ((x, 2), (np.abs(x), 1)):  # a window of one pixel: an entry of the image, in a new array
        assert_pure(max_pool2d_forward, image, kernel, kernel, new=True)


@test_case(name="backward: windows that touch", points=3.75, hidden=True)
@seeded
def test_backward(max_pool2d_backward, rng):
    check_backward(max_pool2d_backward, rng, draw(rng, (6, 4)), 2, 2)
    check_backward(max_pool2d_backward, rng, draw(rng, (6, 9), n=3, c=2), 3, 3)


@test_case(name="backward: windows that overlap", points=2, hidden=True)
@seeded
def test_backward_overlap(max_pool2d_backward, rng):
    x = draw(rng, (7, 5))
    x[:, :, 2, 2] = 9.0  # wins all four windows that it lies in
    check_backward(max_pool2d_backward, rng, x, 3, 2)
    for size, kernel, stride in (((5, 7), 3, 2), ((4, 5), 2, 1), ((9, 11), 5, 2)):
        check_backward(max_pool2d_backward, rng, draw(rng, size), kernel, stride)


@test_case(name="backward: ties go to the first maximum, whatever its sign", points=1.5, hidden=True)
@seeded
def test_backward_ties(max_pool2d_backward, rng):
    x = np.maximum(rng.integers(-2, 3, size=(2, 3, 4, 6)), 0).astype(float)
    x[0] = 0.0  # what a ReLU leaves behind
    x[1, 0, :2, :2] = [[0.0, 2.0], [2.0, 1.0]]  # row by row and column by column differ here
    dout = away_from_zero(rng, (2, 3, 2, 3))
    want = backward(dout, x, 2, 2)
    if not np.array_equal(want, first_maximum(dout, x, 2, 2)):
        raise RuntimeError("this torch resolves ties by another rule than the prompt")
    for level in (0.0, -5.0):
        assert_close(max_pool2d_backward(dout.copy(), x + level, 2, 2), want, "dx")


@test_case(name="backward: ties in windows that overlap", points=0.25, hidden=True)
@seeded
def test_backward_overlapping_ties(max_pool2d_backward, rng):
    x, dout = draw(rng, (5, 7)), away_from_zero(rng, (2, 3, 2, 3))
    x[:, :, ::2, 1::2] = x[:, :, 1::2, ::2] = 9.0  # each window has its own first maximum
    assert_close(max_pool2d_backward(dout.copy(), x.copy(), 3, 2), first_maximum(dout, x, 3, 2), "dx")


@test_case(name="backward: nearly a tie is none", points=0.25, hidden=True)
@seeded
def test_backward_nearly_ties(max_pool2d_backward, rng):
    x = draw(rng, (3, 3))
    x[:, :, 0, 1], x[:, :, 2, 0] = 9.0, 9.0 + 1e-9
    for image in (x, 1e-12 * x, 1e30 * x):
        check_backward(max_pool2d_backward, rng, image, 3, 3)


@test_case(name="backward: windows of negative entries, however far below 0", points=0.5, hidden=True)
@seeded
def test_backward_negative(max_pool2d_backward, rng):
    below = -np.abs(draw(rng, (4, 6)))
    for x in (below, below - 2000.0, 1e30 * below):
        check_backward(max_pool2d_backward, rng, x, 2, 2)


@test_case(name="backward: leftover pixels", points=0.5, hidden=True)
@seeded
def test_backward_leftover(max_pool2d_backward, rng):
    check_backward(max_pool2d_backward, rng, draw(rng, (5, 6)), 2, 2)
    check_backward(max_pool2d_backward, rng, np.sort(draw(rng, (4, 5))), 3, 3)  # the largest entries are left over


@test_case(name="backward: windows with gaps, and of one pixel", points=0.5, hidden=True)
@seeded
def test_backward_gaps(max_pool2d_backward, rng):
    for size, kernel, stride in (((5, 8), 2, 3), ((5, 9), 1, 2), ((7, 12), 2, 5)):
        check_backward(max_pool2d_backward, rng, draw(rng, size), kernel, stride)


@test_case(name="backward: one image, one channel, one window, and one row of windows", points=0.5, hidden=True)
@seeded
def test_backward_single(max_pool2d_backward, rng):
    check_backward(max_pool2d_backward, rng, draw(rng, (3, 3), n=1, c=1), 3, 3)
    for n, c in ((1, 3), (3, 1)):  # and one of each alone
        check_backward(max_pool2d_backward, rng, draw(rng, (3, 9), n=n, c=c), 3, 3)


@test_case(name="backward: a new array, for windows of one pixel, too; the arguments stay", points=0.25, hidden=True)
@seeded
def test_backward_pure(max_pool2d_backward, rng):
    x = draw(rng, (4, 6))
    check_backward(max_pool2d_backward, rng, x, 2, 2)
    for kernel in (2, 1):
        dout = away_from_zero(rng, (2, 3, 4 // kernel, 6 // kernel))
        assert_pure(max_pool2d_backward, dout, x, kernel, kernel, new=True)
