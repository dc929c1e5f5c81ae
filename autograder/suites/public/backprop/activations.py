import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, unchanged

OK_FORMAT = False
name = "activations"

Z = np.array([[-1.0, 0.0, 2.0], [0.5, -3.0, 1.5]])
DH = np.array([[5.0, 5.0, 5.0], [-2.0, 4.0, 3.0]])


@test_case(name="public: relu", points=0, hidden=False)
def test_relu(relu):
    compare("relu(z)", relu(Z.copy()), [[0.0, 0.0, 2.0], [0.5, 0.0, 1.5]])


@test_case(name="public: relu_backward", points=0, hidden=False)
def test_relu_backward(relu_backward):
    compare("relu_backward(z, dh)", relu_backward(Z.copy(), DH.copy()), [[0.0, 0.0, 5.0], [-2.0, 0.0, 3.0]])


@test_case(name="public: tanh_backward", points=0, hidden=False)
def test_tanh_backward(tanh_backward):
    # tanh(0) = 0, tanh(ln(3) / 2) = 1/2, tanh(-ln(2)) = -3/5
    z = np.array([0.0, np.log(3.0) / 2.0, -np.log(2.0)])
    compare("tanh_backward(z, dh)", tanh_backward(z, np.array([7.0, 4.0, -2.0])), [7.0, 3.0, -1.28])


@test_case(name="public: tanh far from zero", points=0, hidden=False)
def test_tanh_far(tanh_backward):
    z = np.array([1e4, -1e4, 0.0])
    compare("tanh_backward(z, dh)", tanh_backward(z, np.array([3.0, 3.0, 3.0])), [0.0, 0.0, 3.0])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(relu, relu_backward, tanh_backward):
    unchanged("relu(z)", relu, Z, new=True)
    unchanged("relu_backward(z, dh)", relu_backward, Z, DH, new=True)
    unchanged("tanh_backward(z, dh)", tanh_backward, Z, DH, new=True)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(relu_backward, tanh_backward):
    compare("relu_backward(z, dh)", relu_backward(np.array([-1, 0, 2]), np.array([0.5, 0.5, 0.5])), [0.0, 0.0, 0.5])
    compare("tanh_backward(z, dh)", tanh_backward(np.array([0, 1]), np.array([0.5, 2.0])), [0.5, 0.8399486832])
