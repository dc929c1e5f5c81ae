import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, unchanged

OK_FORMAT = False
name = "input_centring"


@test_case(name="public: the condition number of the worked example", points=0, hidden=False)
def test_condition_number(hessian_condition_number):
    compare("kappa", hessian_condition_number(np.array([[2.0, 1.0], [1.0, 2.0]])), 9.0)
    # the columns are orthogonal, of lengths 2 and 6
    X = np.array([[1.0, 3.0], [1.0, -3.0], [-1.0, 3.0], [-1.0, -3.0]])
    compare("kappa", hessian_condition_number(X), 9.0)


@test_case(name="public: the condition number of three samples", points=0, hidden=False)
def test_three_samples(hessian_condition_number):
    # the columns are orthogonal, the squares of their lengths are 9 and 2
    compare("kappa", hessian_condition_number(np.array([[3.0, 0.0], [0.0, 1.0], [0.0, -1.0]])), 4.5)


@test_case(name="public: standardise", points=0, hidden=False)
def test_standardise(standardise):
    X = np.array([[1.0, 10.0], [3.0, 10.0], [1.0, 40.0], [3.0, 40.0]])
    compare("standardise(X)", standardise(X), [[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]])


@test_case(name="public: a constant column", points=0, hidden=False)
def test_constant_column(standardise):
    compare("standardise(X)", standardise(np.array([[7.0, 1.0], [7.0, 3.0]])), [[0.0, -1.0], [0.0, 1.0]])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(hessian_condition_number, standardise):
    X = np.array([[2.0, 1.0], [1.0, 2.0], [4.0, 1.0]])
    unchanged("hessian_condition_number(X)", hessian_condition_number, X)
    unchanged("standardise(X)", standardise, X)


@test_case(name="public: a column with a small spread", points=0, hidden=False)
def test_small_spread(standardise):
    compare("standardise(X)", standardise(np.array([[1e-9], [3e-9]])), [[-1.0], [1.0]])


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(standardise):
    compare("standardise(X)", standardise(np.array([[1], [2], [3]])), [[-1.2247448714], [0.0], [1.2247448714]])
