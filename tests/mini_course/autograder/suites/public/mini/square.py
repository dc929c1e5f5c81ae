import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare

OK_FORMAT = False
name = "square"


@test_case(name="public: two numbers", points=0, hidden=False)
def test_two(square):
    compare("square", square(np.array([3.0, -2.0])), [9.0, 4.0])
