import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, unchanged

OK_FORMAT = False
name = "sigmoid"


@test_case(name="public: sigmoid of the worked example", points=0, hidden=False)
def test_sigmoid(sigmoid):
    z = np.array([np.log(3.0), 0.0, -np.log(4.0)])
    compare("sigmoid", sigmoid(z), [0.75, 0.5, 0.2])


@test_case(name="public: sigmoid_backward of the worked example", points=0, hidden=False)
def test_backward(sigmoid_backward):
    z = np.array([[np.log(3.0), 0.0], [-np.log(4.0), np.log(3.0)]])
    dh = np.array([[2.0, -1.0], [1.0, 0.5]])
    compare("dz", sigmoid_backward(z, dh), [[0.375, -0.25], [0.16, 0.09375]])


@test_case(name="public: both far from zero", points=0, hidden=False)
def test_far(sigmoid, sigmoid_backward):
    z = np.array([1000.0, -1000.0, np.log(3.0)])
    compare("sigmoid", sigmoid(z.copy()), [1.0, 0.0, 0.75])
    compare("dz", sigmoid_backward(z, np.array([3.0, 3.0, 2.0])), [0.0, 0.0, 0.375])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(sigmoid, sigmoid_backward):
    z = np.array([[0.5, -2.0], [0.0, 3.0]])
    unchanged("sigmoid(z)", sigmoid, z, new=True)
    unchanged("sigmoid_backward(z, dh)", sigmoid_backward, z, np.array([[2.0, -1.0], [1.0, 0.5]]), new=True)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(sigmoid, sigmoid_backward):
    compare("sigmoid", sigmoid(np.array([0, 1])), [0.5, 0.7310585786])
    compare("dz", sigmoid_backward(np.array([0, 1]), np.array([3.0, 1.0])), [0.75, 0.1966119332])
