import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, unchanged

OK_FORMAT = False
name = "conv_as_matrix"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(conv_as_matrix):
    matrix = conv_as_matrix(np.array([1.0, 2.0, -1.0]), 4)
    compare("A", matrix, [[1.0, 2.0, -1.0, 0.0], [0.0, 1.0, 2.0, -1.0]])


@test_case(name="public: differences of neighbours", points=0, hidden=False)
def test_differences(conv_as_matrix):
    matrix = conv_as_matrix(np.array([-1.0, 1.0]), 4)
    compare("A", matrix, [[-1.0, 1.0, 0.0, 0.0], [0.0, -1.0, 1.0, 0.0], [0.0, 0.0, -1.0, 1.0]])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(conv_as_matrix):
    unchanged("conv_as_matrix(kernel, n)", conv_as_matrix, np.array([1.0, 2.0, -1.0]), 4)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(conv_as_matrix):
    compare("A", conv_as_matrix(np.array([1, 2]), 3), [[1.0, 2.0, 0.0], [0.0, 1.0, 2.0]])
