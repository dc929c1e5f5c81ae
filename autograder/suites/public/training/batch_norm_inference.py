import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, failure, parts, unchanged

OK_FORMAT = False
name = "batch_norm_inference"


@test_case(name="public: the worked example, running statistics", points=0, hidden=False)
def test_statistics(update_running_stats):
    # the batch (1, 5) has mean 3 and unbiased variance 8
    x = np.array([[1.0], [5.0]])
    got = update_running_stats(x, np.array([2.0]), np.array([4.0]), 0.25)
    mean, var = parts("(running_mean, running_var)", got, 2)
    compare("running_mean", mean, [2.25])
    compare("running_var", var, [5.0])


@test_case(name="public: one sample is a ValueError", points=0, hidden=False)
def test_one_sample(update_running_stats):
    try:
        update_running_stats(np.array([[1.0, 5.0]]), np.zeros(2), np.ones(2), 0.1)
    except ValueError:
        return
    raise failure("a batch of one sample should raise ValueError", "只有一个样本的批次应抛出 ValueError")


@test_case(name="public: the worked example, outputs", points=0, hidden=False)
def test_outputs(batch_norm_inference):
    x = np.array([[1.0], [5.0], [2.0]])
    y = batch_norm_inference(x, np.array([2.0]), np.array([3.0]), np.array([4.0]), np.array([0.5]), 1.0)
    compare("y", y, [[-1.5], [6.5], [0.5]])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(update_running_stats, batch_norm_inference):
    x, mean, var = np.array([[1.0, 2.0], [5.0, 4.0]]), np.array([2.0, 1.0]), np.array([4.0, 3.0])
    for momentum in (0.25, 0.0):
        call = "update_running_stats(x, running_mean, running_var, momentum)"
        unchanged(call, update_running_stats, x, mean, var, momentum, new=True)
    gamma, beta = np.array([2.0, -1.0]), np.array([0.5, 4.0])
    call = "batch_norm_inference(x, running_mean, running_var, gamma, beta, eps)"
    unchanged(call, batch_norm_inference, x, mean, var, gamma, beta, 0.1, new=True)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(update_running_stats, batch_norm_inference):
    got = update_running_stats(np.array([[1], [2]]), np.array([2.0]), np.array([4.0]), 0.25)
    mean, var = parts("(running_mean, running_var)", got, 2)
    compare("running_mean", mean, [1.875])
    compare("running_var", var, [3.125])
    given = (np.array([1.5]), np.array([3.0]), np.array([1.0]), np.array([0.25]), 1.0)
    compare("y", batch_norm_inference(np.array([[1], [2]]), *given), [[0.0], [0.5]])
