import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, unchanged

OK_FORMAT = False
name = "mlp_forward"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(mlp_forward):
    logits = mlp_forward(
        np.array([[1.0, 2.0]]),
        np.array([[np.log(3.0)], [0.0]]),
        np.array([0.0]),
        np.array([[4.0, -8.0]]),
        np.array([1.0, 0.0]),
    )
    compare("logits", logits, [[4.0, -6.0]])


@test_case(name="public: two samples, two hidden units, three classes", points=0, hidden=False)
def test_two_samples(mlp_forward):
    # pre-activations (ln 3, -ln 3) and (0, ln 3), so the hidden units are (3/4, 1/4) and (1/2, 3/4)
    ln3 = np.log(3.0)
    logits = mlp_forward(
        np.array([[1.0, 0.0], [0.0, 1.0]]),
        np.array([[0.0, 0.0], [-ln3, 2.0 * ln3]]),
        np.array([ln3, -ln3]),
        np.array([[4.0, 0.0, 8.0], [0.0, 4.0, -8.0]]),
        np.array([0.0, 1.0, -2.0]),
    )
    compare("logits", logits, [[3.0, 2.0, 2.0], [2.0, 4.0, -4.0]])


@test_case(name="public: hidden units far from zero", points=0, hidden=False)
def test_far(mlp_forward):
    logits = mlp_forward(
        np.array([[1.0], [-1.0]]), np.array([[1e4, -1e4]]), np.zeros(2), np.array([[2.0], [3.0]]), np.array([1.0])
    )
    compare("logits", logits, [[3.0], [4.0]])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(mlp_forward):
    W1, W2 = np.array([[0.5, -1.0], [2.0, 1.0]]), np.array([[1.0], [-2.0]])
    given = (np.array([[1.0, 2.0]]), W1, np.array([0.5, 0.25]), W2, np.array([1.5]))
    unchanged("mlp_forward(X, W1, b1, W2, b2)", mlp_forward, *given)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(mlp_forward):
    given = (np.array([[0.0], [0.0]]), np.zeros(1), np.array([[1.0]]), np.array([0.25]))
    compare("logits", mlp_forward(np.array([[1, 2]]), *given), [[0.75]])
