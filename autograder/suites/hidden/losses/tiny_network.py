"""Oracle: torch autograd, once for the gradient and twice for the Hessian, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import Mismatch, as_floats, assert_close, call_many, seeded

OK_FORMAT = False
name = "tiny_network_hidden"

# Analysis, not differences: a right formula errs by 1e-16, the best finite difference by 1e-11.
EXACT = {"rtol": 1e-12, "floor": 1e-14}


def losses_of(w1, w2, x, y, loss):
    o = torch.sigmoid(w2 * torch.sigmoid(w1 * x))
    return 0.5 * (o - y) ** 2 if loss == "mse" else -(y * torch.log(o) + (1 - y) * torch.log(1 - o))


def oracles(samples, loss, order):
    """Losses (b,), gradients (b, 2) or Hessians (b, 2, 2) of b samples, by the order of the derivative.

    All samples are differentiated at once: no sample's loss depends on another's weights.
    """
    w1, w2, x, y = torch.tensor(samples, dtype=torch.float64).T
    w1.requires_grad_(), w2.requires_grad_()
    losses = losses_of(w1, w2, x, y, loss)
    if order == 0:
        return losses.detach().numpy()
    first = torch.autograd.grad(losses.sum(), (w1, w2), create_graph=order == 2)
    if order == 1:
        return torch.stack(first, dim=1).numpy()
    rows = [torch.stack(torch.autograd.grad(d.sum(), (w1, w2), retain_graph=True), dim=1) for d in first]
    return torch.stack(rows, dim=1).numpy()


def draw(rng):
    """Weights and an input of both signs, of distinct sizes that are never 1, and a target well off the output."""
    signs = rng.choice([-1.0, 1.0], size=3)
    w1, w2, x = signs * [rng.uniform(0.5, 0.8), rng.uniform(1.2, 2.0), rng.uniform(2.3, 2.8)]
    o = 1 / (1 + np.exp(-w2 / (1 + np.exp(-w1 * x))))
    y = rng.uniform(0.05, o - 0.15) if o > 0.5 else rng.uniform(o + 0.15, 0.95)
    return float(w1), float(w2), float(x), float(y)


def with_target(sample, y):
    return (*sample[:3], y)


def answers(function, samples, loss):
    """What the function returns for each sample."""
    return call_many(function, [(*sample, loss) for sample in samples])


def parts_of(hessian):
    """A finite (2, 2) matrix, in two parts that are compared apart: its diagonal and what lies off it."""
    got = as_floats(hessian)
    if got is None or got.shape != (2, 2) or not np.isfinite(got).all():
        raise Mismatch("Hessian: expected a float array of shape (2, 2), all finite")
    return got.diagonal(), np.array([got[0, 1], got[1, 0]])


def other_signs(w1, w2, x, y):
    return [(w1, w2, -x, y), (w1, -w2, x, y)]


def check_losses(tiny_loss, samples, loss):
    for got, expected in zip(answers(tiny_loss, samples, loss), oracles(samples, loss, 0)):
        assert_close(got, expected, "loss")


def moderate(rng):
    """Samples of their own, and one that comes back with other inputs and signs."""
    samples = [draw(rng) for _ in range(3)]
    w1, w2, x, y = samples[0]
    return [*samples, (w1, w2, 2 * x, y), *other_signs(w1, w2, x, y)]


@test_case(name="tiny_loss, squared error", points=1.25, hidden=True)
@seeded
def test_loss_mse(tiny_loss, rng):
    check_losses(tiny_loss, moderate(rng), "mse")


@test_case(name="tiny_loss, cross-entropy", points=1, hidden=True)
@seeded
def test_loss_ce(tiny_loss, rng):
    check_losses(tiny_loss, moderate(rng), "ce")


@test_case(name="tiny_loss, targets 0 and 1", points=0.25, hidden=True)
@seeded
def test_loss_targets(tiny_loss, rng):
    for loss in ("mse", "ce"):
        check_losses(tiny_loss, [with_target(draw(rng), 0.0), with_target(draw(rng), 1.0)], loss)


@test_case(name="tiny_loss, a zero weight", points=0.25, hidden=True)
@seeded
def test_loss_zero_weight(tiny_loss, rng):
    w1, w2, x, y = draw(rng)
    for loss in ("mse", "ce"):
        check_losses(tiny_loss, [(0.0, w2, x, y), (w1, 0.0, x, y)], loss)


@test_case(name="tiny_loss, cross-entropy of a nearly certain output", points=0.25, hidden=True)
@seeded
def test_loss_nearly_certain(tiny_loss, rng):
    w1, w2, x, y = draw(rng)
    sure = float(np.copysign(12.0, w2))  # o does not round to 0 or 1
    check_losses(tiny_loss, [(abs(w1), sure, abs(x), target) for target in (y, 0.0, 1.0)], "ce")


def check_gradients(tiny_gradient, samples, loss):
    for got, expected in zip(answers(tiny_gradient, samples, loss), oracles(samples, loss, 1)):
        assert_close(got, expected, "gradient", **EXACT)


@test_case(name="tiny_gradient, squared error", points=2, hidden=True)
@seeded
def test_gradient_mse(tiny_gradient, rng):
    samples = [draw(rng) for _ in range(3)]
    check_gradients(tiny_gradient, samples + other_signs(*samples[0]), "mse")


@test_case(name="tiny_gradient, cross-entropy", points=2, hidden=True)
@seeded
def test_gradient_ce(tiny_gradient, rng):
    samples = [draw(rng) for _ in range(3)]
    check_gradients(tiny_gradient, samples + other_signs(*samples[0]), "ce")


@test_case(name="tiny_gradient, targets 0 and 1", points=0.5, hidden=True)
@seeded
def test_gradient_targets(tiny_gradient, rng):
    for loss in ("mse", "ce"):
        check_gradients(tiny_gradient, [with_target(draw(rng), 0.0), with_target(draw(rng), 1.0)], loss)


@test_case(name="tiny_gradient, a zero weight", points=0.5, hidden=True)
@seeded
def test_gradient_zero_weight(tiny_gradient, rng):
    w1, w2, x, y = draw(rng)
    for loss in ("mse", "ce"):
        check_gradients(tiny_gradient, [(0.0, w2, x, y), (w1, 0.0, x, y)], loss)


def check_hessians(tiny_hessian, rng, loss, part):
    samples = [draw(rng) for _ in range(4)]
    w1, w2, x, y = samples[0]
    samples += [*other_signs(w1, w2, x, y), (2 * w1, 2 * w2, x, y)]  # and a steeper one
    for got, expected in zip(answers(tiny_hessian, samples, loss), oracles(samples, loss, 2)):
        expected = (expected.diagonal(), np.array([expected[0, 1], expected[1, 0]]))
        what = ("diagonal of the Hessian", "mixed derivatives")[part]
        assert_close(parts_of(got)[part], expected[part], what, **EXACT)


@test_case(name="tiny_hessian, squared error: the diagonal", points=1.5, hidden=True)
@seeded
def test_hessian_mse(tiny_hessian, rng):
    check_hessians(tiny_hessian, rng, "mse", 0)


@test_case(name="tiny_hessian, squared error: the mixed derivatives", points=1, hidden=True)
@seeded
def test_mixed_mse(tiny_hessian, rng):
    check_hessians(tiny_hessian, rng, "mse", 1)


@test_case(name="tiny_hessian, cross-entropy: the diagonal", points=1.5, hidden=True)
@seeded
def test_hessian_ce(tiny_hessian, rng):
    check_hessians(tiny_hessian, rng, "ce", 0)


@test_case(name="tiny_hessian, cross-entropy: the mixed derivatives", points=1, hidden=True)
@seeded
def test_mixed_ce(tiny_hessian, rng):
    check_hessians(tiny_hessian, rng, "ce", 1)


def check_whole_hessians(tiny_hessian, samples):
    for loss in ("mse", "ce"):
        for got, expected in zip(answers(tiny_hessian, samples, loss), oracles(samples, loss, 2)):
            assert_close(got, expected, "Hessian", **EXACT)


@test_case(name="tiny_hessian, targets 0 and 1", points=0.5, hidden=True)
@seeded
def test_hessian_targets(tiny_hessian, rng):
    sample = draw(rng)
    check_whole_hessians(tiny_hessian, [with_target(sample, 0.0), with_target(sample, 1.0)])


@test_case(name="tiny_hessian, a zero weight", points=0.5, hidden=True)
@seeded
def test_hessian_zero_weight(tiny_hessian, rng):
    w1, w2, x, y = draw(rng)
    check_whole_hessians(tiny_hessian, [(w1, 0.0, x, y), (0.0, w2, x, y)])
