import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare

OK_FORMAT = False
name = "mean_and_std"


@test_case(name="public: three numbers", points=0, hidden=False)
def test_three(mean_and_std):
    mean, std = mean_and_std(np.array([1.0, 2.0, 6.0]))
    compare("mean", mean, 3.0)
    compare("std", std, 2.1602469)
