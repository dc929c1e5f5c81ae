import os

import numpy as np
from otter.test_files import test_case


def say(en: str, zh: str = "") -> str:
    """The message in the student's language; a course in one language has one."""
    language = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return zh if zh and language.startswith("zh") else en


def failure(en: str, zh: str = "") -> AssertionError:
    """What to raise for a wrong answer."""
    return AssertionError(say(en, zh))


OK_FORMAT = False
name = "sawtooth"


def layers_of(network, depth):
    """The pairs as arrays, once their number and their shapes are right."""
    if not isinstance(network, (list, tuple)) or len(network) != depth + 1:
        raise failure(
            f"depth {depth}: expected a list of {depth + 1} pairs (W, b)",
            f"\u6df1\u5ea6 {depth}\uff1a\u5e94\u8fd4\u56de {depth + 1} \u5bf9 (W, b)",
        )
    layers, width = [], 1
    for i, pair in enumerate(network):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise failure(f"layer {i + 1}: expected a pair (W, b)", f"\u7b2c {i + 1} \u5c42\uff1a\u5e94\u4e3a\u4e00\u5bf9 (W, b)")
        if any(isinstance(a, np.ndarray) and a.dtype.kind != "f" for a in pair):
            raise failure(f"layer {i + 1}: expected arrays of floats", f"\u7b2c {i + 1} \u5c42\uff1a\u5e94\u4e3a\u6d6e\u70b9\u6570\u7ec4")
        W, b = (np.asarray(a, dtype=float) for a in pair)
        if W.ndim != 2 or W.shape[0] != width or b.shape != W.shape[1:]:
            raise failure(
                f"layer {i + 1}: W of shape {W.shape} and b of shape {b.shape} do not fit behind {width} unit(s)",
                f"\u7b2c {i + 1} \u5c42\uff1aW {W.shape} \u4e0e b {b.shape} \u4e0e\u524d\u4e00\u5c42\u7684 {width} \u4e2a\u5355\u5143\u4e0d\u5339\u914d",
            )
        layers, width = [*layers, (W, b)], W.shape[1]
    if width != 1 or max(W.shape[1] for W, _ in layers) > 4:
        raise failure(
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
            raise failure(
                f"depth {depth}: {pieces} linear piece(s) on [0, 1], expected {2**depth}",
                f"\u6df1\u5ea6 {depth}\uff1a\u5728 [0, 1] \u4e0a\u6709 {pieces} \u6bb5\uff0c\u5e94\u6709 {2**depth} \u6bb5",
            )
