"""Oracle: the inequality itself, evaluated in float64, and the Hessian by torch autograd. Every right answer passes."""

import math

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import as_floats, as_scalar, assert_parts, assert_true, seeded

OK_FORMAT = False
name = "nonconvexity_witness_hidden"

BOUND = 100.0  # keeps f below 100, so that rounding (1e-14) can never be mistaken for a gap of 1e-6
GAP = 1e-6
CURVATURE = -1e-3


def f(theta, loss):
    w1, w2 = map(float, theta)
    z2 = w2 / (1 + math.exp(-w1))
    if loss == "ce":
        return max(-z2, 0.0) + math.log1p(math.exp(-abs(z2)))  # -log sigma(z2)
    return 0.5 * (1 / (1 + math.exp(-z2)) - 1) ** 2


def least_curvature(theta, loss):
    w = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    z2 = w[1] * torch.sigmoid(w[0])
    value = torch.nn.functional.softplus(-z2) if loss == "ce" else 0.5 * (torch.sigmoid(z2) - 1) ** 2
    first = torch.autograd.grad(value, w, create_graph=True)[0]
    hessian = torch.stack([torch.autograd.grad(part, w, retain_graph=True)[0] for part in first])
    return torch.linalg.eigvalsh(hessian)[0].item()


def weights(got, label):
    theta = as_floats(got)
    assert_true(theta is not None and theta.shape == (2,), f"{label}: expected a float array of shape (2,)")
    assert_true((np.abs(theta) <= BOUND).all(), f"{label}: expected entries between -100 and 100")
    return theta.astype(np.float64)


def check_witness(nonconvexity_witness, loss):
    a, b, t = assert_parts(nonconvexity_witness(loss), ("theta_a", "theta_b", "t"))
    a, b, t = weights(a, "theta_a"), weights(b, "theta_b"), as_scalar(t)
    assert_true(t is not None and 0 < t < 1, "t: expected a number strictly between 0 and 1")
    chord = t * f(a, loss) + (1 - t) * f(b, loss)
    assert_true(f(t * a + (1 - t) * b, loss) > chord + GAP, "the loss does not rise above this chord")


def check_point(negative_curvature_point, loss):
    theta = weights(negative_curvature_point(loss), "the point")
    assert_true(least_curvature(theta, loss) < CURVATURE, "no eigenvalue of the Hessian is below -1e-3 here")


# The answers are constants, so there is nothing to draw: every student is judged by the same inequality.
@test_case(name="a witness for the squared error", points=2, hidden=True)
@seeded
def test_witness_mse(nonconvexity_witness, rng):
    check_witness(nonconvexity_witness, "mse")


@test_case(name="a witness for the cross-entropy", points=2, hidden=True)
@seeded
def test_witness_ce(nonconvexity_witness, rng):
    check_witness(nonconvexity_witness, "ce")


@test_case(name="negative curvature of the squared error", points=1.5, hidden=True)
@seeded
def test_point_mse(negative_curvature_point, rng):
    check_point(negative_curvature_point, "mse")


@test_case(name="negative curvature of the cross-entropy", points=1.5, hidden=True)
@seeded
def test_point_ce(negative_curvature_point, rng):
    check_point(negative_curvature_point, "ce")
