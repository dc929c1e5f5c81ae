"""Oracles: SciPy's distances; a linear programme for the largest margin of the lifted XOR points."""

import numpy as np
from otter.test_files import test_case
from scipy.optimize import linprog
from scipy.spatial.distance import cdist

from autograder.checks import (
    Mismatch,
    as_floats,
    assert_close,
    assert_close32,
    assert_pure,
    assert_true,
    primes,
    seeded,
)

OK_FORMAT = False
name = "kernel_trick_hidden"

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SIDES = np.array([-1.0, 1.0, 1.0, -1.0])


def assert_kernel(rbf_kernel, X, Z, gamma, what="kernel", close=assert_close):
    squares = cdist(X.astype(float), Z.astype(float), "sqeuclidean")
    close(rbf_kernel(X.copy(), Z.copy(), gamma), np.exp(-gamma * squares), what)


def images(got, n):
    """The lifted points as an array, after their form has been checked."""
    phi = as_floats(got)
    if phi is None or phi.ndim != 2:
        raise Mismatch(f"lifted points: expected a float array of shape ({n}, p), got another type or dimension")
    assert_true(phi.shape[0] == n, f"lifted points: expected {n} rows, got {phi.shape[0]}")
    assert_true(1 <= phi.shape[1] <= 10, f"lifted points: expected 1 to 10 features, got {phi.shape[1]}")
    assert_true(np.isfinite(phi).all(), "lifted points: not finite")
    return phi.astype(np.float64)


def assert_separable(phi):
    """Some u and c have SIDES * (phi u + c) >= t > 0; phi scaled to 1, u in a box, t as large as it gets."""
    scale = np.abs(phi).max()
    assert_true(scale > 0, "lifted points: all are 0")
    n, p = phi.shape
    A = -SIDES[:, None] * np.column_stack([phi / scale, np.ones(n)])
    best = linprog(
        np.r_[np.zeros(p + 1), -1.0],
        A_ub=np.column_stack([A, np.ones(n)]),
        b_ub=np.zeros(n),
        bounds=[(-1, 1)] * p + [(None, None), (None, p)],
    )
    assert_true(best.status == 0 and -best.fun > 1e-6, "lifted points: no plane separates the two classes of XOR")


def separable(lift_xor, corners=CORNERS):
    """The images of the corners in some order, shown to be separable; asked for twice, so that no draw gets through."""
    phi = images(lift_xor(corners.copy()), 4)
    assert_separable(phi[[int(np.flatnonzero((corners == corner).all(axis=1))[0]) for corner in CORNERS]])
    assert_close(images(lift_xor(corners.copy()), 4), phi, "images of the same corners")
    return phi


@test_case(name="the kernel of generic points", points=2.6, hidden=True)
@seeded
def test_rbf_kernel(rbf_kernel, rng):
    n, m, d = primes(rng, 3)
    X, Z, gamma = rng.normal(size=(n, d)), rng.normal(size=(m, d)) + 0.3, float(rng.uniform(0.12, 0.3))
    assert_kernel(rbf_kernel, X, Z, gamma)
    assert_kernel(rbf_kernel, 0.9 * X, -Z, gamma, "kernel of other points")


@test_case(name="the kernel of as many points as features", points=1, hidden=True)
@seeded
def test_square(rbf_kernel, rng):
    X, Z, gamma = rng.normal(size=(4, 4)), rng.normal(size=(4, 4)) + 0.3, float(rng.uniform(0.12, 0.3))
    assert_kernel(rbf_kernel, X, Z, gamma)


@test_case(name="the kernel of 97 points", points=0.25, hidden=True)
@seeded
def test_many_points(rbf_kernel, rng):
    assert_kernel(rbf_kernel, rng.normal(size=(97, 3)), rng.normal(size=(5, 3)) + 0.3, 0.2)


@test_case(name="the kernel of points with themselves", points=0.5, hidden=True)
@seeded
def test_same_points(rbf_kernel, rng):
    X = rng.normal(size=(5, 3))
    assert_kernel(rbf_kernel, X, X, 0.3)


