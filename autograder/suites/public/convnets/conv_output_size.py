from otter.test_files import test_case

from autograder.checks.public import compare, integer

OK_FORMAT = False
name = "conv_output_size"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(conv_output_size):
    compare("conv_output_size(8, 3, 2, 0)", conv_output_size(8, 3, 2, 0), 3)


@test_case(name="public: LeNet's first layer", points=0, hidden=False)
def test_lenet(conv_output_size):
    compare("conv_output_size(32, 5, 1, 0)", conv_output_size(32, 5, 1, 0), 28)


@test_case(name="public: an integer", points=0, hidden=False)
def test_integer(conv_output_size):
    integer("conv_output_size(5, 3, 1, 1)", conv_output_size(5, 3, 1, 1), 5)
