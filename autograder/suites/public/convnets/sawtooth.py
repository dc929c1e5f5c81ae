# -- The helpers of every public suite: the same lines in each, so that a suite needs numpy and otter only. --
import os

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
_LANG = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"


def say(en, zh):
    return zh if _LANG.startswith("zh") else en


def compare(what, got, expected, tolerance=1e-6):
    """The type, then the shape, then the values: the first wrong entry is named."""
    want = np.asarray(expected, dtype=float)
    if got is None:
        raise AssertionError(say(f"{what}: nothing is returned", f"{what}\uff1a\u6ca1\u6709\u8fd4\u56de\u503c"))
    try:
        array = np.asarray(got)
    except ValueError:
        array = np.asarray(None)
    if array.dtype.kind not in "fiu" or (array.dtype.kind != "f" and array.ndim and isinstance(got, np.ndarray)):
        kind = array.dtype if isinstance(got, np.ndarray) else type(got).__name__
        raise AssertionError(
            say(
                f"{what}: expected floating-point numbers, got {kind}",
                f"{what}\uff1a\u5e94\u4e3a\u6d6e\u70b9\u6570\uff0c\u5f97\u5230 {kind}",
            )
        )
    if array.shape != want.shape:
        raise AssertionError(
            say(
                f"{what}: expected shape {want.shape}, got {array.shape}",
                f"{what}\uff1a\u5f62\u72b6\u5e94\u4e3a {want.shape}\uff0c\u5f97\u5230 {array.shape}",
            )
        )
    wrong = ~(np.abs(array - want) <= tolerance * max(1.0, float(np.abs(want).max(initial=0.0))))
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        where = f" at {list(at)}" if at else ""
        place = f"\u5728 {list(at)} \u5904" if at else ""
        raise AssertionError(
            say(
                f"{what}: wrong{where}: got {array[at]:.6g}, expected {want[at]:.6g}",
                f"{what}\uff1a{place}\u4e0d\u5bf9\uff1a\u5f97\u5230 {array[at]:.6g}\uff0c\u5e94\u4e3a {want[at]:.6g}",
            )
        )


# -- End of the helpers. --

name = "sawtooth"


def fail(en, zh):
    raise AssertionError(say(en, zh))


def layers_of(network, depth):
    """The pairs as arrays, once their number and their shapes are right."""
    if not isinstance(network, (list, tuple)) or len(network) != depth + 1:
        fail(
            f"depth {depth}: expected a list of {depth + 1} pairs (W, b)",
            f"\u6df1\u5ea6 {depth}\uff1a\u5e94\u8fd4\u56de {depth + 1} \u5bf9 (W, b)",
        )
    layers, width = [], 1
    for i, pair in enumerate(network):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            fail(
                f"layer {i + 1}: expected a pair (W, b)", f"\u7b2c {i + 1} \u5c42\uff1a\u5e94\u4e3a\u4e00\u5bf9 (W, b)"
            )
        if any(isinstance(a, np.ndarray) and a.dtype.kind != "f" for a in pair):
            fail(
                f"layer {i + 1}: expected arrays of floats",
                f"\u7b2c {i + 1} \u5c42\uff1a\u5e94\u4e3a\u6d6e\u70b9\u6570\u7ec4",
            )
        W, b = (np.asarray(a, dtype=float) for a in pair)
        if W.ndim != 2 or W.shape[0] != width or b.shape != W.shape[1:]:
            fail(
                f"layer {i + 1}: W of shape {W.shape} and b of shape {b.shape} do not fit behind {width} unit(s)",
                f"\u7b2c {i + 1} \u5c42\uff1aW {W.shape} \u4e0e b {b.shape} \u4e0e\u524d\u4e00\u5c42"
                f"\u7684 {width} \u4e2a\u5355\u5143\u4e0d\u5339\u914d",
            )
        layers, width = [*layers, (W, b)], W.shape[1]
    if width != 1 or max(W.shape[1] for W, _ in layers) > 4:
        fail(
            "expected one output and at most 4 units in each hidden layer",
            "\u8f93\u51fa\u5e94\u4e3a 1 \u4e2a\uff0c\u6bcf\u4e2a\u9690\u85cf\u5c42\u6700\u591a 4 \u4e2a\u5355\u5143",
        )
    return layers


def kinks_on_a_grid(layers):
    """Kinks on a fine grid: enough for few and wide pieces. The grading counts exactly."""
    h = np.linspace(0.0, 1.0, 9999)[:, None]
    for W, b in layers[:-1]:
        h = np.maximum(h @ W + b, 0.0)
    bends = np.abs(np.diff((h @ layers[-1][0] + layers[-1][1])[:, 0], 2))
    bent = np.concatenate([[False], bends > 1e-6 * max(1e-9, bends.max())])
    return int((bent[1:] & ~bent[:-1]).sum())  # a kink between two grid points bends at both


@test_case(name="public: layers that fit together", points=0, hidden=False)
def test_layers(sawtooth_network):
    for depth in (1, 2, 5):
        layers_of(sawtooth_network(depth), depth)


@test_case(name="public: two pieces for depth 1, four for depth 2", points=0, hidden=False)
def test_pieces(sawtooth_network):
    for depth in (1, 2):
        pieces = kinks_on_a_grid(layers_of(sawtooth_network(depth), depth)) + 1
        if pieces != 2**depth:
            fail(
                f"depth {depth}: {pieces} linear piece(s) on [0, 1], expected {2**depth}",
                f"\u6df1\u5ea6 {depth}\uff1a\u5728 [0, 1] \u4e0a\u6709 {pieces} \u6bb5"
                f"\uff0c\u5e94\u6709 {2**depth} \u6bb5",
            )
