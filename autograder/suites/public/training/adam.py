import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, parts, unchanged

OK_FORMAT = False
name = "adam"


@test_case(name="public: the first step of the worked example", points=0, hidden=False)
def test_first_step(adam_step):
    # from zero moments the first step is lr times the sign of the gradient, whatever its size
    w, g = np.array([1.0, -2.0]), np.array([0.5, -40.0])
    got = adam_step(w, g, np.zeros(2), np.zeros(2), 1, 0.1, 0.9, 0.99, 1e-12)
    new_w, m, v = parts("(w, m, v)", got, 3)
    compare("m", m, [0.05, -4.0])
    compare("v", v, [0.0025, 16.0])
    compare("w", new_w, [0.9, -1.9])


@test_case(name="public: the second step of the worked example", points=0, hidden=False)
def test_second_step(adam_step):
    w, g = np.array([0.9]), np.array([-0.5])
    got = adam_step(w, g, np.array([0.05]), np.array([0.0025]), 2, 0.1, 0.9, 0.99, 1e-12)
    new_w, m, v = parts("(w, m, v)", got, 3)
    compare("m", m, [-0.005])
    compare("v", v, [0.004975])
    # m_hat = -0.005 / 0.19 = -1 / 38 and v_hat = 0.004975 / 0.0199 = 0.25
    compare("w", new_w, [0.9 + 0.1 / 19])


@test_case(name="public: eps stands next to the root", points=0, hidden=False)
def test_eps(adam_step):
    got = adam_step(np.array([1.0]), np.array([0.5]), np.zeros(1), np.zeros(1), 1, 0.1, 0.9, 0.99, 0.5)
    compare("w", parts("(w, m, v)", got, 3)[0], [0.95])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(adam_step):
    given = (np.array([1.0, -2.0]), np.array([0.5, -40.0]), np.array([0.1, 0.2]), np.array([0.3, 0.4]))
    unchanged("adam_step(w, g, m, v, t, lr, beta1, beta2, eps)", adam_step, *given, 2, 0.1, 0.9, 0.99, 1e-8)


@test_case(name="public: whole numbers, and arrays of any shape", points=0, hidden=False)
def test_shapes(adam_step):
    for shape in ((), (2, 1, 2)):
        w, g = np.ones(shape, dtype=int), np.full(shape, 0.5)
        got = adam_step(w, g, np.zeros(shape), np.zeros(shape), 1, 0.1, 0.9, 0.99, 1e-12)
        compare("w", parts("(w, m, v)", got, 3)[0], np.full(shape, 0.9))
