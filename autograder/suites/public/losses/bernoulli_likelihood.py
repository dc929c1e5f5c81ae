import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare

OK_FORMAT = False
name = "bernoulli_likelihood"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(bernoulli_nll):
    z = np.array([np.log(3.0), np.log(3.0)])
    compare("bernoulli_nll", bernoulli_nll(z, np.array([1, 0])), 0.8369882168)


@test_case(name="public: one label of each kind", points=0, hidden=False)
def test_each_label(bernoulli_nll):
    z = np.array([np.log(3.0)])
    compare("bernoulli_nll of label 1", bernoulli_nll(z.copy(), np.array([1])), 0.2876820724)
    compare("bernoulli_nll of label 0", bernoulli_nll(z.copy(), np.array([0])), 1.3862943611)


@test_case(name="public: a confident mistake", points=0, hidden=False)
def test_confident_mistake(bernoulli_nll):
    compare("bernoulli_nll", bernoulli_nll(np.array([10000.0]), np.array([0])), 10000.0)
