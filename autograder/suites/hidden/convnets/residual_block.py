"""Oracle: the formula in torch, and its autograd, in float64."""

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
name = "residual_block_hidden"
PARTS = ("dx", "dW1", "dW2")


def block(x, W1, W2):
    return x + torch.relu(x @ W1) @ W2


def forward(*arrays):
    return block(*(torch.tensor(a, dtype=torch.float64) for a in arrays)).numpy()


def backward(dout, *arrays):
    g = torch.tensor(dout, dtype=torch.float64)
    return dict(zip(PARTS, torch_gradients(lambda *t: (block(*t) * g).sum(), *arrays)))


def draw(rng, n=7, d=3, h=5):
    """Samples and weights; every hidden unit is open for some samples and shut for others, whatever the draw."""
    x, W1, W2 = away_from_zero(rng, (n, d)), away_from_zero(rng, (d, h)), away_from_zero(rng, (h, d))
    W2[:, 0] = -np.abs(W2[:, 0])  # the branch has negative outputs
    if n > 1:
        x[1] = -1.3 * x[0]
    return x, W1, W2


def single(rng):
    """One sample: a unit open, a unit shut, and negative entries in x, in the branch and in y."""
    x, W1, W2 = draw(rng, n=1)
    x[:, 0] = -np.abs(x[:, 0])
    W1[:, 0] = np.abs(W1[:, 0]) * np.sign(x[0])
    W1[:, 1] = -np.abs(W1[:, 1]) * np.sign(x[0])
    return x, W1, W2


def types(rng):
    """The arrays as float32, and integers in one of them or in both weights, the others float64."""
    x, W1, W2 = draw(rng)
    whole, V1, V2 = (rng.integers(1, 5, size=a.shape) * rng.choice([-1, 1], size=a.shape) for a in (x, W1, W2))
    whole[1] = -whole[0]
    V2[:, 0] = -np.abs(V2[:, 0])
    return [a.astype(np.float32) for a in (x, W1, W2)], [whole, W1, W2], [x, V1, W2], [x, W1, V2], [x, V1, V2]


def check_forward(residual_forward, x, W1, W2, close=assert_close):
    close(residual_forward(x.copy(), W1.copy(), W2.copy()), forward(x, W1, W2), "y")


def check_backward(residual_backward, rng, x, W1, W2, names=PARTS, close=assert_close, kind=np.float64):
    dout = (3.0 * away_from_zero(rng, x.shape) + 0.6).astype(kind)
    want = backward(dout, x, W1, W2)
    got = parts(residual_backward(dout.copy(), x.copy(), W1.copy(), W2.copy()))
    for part in names:
        close(got[part], want[part], part)


def parts(got):
    """dx, dW1 and dW2 by name: one of a wrong shape costs the cases that compare it."""
    return dict(zip(PARTS, assert_parts(got, PARTS)))


@test_case(name="forward", points=1.75, hidden=True)
@seeded
def test_forward(residual_forward, rng):
    check_forward(residual_forward, *draw(rng))
    check_forward(residual_forward, *draw(rng, n=2, d=5, h=3))


@test_case(name="forward: one feature, or one hidden unit", points=0.25, hidden=True)
@seeded
def test_forward_one(residual_forward, rng):
    for d, h in ((3, 1), (1, 5)):
        check_forward(residual_forward, *draw(rng, d=d, h=h))


@test_case(name="forward: large entries", points=0.25, hidden=True)
@seeded
def test_forward_large(residual_forward, rng):
    x, W1, W2 = draw(rng)
    check_forward(residual_forward, 1e3 * x, W1, W2)


@test_case(name="forward: as many samples, features and hidden units", points=0.25, hidden=True)
@seeded
def test_forward_square(residual_forward, rng):
    check_forward(residual_forward, *draw(rng, 4, 4, 4))


@test_case(name="forward: weights of 0 give the identity", points=0.75, hidden=True)
@seeded
def test_forward_identity(residual_forward, rng):
    x, W1, W2 = draw(rng)
    check_forward(residual_forward, x, W1, 0.0 * W2)
    check_forward(residual_forward, x, 0.0 * W1, W2)
    check_forward(residual_forward, x, W1, W2)  # where the identity is wrong


