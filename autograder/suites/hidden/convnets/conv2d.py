"""Oracle: torch.nn.functional.conv2d and its autograd, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import (
    assert_close,
    assert_close32,
    assert_parts,
    assert_pure,
    away_from_zero,
    seeded,
)
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "conv2d_hidden"
PARTS = ("dx", "dw", "db")


def forward(x, w, b, stride, padding):
    tensors = (torch.tensor(a, dtype=torch.float64) for a in (x, w, b))
    return torch.nn.functional.conv2d(*tensors, stride=stride, padding=padding).numpy()


def backward(dout, x, w, stride, padding):
    g = torch.tensor(dout, dtype=torch.float64)

    def inner(x, w, b):
        return (torch.nn.functional.conv2d(x, w, b, stride=stride, padding=padding) * g).sum()

    return dict(zip(PARTS, torch_gradients(inner, x, w, np.zeros(len(w)))))


def draw(rng, n=2, c=3, f=5, size=(7, 6), kernel=(3, 2)):
    """Images, filters and biases without zeros; nothing square and nothing symmetric unless asked for."""
    return rng.normal(size=(n, c, *size)), away_from_zero(rng, (f, c, *kernel)), away_from_zero(rng, (f,), 0.5)


def whole(rng, a):
    """Integers in the shape of `a`, none of them 0."""
    return rng.integers(1, 6, size=a.shape) * rng.choice([-1, 1], size=a.shape)


def check_forward(conv2d_forward, x, w, b, stride, padding, close=assert_close):
    got = conv2d_forward(x.copy(), w.copy(), b.copy(), stride, padding)
    close(got, forward(x, w, b, stride, padding), "y")


def check_backward(conv2d_backward, rng, x, w, stride, padding, names=PARTS, close=assert_close, kind=np.float64):
    dout = (2.0 * rng.normal(size=forward(x, w, np.zeros(len(w)), stride, padding).shape) + 0.8).astype(kind)
    want = backward(dout, x, w, stride, padding)
    got = parts(conv2d_backward(dout.copy(), x.copy(), w.copy(), stride, padding))
    for part in names:
        close(got[part], want[part], part)


def parts(got):
    """dx, dw and db by name: one of a wrong shape costs the cases that compare it."""
    return dict(zip(PARTS, assert_parts(got, PARTS)))


@test_case(name="forward: stride 1, padding 1", points=3.75, hidden=True)
@seeded
def test_forward(conv2d_forward, rng):
    check_forward(conv2d_forward, *draw(rng), 1, 1)
    check_forward(conv2d_forward, *draw(rng, n=3, c=2, f=3, size=(4, 6), kernel=(2, 3)), 1, 1)


@test_case(name="forward: padding 0", points=0.75, hidden=True)
@seeded
def test_forward_unpadded(conv2d_forward, rng):
    check_forward(conv2d_forward, *draw(rng), 1, 0)


@test_case(name="forward: strides 2 and 3, padding 2", points=1, hidden=True)
@seeded
def test_forward_stride(conv2d_forward, rng):
    check_forward(conv2d_forward, *draw(rng), 2, 2)  # 7 + 4 - 3 and 6 + 4 - 2 divide evenly
    check_forward(conv2d_forward, *draw(rng, size=(8, 7)), 3, 2)  # so do 8 + 4 - 3 and 7 + 4 - 2


@test_case(name="forward: leftover pixels", points=0.5, hidden=True)
@seeded
def test_forward_leftover(conv2d_forward, rng):
    # height: (6 + 4 - 3) mod 3 = 1, (7 + 4 - 3) mod 3 = 2; width: (7 + 4 - 2) mod 3 = 0, (4 + 4 - 2) mod 3 = 0
    check_forward(conv2d_forward, *draw(rng, size=(6, 7)), 3, 2)
    check_forward(conv2d_forward, *draw(rng, size=(7, 4)), 3, 2)
    check_forward(conv2d_forward, *draw(rng, size=(7, 5)), 2, 2)  # width: (5 + 4 - 2) mod 2 = 1


@test_case(name="forward: gaps between the windows", points=0.25, hidden=True)
@seeded
def test_forward_gaps(conv2d_forward, rng):
    check_forward(conv2d_forward, *draw(rng, size=(11, 10)), 5, 1)


@test_case(name="forward: kernels of one pixel, and of even sides", points=0.25, hidden=True)
@seeded
def test_forward_kernels(conv2d_forward, rng):
    check_forward(conv2d_forward, *draw(rng, size=(7, 11), kernel=(1, 1)), 2, 1)
    check_forward(conv2d_forward, *draw(rng, size=(8, 10), kernel=(2, 4)), 2, 1)


@test_case(name="forward: a single window, and a single row of them", points=0.25, hidden=True)
@seeded
def test_forward_window(conv2d_forward, rng):
    for size in ((3, 2), (3, 6)):
        check_forward(conv2d_forward, *draw(rng, size=size, kernel=(5, 4)), 1, 1)


@test_case(name="forward: as many filters as channels", points=1, hidden=True)
@seeded
def test_forward_square(conv2d_forward, rng):
    check_forward(conv2d_forward, *draw(rng, c=3, f=3, size=(5, 5), kernel=(3, 3)), 1, 1)


@test_case(name="forward: one image, one channel, one filter", points=1, hidden=True)
@seeded
def test_forward_single(conv2d_forward, rng):
    check_forward(conv2d_forward, *draw(rng, n=1, c=1, f=1, size=(6, 7)), 1, 1)  # an even number of windows each way
    for n, c, f in ((1, 3, 5), (2, 1, 5), (2, 3, 1)):  # and one of each alone
        check_forward(conv2d_forward, *draw(rng, n, c, f), 1, 1)


@test_case(name="forward: float32 and integers", points=1, hidden=True)
@seeded
def test_forward_types(conv2d_forward, rng):
    x, w, b = (a.astype(np.float32) for a in draw(rng))
    check_forward(conv2d_forward, x, w, b, 1, 1, assert_close32)
    x = rng.integers(-5, 6, size=(2, 3, 5, 4))
    check_forward(conv2d_forward, x, *draw(rng)[1:], 1, 1, assert_close32)
    for i in range(3):  # integers in all arrays but one
        arrays = draw(rng)
        mixed = [a if i == j else whole(rng, a) for j, a in enumerate(arrays)]
        check_forward(conv2d_forward, *mixed, 1, 1, assert_close32)


@test_case(name="forward: the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_forward_pure(conv2d_forward, rng):
    x, w, b = draw(rng)
    check_forward(conv2d_forward, x, w, b, 1, 1)
    assert_pure(conv2d_forward, x, w, b, 1, 1, new=True)


@test_case(name="backward: db", points=2, hidden=True)
@seeded
def test_db(conv2d_backward, rng):
    x, w, _ = draw(rng)
    check_backward(conv2d_backward, rng, x, w, 1, 1, ["db"])


@test_case(name="backward: dw", points=3.75, hidden=True)
@seeded
def test_dw(conv2d_backward, rng):
    x, w, _ = draw(rng)
    check_backward(conv2d_backward, rng, x, w, 1, 1, ["dw"])


@test_case(name="backward: dx where windows do not overlap", points=2, hidden=True)
@seeded
def test_dx_apart(conv2d_backward, rng):
    x, w, _ = draw(rng, size=(7, 6))  # 7 + 2 - 3 and 6 + 2 - 2 are both twice the stride
    check_backward(conv2d_backward, rng, x, w, 3, 1, ["dx"])


@test_case(name="backward: dx where windows overlap", points=2, hidden=True)
@seeded
def test_dx_overlap(conv2d_backward, rng):
    x, w, _ = draw(rng)
    check_backward(conv2d_backward, rng, x, w, 1, 1, ["dx"])


@test_case(name="backward: stride 2, padding 2", points=1.25, hidden=True)
@seeded
def test_backward_stride(conv2d_backward, rng):
    x, w, _ = draw(rng)  # 7 + 4 - 3 and 6 + 4 - 2 are even
    check_backward(conv2d_backward, rng, x, w, 2, 2)


@test_case(name="backward: leftover pixels", points=0.5, hidden=True)
@seeded
def test_backward_leftover(conv2d_backward, rng):
    x, w, _ = draw(rng, size=(6, 7))  # 6 + 4 - 3 and 7 + 4 - 2 are odd
    check_backward(conv2d_backward, rng, x, w, 2, 2)
    x, w, _ = draw(rng, size=(9, 8))  # (9 + 2 - 3) mod 5 = 3 and (8 + 2 - 2) mod 5 = 3: the padding and two more
    check_backward(conv2d_backward, rng, x, w, 5, 1)


@test_case(name="backward: kernels of one pixel, and of even sides", points=0.25, hidden=True)
@seeded
def test_backward_kernels(conv2d_backward, rng):
    for size, kernel in (((5, 7), (1, 1)), ((6, 8), (2, 4))):
        x, w, _ = draw(rng, n=3, size=size, kernel=kernel)
        check_backward(conv2d_backward, rng, x, w, 2, 1)


@test_case(name="backward: padding 0", points=0.5, hidden=True)
@seeded
def test_backward_unpadded(conv2d_backward, rng):
    x, w, _ = draw(rng, size=(5, 4))
    check_backward(conv2d_backward, rng, x, w, 1, 0)


@test_case(name="backward: as many images, channels and filters, square kernels", points=0.25, hidden=True)
@seeded
def test_backward_square(conv2d_backward, rng):
    x, w, _ = draw(rng, n=3, c=3, f=3, size=(5, 4), kernel=(3, 3))
    check_backward(conv2d_backward, rng, x, w, 1, 1)


@test_case(name="backward: a single window", points=0.25, hidden=True)
@seeded
def test_backward_window(conv2d_backward, rng):
    x, w, _ = draw(rng, size=(3, 2), kernel=(5, 4))
    check_backward(conv2d_backward, rng, x, w, 1, 1)


@test_case(name="backward: one image, one channel, one filter", points=1, hidden=True)
@seeded
def test_backward_single(conv2d_backward, rng):
    for n, c, f in ((1, 1, 1), (1, 3, 5), (2, 1, 5), (2, 3, 1)):  # together, and one of each alone
        x, w, _ = draw(rng, n, c, f)
        check_backward(conv2d_backward, rng, x, w, 1, 1)


@test_case(name="backward: float32 and integers", points=1, hidden=True)
@seeded
def test_backward_types(conv2d_backward, rng):
    x, w, _ = draw(rng, size=(5, 4))
    dout = rng.normal(size=(2, 5, 5, 5)) + 0.4
    for kind, scale in ((np.float32, 1.0), (np.int64, 4.0)):
        images, filters = (scale * x).astype(kind), (scale * w).astype(kind)
        g = dout.astype(np.float32)
        want = backward(g, images, filters, 1, 1)
        got = parts(conv2d_backward(g.copy(), images.copy(), filters.copy(), 1, 1))
        for part in PARTS:
            assert_close32(got[part], want[part], part)
    # integers in one array alone: floats meet them in every product
    check_backward(conv2d_backward, rng, whole(rng, x), w, 1, 1, close=assert_close32)
    check_backward(conv2d_backward, rng, x, whole(rng, w), 1, 1, close=assert_close32)
    check_backward(conv2d_backward, rng, x, w, 1, 1, ["dx", "dw"], assert_close32, np.int64)


@test_case(name="backward: the arguments stay as they are, for one image, too", points=0.25, hidden=True)
@seeded
def test_backward_pure(conv2d_backward, rng):
    x, w, _ = draw(rng, size=(5, 4))
    check_backward(conv2d_backward, rng, x, w, 1, 1)
    assert_pure(conv2d_backward, rng.normal(size=(2, 5, 5, 5)), x, w, 1, 1, new=True)
    x, w, _ = draw(rng, n=1, size=(5, 4))
    assert_pure(conv2d_backward, rng.normal(size=(1, 5, 5, 5)), x, w, 1, 1, new=True)
