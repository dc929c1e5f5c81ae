"""A certificate: any network will do. Its linear pieces are counted in rational arithmetic, following every kink.

The weights are taken as the exact rationals that their floats are. A network meant with thirds is thereby a slightly
other one: kinks that should coincide lie about 1e-16 apart, times slopes that stay below 1e4 or so, and slopes that
should agree differ by about 1e-15 of themselves. Real pieces are at least 3**-6 > 1e-3 wide for the depths tested, so
the two tolerances of 1e-6, which the prompt states, lie many orders of magnitude from either side.
"""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from otter.test_files import test_case

from autograder.checks import as_floats, as_sequence, assert_parts, assert_true, seeded

OK_FORMAT = False
name = "sawtooth_hidden"
WIDEST = 4
NARROWEST = Fraction(1, 10**6)  # of a piece
SMALLEST_BEND = Fraction(1, 10**6)  # of a change of slope, relative to the steepest slope


def layers_of(network, depth):
    """The network as exact rationals, once its form is right: [(rows of W, b)] per layer."""
    pairs = as_sequence(network)
    count = depth + 1
    assert_true(pairs is not None and len(pairs) == count, f"depth {depth}: expected {count} pairs (W, b)")
    layers, width = [], 1
    for i, pair in enumerate(pairs):
        W, b = (as_floats(a) for a in assert_parts(pair, ("W", "b")))
        shaped = W is not None and b is not None and W.ndim == 2 and W.shape[0] == width and b.shape == W.shape[1:]
        assert_true(
            shaped, f"depth {depth}, layer {i + 1}: expected W of shape ({width}, n_out) and b of shape (n_out,)"
        )
        assert_true(np.isfinite(W).all() and np.isfinite(b).all(), f"depth {depth}, layer {i + 1}: not finite")
        width = W.shape[1]
        most = 1 if i == depth else WIDEST
        assert_true(1 <= width <= most, f"depth {depth}, layer {i + 1}: {width} units, expected at most {most}")
        layers.append(([[Fraction(w) for w in row] for row in W.tolist()], [Fraction(v) for v in b.tolist()]))
    return layers


def affine(h, W, b):
    return [bias + sum(u * row[j] for u, row in zip(h, W) if u) for j, bias in enumerate(b)]


def with_kinks(points):
    """The points (t, z) of a polygon, and between them every t at which a unit of z crosses 0."""
    refined = [points[0]]
    for (t0, z0), (t1, z1) in pairwise(points):
        shares = {p / (p - q) for p, q in zip(z0, z1) if (p < 0 < q) or (q < 0 < p)}
        for s in sorted(shares):
            refined.append((t0 + s * (t1 - t0), [p + s * (q - p) for p, q in zip(z0, z1)]))
        refined.append((t1, z1))
    return refined


def count_pieces(layers, at_most):
    """Linear pieces on [0, 1]; gives up once there are far more kinks than `at_most` pieces can have."""
    points = [(Fraction(0), [Fraction(0)]), (Fraction(1), [Fraction(1)])]
    for W, b in layers[:-1]:
        points = with_kinks([(t, affine(h, W, b)) for t, h in points])
        assert_true(len(points) <= 16 * at_most, f"more than {at_most} linear pieces on [0, 1]")
        points = [(t, [max(u, Fraction(0)) for u in z]) for t, z in points]
    graph = [(t, affine(h, *layers[-1])[0]) for t, h in points]
    slopes = [(v1 - v0) / (t1 - t0) for (t0, v0), (t1, v1) in pairwise(graph) if t1 - t0 >= NARROWEST]
    least = SMALLEST_BEND * max(map(abs, slopes))
    return 1 + sum(abs(second - first) > least for first, second in pairwise(slopes))


def check(sawtooth_network, *depths):
    """Two depths at least, so that no fixed network passes."""
    for depth in depths:
        pieces = count_pieces(layers_of(sawtooth_network(depth), depth), 2**depth)
        assert_true(pieces == 2**depth, f"depth {depth}: {pieces} linear pieces on [0, 1], expected {2**depth}")


@test_case(name="depths 1 and 2", points=3, hidden=True)
@seeded
def test_shallow(sawtooth_network, rng):
    check(sawtooth_network, 1, 2)


@test_case(name="depths 3 and 4", points=3, hidden=True)
@seeded
def test_deeper(sawtooth_network, rng):
    check(sawtooth_network, 3, 4)


@test_case(name="depths 5 and 6", points=2, hidden=True)
@seeded
def test_deep(sawtooth_network, rng):
    check(sawtooth_network, 5, 6)