@test_case(name="forward: one sample", points=0.5, hidden=True)
@seeded
def test_forward_single(residual_forward, rng):
    check_forward(residual_forward, *single(rng))


@test_case(name="forward: float32 and integers", points=0.5, hidden=True)
@seeded
def test_forward_types(residual_forward, rng):
    for arrays in types(rng):
        check_forward(residual_forward, *arrays, assert_close32)


@test_case(
    name="forward: a new array, for weights of 0 and one sample, too; the arguments stay", points=0.25, hidden=True
)
@seeded
def test_forward_pure(residual_forward, rng):
    x, W1, W2 = draw(rng)
    check_forward(residual_forward, x, W1, W2)
    for weights in ((W1, W2), (W1, 0.0 * W2), (0.0 * W1, 0.0 * W2)):
        assert_pure(residual_forward, x, *weights, new=True)  # the identity, too, is a new array
    assert_pure(residual_forward, *single(rng), new=True)


@test_case(name="backward: dx", points=2, hidden=True)
@seeded
def test_dx(residual_backward, rng):
    check_backward(residual_backward, rng, *draw(rng), ["dx"])


@test_case(name="backward: dW1", points=1, hidden=True)
@seeded
def test_dW1(residual_backward, rng):
    check_backward(residual_backward, rng, *draw(rng), ["dW1"])


@test_case(name="backward: dW2", points=1, hidden=True)
@seeded
def test_dW2(residual_backward, rng):
    check_backward(residual_backward, rng, *draw(rng), ["dW2"])


@test_case(name="backward: one feature, or one hidden unit", points=0.25, hidden=True)
@seeded
def test_backward_one(residual_backward, rng):
    for d, h in ((3, 1), (1, 5)):
        check_backward(residual_backward, rng, *draw(rng, d=d, h=h))


@test_case(name="backward: as many samples, features and hidden units", points=0.5, hidden=True)
@seeded
def test_backward_square(residual_backward, rng):
    check_backward(residual_backward, rng, *draw(rng, 4, 4, 4))


@test_case(name="backward: weights of 0", points=0.5, hidden=True)
@seeded
def test_backward_zero_weights(residual_backward, rng):
    x, W1, W2 = draw(rng)
    check_backward(residual_backward, rng, x, W1, 0.0 * W2)  # where only W2 has a gradient
    check_backward(residual_backward, rng, x, 0.0 * W1, 0.0 * W2)  # and where none has: dout comes through


@test_case(name="backward: the derivative of ReLU at 0", points=0.75, hidden=True)
@seeded
def test_kink(residual_backward, rng):
    x, W1, W2 = draw(rng)
    x[2] = 0.0  # one sample with every z at 0
    W1[:, 1] = 0.0  # one unit with z = 0 for every sample
    check_backward(residual_backward, rng, x, W1, W2)


@test_case(name="backward: the derivative of ReLU next to 0", points=0.25, hidden=True)
@seeded
def test_next_to_the_kink(residual_backward, rng):
    x, W1, W2 = draw(rng)
    x[3:5] *= 1e-12
    check_backward(residual_backward, rng, x, W1, W2)


@test_case(name="backward: one sample", points=0.5, hidden=True)
@seeded
def test_backward_single(residual_backward, rng):
    check_backward(residual_backward, rng, *single(rng))


@test_case(name="backward: float32 and integers", points=0.5, hidden=True)
@seeded
def test_backward_types(residual_backward, rng):
    for arrays in types(rng):
        check_backward(residual_backward, rng, *arrays, close=assert_close32)
    check_backward(residual_backward, rng, *draw(rng), close=assert_close32, kind=np.int64)


@test_case(name="backward: new arrays, for weights of 0, too; the arguments stay", points=0.25, hidden=True)
@seeded
def test_backward_pure(residual_backward, rng):
    x, W1, W2 = draw(rng)
    check_backward(residual_backward, rng, x, W1, W2)
    for weights in ((W1, W2), (W1, 0.0 * W2), (0.0 * W1, 0.0 * W2)):
        assert_pure(residual_backward, away_from_zero(rng, (7, 3)), x, *weights, new=True)
