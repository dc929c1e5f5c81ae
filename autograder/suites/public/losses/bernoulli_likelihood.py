import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, say, unchanged

OK_FORMAT = False
name = "bernoulli_likelihood"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(bernoulli_nll):
    z = np.array([np.log(3.0), np.log(3.0)])
    compare("bernoulli_nll", bernoulli_nll(z, np.array([1, 0])), 0.8369882168)


@test_case(name="public: one label of each kind", points=0, hidden=False)
def test_each_label(bernoulli_nll):
    z = np.array([np.log(3.0)])
    compare(
        say("bernoulli_nll of label 1", "标签为 1 时的 bernoulli_nll"),
        bernoulli_nll(z.copy(), np.array([1])),
        0.2876820724,
    )
    compare(
        say("bernoulli_nll of label 0", "标签为 0 时的 bernoulli_nll"),
        bernoulli_nll(z.copy(), np.array([0])),
        1.3862943611,
    )


@test_case(name="public: a confident mistake", points=0, hidden=False)
def test_confident_mistake(bernoulli_nll):
    compare("bernoulli_nll", bernoulli_nll(np.array([10000.0]), np.array([0])), 10000.0)


@test_case(name="public: a confident success", points=0, hidden=False)
def test_confident_success(bernoulli_nll):
    compare("bernoulli_nll", bernoulli_nll(np.array([10000.0, -10000.0]), np.array([1, 0])), 0.0)


@test_case(name="public: labels of an unsigned type", points=0, hidden=False)
def test_unsigned_labels(bernoulli_nll):
    z = np.array([np.log(3.0), np.log(3.0)])
    compare("bernoulli_nll", bernoulli_nll(z, np.array([1, 0], dtype=np.uint8)), 0.8369882168)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(bernoulli_nll):
    unchanged("bernoulli_nll(z, y)", bernoulli_nll, np.array([1.5, -2.0, 0.5]), np.array([1, 0, 0]))


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(bernoulli_nll):
    compare("bernoulli_nll", bernoulli_nll(np.array([0, 1]), np.array([1, 1])), 0.5032044341)
