from otter.test_files import test_case

from autograder.checks.public import compare

OK_FORMAT = False
name = "preactivation_std"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(preactivation_std):
    compare("preactivation_std(500, 1/1000, 1, 1)", preactivation_std(500, 1 / 1000, 1.0, 1.0), 1.2247449)


@test_case(name="public: no bias", points=0, hidden=False)
def test_no_bias(preactivation_std):
    # four products of variance 1/4 * 9 each
    compare("preactivation_std(4, 0.25, 9, 0)", preactivation_std(4, 0.25, 9.0, 0.0), 3.0)
