import numpy as np
from otter.test_files import test_case

from autograder.checks.public import failure

OK_FORMAT = False
name = "sawtooth"


def layers_of(network, depth):
    """The pairs as arrays, once their number and their shapes are right."""
    if not isinstance(network, (list, tuple)) or len(network) != depth + 1:
        raise failure(
            f"depth {depth}: expected a list of {depth + 1} pairs (W, b)",
            f"深度 {depth}：应返回 {depth + 1} 对 (W, b)",
        )
    layers, width = [], 1
    for i, pair in enumerate(network):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise failure(f"layer {i + 1}: expected a pair (W, b)", f"第 {i + 1} 层：应为一对 (W, b)")
        if any(isinstance(a, np.ndarray) and a.dtype.kind != "f" for a in pair):
            raise failure(f"layer {i + 1}: expected arrays of floats", f"第 {i + 1} 层：应为浮点数组")
        W, b = (np.asarray(a, dtype=float) for a in pair)
        if W.ndim != 2 or W.shape[0] != width or b.shape != W.shape[1:]:
            raise failure(
                f"layer {i + 1}: W of shape {W.shape} and b of shape {b.shape} do not fit behind {width} unit(s)",
                f"第 {i + 1} 层：W {W.shape} 与 b {b.shape} 与前一层的 {width} 个单元不匹配",
            )
        layers, width = [*layers, (W, b)], W.shape[1]
    if width != 1 or max(W.shape[1] for W, _ in layers) > 4:
        raise failure(
            "expected one output and at most 4 units in each hidden layer",
            "输出应为 1 个，每个隐藏层最多 4 个单元",
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
                f"深度 {depth}：在 [0, 1] 上有 {pieces} 段，应有 {2**depth} 段",
            )
