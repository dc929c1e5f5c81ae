import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, say, unchanged

OK_FORMAT = False
name = "cross_entropy"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(cross_entropy):
    logits = np.array([[0.0, np.log(3.0)], [0.0, np.log(3.0)]])
    compare(say("loss", "损失"), cross_entropy(logits, np.array([1, 0])), 0.8369882168)


@test_case(name="public: equal logits cost ln k", points=0, hidden=False)
def test_equal_logits(cross_entropy):
    logits = np.array([[2.0, 2.0, 2.0, 2.0, 2.0], [0.0, 0.0, 0.0, 0.0, 0.0], [-1.0, -1.0, -1.0, -1.0, -1.0]])
    compare(say("loss", "损失"), cross_entropy(logits, np.array([4, 0, 2])), 1.6094379124)


@test_case(name="public: a confident mistake", points=0, hidden=False)
def test_confident_mistake(cross_entropy):
    compare(say("loss", "损失"), cross_entropy(np.array([[10000.0, -10000.0]]), np.array([1])), 20000.0)


@test_case(name="public: a confident success", points=0, hidden=False)
def test_confident_success(cross_entropy):
    compare(
        say("loss", "损失"), cross_entropy(np.array([[10000.0, -10000.0], [-10000.0, 10000.0]]), np.array([0, 1])), 0.0
    )


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(cross_entropy):
    unchanged("cross_entropy(logits, labels)", cross_entropy, np.array([[1.0, 3.0], [2.0, -1.0]]), np.array([1, 0]))


@test_case(name="public: rows of very different size", points=0, hidden=False)
def test_rows(cross_entropy):
    logits = np.array([[10000.0, 10000.0], [-10000.0, -10000.0]])
    compare(say("loss", "损失"), cross_entropy(logits, np.array([0, 1])), 0.6931471806)


@test_case(name="public: whole numbers, and labels of an unsigned type", points=0, hidden=False)
def test_types(cross_entropy):
    logits, labels = np.array([[2, 2], [0, 1]]), np.array([0, 1], dtype=np.uint8)
    compare(say("loss", "损失"), cross_entropy(logits, labels), 0.5032044341)
