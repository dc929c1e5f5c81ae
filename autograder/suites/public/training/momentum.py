import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, parts, say, unchanged

OK_FORMAT = False
name = "momentum"


@test_case(name="public: one step of gradient descent", points=0, hidden=False)
def test_sgd(sgd_step):
    w, g = np.array([[1.0, -2.0, 0.5]]), np.array([[0.5, -1.0, 4.0]])
    compare("w", sgd_step(w, g, 0.1), [[0.95, -1.9, 0.1]])


@test_case(name="public: momentum, the worked example", points=0, hidden=False)
def test_momentum(momentum_step):
    w, g, v = np.array([1.0, -2.0]), np.array([0.5, -1.0]), np.array([0.2, 0.4])
    new_w, new_v = parts("(w, v)", momentum_step(w, g, v, 0.1, 0.9), 2)
    compare(say("new v", "新的 v"), new_v, [0.13, 0.46])
    compare(say("new w", "新的 w"), new_w, [1.13, -1.54])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(sgd_step, momentum_step):
    w, g, v = np.array([1.0, -2.0]), np.array([0.5, -1.0]), np.array([0.2, 0.4])
    unchanged("sgd_step(w, g, lr)", sgd_step, w, g, 0.1)
    unchanged("momentum_step(w, g, v, lr, mu)", momentum_step, w, g, v, 0.1, 0.9)


@test_case(name="public: arrays of any shape", points=0, hidden=False)
def test_shapes(sgd_step, momentum_step):
    for shape in ((), (2, 1, 2)):
        w, g, v = np.full(shape, 1.0), np.full(shape, 0.5), np.full(shape, 0.2)
        compare("w", sgd_step(w, g, 0.1), np.full(shape, 0.95))
        compare(say("new w", "新的 w"), parts("(w, v)", momentum_step(w, g, v, 0.1, 0.9), 2)[0], np.full(shape, 1.13))
