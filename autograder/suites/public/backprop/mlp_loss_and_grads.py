import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, failure, say, unchanged

OK_FORMAT = False
name = "mlp_loss_and_grads"


def compare_all(got, loss, gradients):
    if not isinstance(got, (tuple, list)) or len(got) != 2 or not hasattr(got[1], "keys"):
        raise failure("return (loss, grads), grads being a dict", "请返回 (loss, grads)，grads 是字典")
    if set(got[1]) != set(gradients):
        expected = ", ".join(gradients)
        raise failure(f"grads: the keys are {expected}", f"grads：键应为 {expected}")
    compare(say("loss", "损失"), got[0], loss)
    for key, expected in gradients.items():
        compare(f'grads["{key}"]', got[1][key], expected)


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(mlp_loss_and_grads):
    ln3 = np.log(3.0)
    got = mlp_loss_and_grads(
        np.array([[2.0]]),
        np.array([1]),
        np.array([[ln3]]),
        np.array([-ln3]),
        np.array([[0.0, 4.0]]),
        np.array([0.0, -3.0]),
    )
    gradients = {"W1": [[-0.75]], "b1": [-0.375], "W2": [[0.375, -0.375]], "b2": [0.5, -0.5]}
    compare_all(got, np.log(2.0), gradients)


@test_case(name="public: two samples, two inputs, three hidden units", points=0, hidden=False)
def test_two_samples(mlp_loss_and_grads):
    # W1 = 0 makes every hidden unit 1/2; the logits are (0, 1/2) for both samples, whatever X
    got = mlp_loss_and_grads(
        np.array([[1.0, -2.0], [3.0, 0.5]]),
        np.array([0, 1]),
        np.zeros((2, 3)),
        np.zeros(3),
        np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, -1.0]]),
        np.zeros(2),
    )
    gradients = {
        "W1": [[0.06377033, -0.12754067, 0.0], [0.17921112, -0.35842225, 0.0]],
        "b1": [-0.03061483, 0.06122967, 0.0],
        "W2": [[-0.06122967, 0.06122967]] * 3,
        "b2": [-0.12245933, 0.12245933],
    }
    compare_all(got, 0.72407698, gradients)


@test_case(name="public: logits of twenty thousand", points=0, hidden=False)
def test_far(mlp_loss_and_grads):
    # the hidden unit is 1/2, the logits are (20000, 0) and the true class is 1
    got = mlp_loss_and_grads(
        np.array([[2.0]]), np.array([1]), np.zeros((1, 1)), np.zeros(1), np.array([[40000.0, 0.0]]), np.zeros(2)
    )
    gradients = {"W1": [[20000.0]], "b1": [10000.0], "W2": [[0.5, -0.5]], "b2": [1.0, -1.0]}
    compare_all(got, 20000.0, gradients)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(mlp_loss_and_grads):
    W1, W2 = np.array([[0.5, -1.0], [2.0, 1.0]]), np.array([[1.0, 0.5], [-2.0, 1.0]])
    given = (np.array([[1.0, 2.0]]), np.array([1]), W1, np.array([0.5, 0.25]), W2, np.array([1.5, -1.0]))
    unchanged("mlp_loss_and_grads(X, labels, W1, b1, W2, b2)", mlp_loss_and_grads, *given, new=True)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(mlp_loss_and_grads):
    X, labels = np.array([[2], [4]]), np.array([0, 1])
    got = mlp_loss_and_grads(X, labels, np.zeros((1, 1)), np.zeros(1), np.array([[0.5, -0.5]]), np.array([-0.25, 0.25]))
    gradients = {"W1": [[0.125]], "b1": [0.0], "W2": [[0.0, 0.0]], "b2": [0.0, 0.0]}
    compare_all(got, np.log(2.0), gradients)


@test_case(name="public: hidden units far from zero", points=0, hidden=False)
def test_far_hidden(mlp_loss_and_grads):
    given = (np.array([[10000.0]]), np.zeros(1), np.zeros((1, 2)), np.zeros(2))
    got = mlp_loss_and_grads(np.array([[1.0], [-1.0]]), np.array([0, 1]), *given)
    gradients = {"W1": [[0.0]], "b1": [0.0], "W2": [[-0.25, 0.25]], "b2": [0.0, 0.0]}
    compare_all(got, np.log(2.0), gradients)
