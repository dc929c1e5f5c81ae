from otter.test_files import test_case

from autograder.checks.public import compare, say

OK_FORMAT = False
name = "gradient_noise"


@test_case(name="public: the worked example, variance", points=0, hidden=False)
def test_variance(minibatch_gradient_variance):
    compare(say("variance", "方差"), minibatch_gradient_variance(6.0, 4), 1.5)


@test_case(name="public: another variance and batch size", points=0, hidden=False)
def test_another_variance(minibatch_gradient_variance):
    compare(say("variance", "方差"), minibatch_gradient_variance(10.0, 5), 2.0)


@test_case(name="public: the worked example, learning rate", points=0, hidden=False)
def test_learning_rate(scaled_learning_rate):
    compare(say("learning rate", "学习率"), scaled_learning_rate(0.1, 64, 256), 0.4)
    compare(say("learning rate", "学习率"), scaled_learning_rate(0.1, 64, 16), 0.025)


@test_case(name="public: another learning rate", points=0, hidden=False)
def test_another_rate(scaled_learning_rate):
    compare(say("learning rate", "学习率"), scaled_learning_rate(0.3, 50, 20), 0.12)
