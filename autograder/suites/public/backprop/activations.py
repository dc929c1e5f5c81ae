import numpy as np
from otter.test_files import test_case

from autograder.checks.public import changed_arguments, compare, failure

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


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(relu, relu_backward, tanh_backward):
    compare("relu(z)", relu(Z.copy()), [[0.0, 0.0, 2.0], [0.5, 0.0, 1.5]])
    compare("relu_backward(z, dh)", relu_backward(Z.copy(), DH.copy()), [[0.0, 0.0, 5.0], [-2.0, 0.0, 3.0]])
    for what, function, args in (
        ("relu(z)", relu, (Z,)),
        ("relu_backward(z, dh)", relu_backward, (Z, DH)),
        ("tanh_backward(z, dh)", tanh_backward, (Z, DH)),
    ):
        changed = changed_arguments(function, *args)
        if changed:
            argument = ("z", "dh")[changed[0]]
            raise failure(f"{what} changes {argument}", f"{what} 改变了 {argument}")
