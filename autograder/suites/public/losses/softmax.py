import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, unchanged

OK_FORMAT = False
name = "softmax"


@test_case(name="public: softmax of the worked example", points=0, hidden=False)
def test_softmax(softmax):
    logits = np.array([[0.0, np.log(3.0)], [np.log(4.0), 0.0]])
    compare("softmax", softmax(logits), [[0.25, 0.75], [0.8, 0.2]])


@test_case(name="public: log_softmax of the worked example", points=0, hidden=False)
def test_log_softmax(log_softmax):
    logits = np.array([[0.0, np.log(3.0)], [np.log(4.0), 0.0]])
    expected = [[-1.3862943611, -0.2876820724], [-0.2231435513, -1.6094379124]]
    compare("log_softmax", log_softmax(logits), expected)


@test_case(name="public: a single vector", points=0, hidden=False)
def test_vector(softmax, log_softmax):
    logits = np.array([0.0, np.log(3.0)])
    compare("softmax", softmax(logits.copy()), [0.25, 0.75])
    compare("log_softmax", log_softmax(logits), [-1.3862943611, -0.2876820724])


@test_case(name="public: logits around 1000", points=0, hidden=False)
def test_large(softmax, log_softmax):
    logits = np.array([[1000.0, 1000.0 + np.log(3.0)]])
    compare("softmax", softmax(logits.copy()), [[0.25, 0.75]])
    compare("log_softmax", log_softmax(logits), [[-1.3862943611, -0.2876820724]])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(softmax, log_softmax):
    logits = np.array([[0.5, 3.0], [2.0, -1.0]])
    unchanged("softmax(logits)", softmax, logits, new=True)
    unchanged("log_softmax(logits)", log_softmax, logits, new=True)


@test_case(name="public: rows of very different size", points=0, hidden=False)
def test_rows(softmax, log_softmax):
    logits = np.array([[10000.0, 10000.0], [-10000.0, -10000.0], [0.0, 10000.0]])
    compare("softmax", softmax(logits.copy()), [[0.5, 0.5], [0.5, 0.5], [0.0, 1.0]])
    half = -0.69314718056
    compare("log_softmax", log_softmax(logits), [[half, half], [half, half], [-10000.0, 0.0]], tolerance=1e-10)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(softmax, log_softmax):
    compare("softmax", softmax(np.array([[2, 2], [0, 1]])), [[0.5, 0.5], [0.2689414214, 0.7310585786]])
    compare("log_softmax", log_softmax(np.array([2, 2])), [-0.6931471806, -0.6931471806])