@test_case(name="a wide and a narrow kernel", points=0.25, hidden=True)
@seeded
def test_widths(rbf_kernel, rng):
    X, Z = rng.normal(size=(5, 3)), rng.normal(size=(4, 3))
    for gamma in (0.01, 65.0):
        scale = np.sqrt(0.3 / gamma)
        assert_kernel(rbf_kernel, scale * X, scale * Z, gamma, f"kernel with gamma = {gamma}")


@test_case(name="points so far apart that the kernel is small, or practically 0", points=0.25, hidden=True)
@seeded
def test_far_points(rbf_kernel, rng):
    line = np.arange(4.0)[:, None] * [0.6, 0.8]  # on a line, one apart
    assert_kernel(rbf_kernel, line, -line[1:], 0.5, "kernel of points on a line")
    X = rng.normal(size=(5, 3)) / 2
    X[0] += 1e3
    assert_kernel(rbf_kernel, X, -X[:4], 1.3, "kernel of points far apart")


@test_case(name="a single point, a single feature", points=0.25, hidden=True)
@seeded
def test_sizes_of_one(rbf_kernel, rng):
    x, Z = rng.normal(size=(1, 1)), rng.normal(size=(3, 1))
    for one, other, gamma in ((x, Z, 0.4), (Z, x, 2.3), (x, x + 0.3, 2.3)):
        assert_kernel(rbf_kernel, one, other, gamma, "kernel of a single point")


@test_case(name="float32 points, and integer points beside integers and floats", points=0.5, hidden=True)
@seeded
def test_other_types(rbf_kernel, rng):
    X, Z = (rng.normal(size=(n, 2)).astype(np.float32) for n in (5, 3))
    assert_kernel(rbf_kernel, X, Z, 0.3, "kernel of float32 points", assert_close32)
    X, Z, mixed = rng.integers(-3, 4, size=(5, 2)), rng.integers(-3, 4, size=(3, 2)), rng.normal(size=(4, 2))
    Z[0] = X[0] + 1  # not only far apart
    for one, other in ((X, Z), (X, mixed), (mixed, Z)):
        assert_kernel(rbf_kernel, one, other, 0.1, "kernel of integer points", assert_close32)


@test_case(name="rbf_kernel leaves its arguments as they are", points=0.15, hidden=True)
@seeded
def test_kernel_unchanged(rbf_kernel, rng):
    X, Z = rng.normal(size=(5, 2)), rng.normal(size=(3, 2))
    assert_kernel(rbf_kernel, X, Z, 0.2)
    assert_pure(rbf_kernel, X, Z, 0.2)


@test_case(name="XOR is linearly separable after the lift", points=2.1, hidden=True)
@seeded
def test_separable(lift_xor, rng):
    # two points of one class first: a map by position would guess the classes wrong
    order = np.concatenate([rng.permutation([0, 3]), rng.permutation([1, 2])][:: int(rng.choice([-1, 1]))])
    separable(lift_xor, CORNERS[order])


@test_case(name="the lift goes row by row: repeated rows, a single row", points=0.75, hidden=True)
@seeded
def test_row_by_row(lift_xor, rng):
    phi = separable(lift_xor)
    rows = [*rng.permutation([0, 0, 0, 1, 2, 2, 3]), 3]  # another mean, another order, repetitions
    assert_close(images(lift_xor(CORNERS[rows]), len(rows)), phi[rows], "images of repeated rows")
    for i in rng.permutation(4)[:2]:
        assert_close(images(lift_xor(CORNERS[[i]]), 1), phi[i : i + 1], "image of a single row")


@test_case(name="the lift of points that are no corners", points=0.25, hidden=True)
@seeded
def test_other_points(lift_xor, rng):
    phi = separable(lift_xor)
    inner = rng.uniform(0.1, 0.4, size=(2, 2))
    every = images(lift_xor(np.concatenate([CORNERS, inner])), 6)
    assert_close(every[:4], phi, "images of the corners among other rows")
    assert_close(every[4:], images(lift_xor(inner.copy()), 2), "images of other rows")


@test_case(name="lift_xor leaves its argument as it is", points=0.15, hidden=True)
def test_lift_unchanged(lift_xor):
    separable(lift_xor)
    assert_pure(lift_xor, CORNERS.copy())
