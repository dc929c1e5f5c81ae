import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, say, unchanged

OK_FORMAT = False
name = "elastic_net"

X = np.array([[1.0, 0.0], [1.0, 2.0]])
Y = np.array([1.0, 0.0])
W = np.array([2.0, -1.0])


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(elastic_net_objective):
    compare(say("objective", "目标函数"), elastic_net_objective(X.copy(), Y.copy(), W.copy(), 0.5, 0.4), 1.6)


@test_case(name="public: no penalty", points=0, hidden=False)
def test_no_penalty(elastic_net_objective):
    compare(
        say("objective for alpha = 0", "alpha = 0 时的目标函数"),
        elastic_net_objective(X.copy(), Y.copy(), W.copy(), 0.0, 0.4),
        0.25,
    )


@test_case(name="public: lasso", points=0, hidden=False)
def test_lasso(elastic_net_objective):
    compare(
        say("objective for rho = 1", "rho = 1 时的目标函数"),
        elastic_net_objective(X.copy(), Y.copy(), W.copy(), 0.5, 1.0),
        1.75,
    )


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(elastic_net_objective):
    unchanged("elastic_net_objective(X, y, w, alpha, rho)", elastic_net_objective, X, Y, W, 0.5, 0.4)


@test_case(name="public: whole numbers, one sample and two features", points=0, hidden=False)
def test_one_sample(elastic_net_objective):
    given = (np.array([[1, 2]]), np.array([3]), np.array([2, -1]))
    compare(say("objective for alpha = 0", "alpha = 0 时的目标函数"), elastic_net_objective(*given, 0.0, 0.4), 4.5)
