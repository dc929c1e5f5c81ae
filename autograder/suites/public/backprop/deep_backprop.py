import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, failure, unchanged

OK_FORMAT = False
name = "deep_backprop"


def compare_layers(got, dWs, dbs):
    parts = got if isinstance(got, (tuple, list)) else ()
    if len(parts) != 2 or any(not isinstance(p, (tuple, list)) or len(p) != len(dWs) for p in parts):
        en = f"return (dWs, dbs), two lists of {len(dWs)} arrays"
        zh = f"请返回 (dWs, dbs)：两个含 {len(dWs)} 个数组的列表"
        raise failure(en, zh)
    for layer, (dW, db) in enumerate(zip(dWs, dbs)):
        compare(f"dWs[{layer}]", parts[0][layer], dW)
        compare(f"dbs[{layer}]", parts[1][layer], db)


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(deep_gradients):
    got = deep_gradients(
        np.array([[1.0]]),
        np.array([[5.0]]),
        [np.array([[2.0]]), np.array([[3.0]])],
        [np.array([0.0]), np.array([0.0])],
        "relu",
    )
    compare_layers(got, [[[3.0]], [[2.0]]], [[3.0], [1.0]])


@test_case(name="public: one sigmoid layer, two samples", points=0, hidden=False)
def test_one_layer(deep_gradients):
    # both outputs are 3/4, the slope there is 3/16; errors 1/4 and -1/4, averaged over two samples
    got = deep_gradients(
        np.array([[1.0, 0.0], [0.0, 2.0]]),
        np.array([[0.5], [1.0]]),
        [np.zeros((2, 1))],
        [np.array([np.log(3.0)])],
        "sigmoid",
    )
    compare_layers(got, [[[3 / 128], [-6 / 128]]], [[0.0]])


@test_case(name="public: two tanh layers", points=0, hidden=False)
def test_tanh_layers(deep_gradients):
    # hidden outputs (1/2, 0), output tanh(ln(3) / 2) = 1/2 for the target (0): delta_2 = 1/2 * 3/4
    half = np.log(3.0) / 2.0
    got = deep_gradients(
        np.array([[1.0]]),
        np.array([[0.0]]),
        [np.array([[half, 0.0]]), np.array([[2.0 * half], [4.0]])],
        [np.zeros(2), np.zeros(1)],
        "tanh",
    )
    first = [0.375 * 2.0 * half * 0.75, 1.5]
    compare_layers(got, [[first], [[0.1875], [0.0]]], [first, [0.375]])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(deep_gradients):
    weights, biases = [np.array([[0.5, -1.0]]), np.array([[2.0], [1.5]])], [np.array([0.5, 1.0]), np.array([0.25])]
    given = (np.array([[1.0]]), np.array([[5.0]]), weights, biases)
    for activation in ("relu", "tanh", "sigmoid"):
        unchanged("deep_gradients(X, Y, weights, biases, activation)", deep_gradients, *given, activation, new=True)


@test_case(name="public: a ReLU at exactly 0", points=0, hidden=False)
def test_kink(deep_gradients):
    got = deep_gradients(np.array([[0.0]]), np.array([[1.0]]), [np.array([[1.0]])], [np.zeros(1)], "relu")
    compare_layers(got, [[[0.0]]], [[0.0]])


@test_case(name="public: pre-activations of ten thousand", points=0, hidden=False)
def test_far(deep_gradients):
    for activation in ("sigmoid", "tanh"):
        X, Y = np.array([[1.0], [-1.0]]), np.array([[0.5], [0.5]])
        got = deep_gradients(X, Y, [np.array([[10000.0]])], [np.zeros(1)], activation)
        compare_layers(got, [[[0.0]]], [[0.0]])
