import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, say, unchanged

OK_FORMAT = False
name = "ema"


@test_case(name="public: the worked example, averages", points=0, hidden=False)
def test_ema(ema):
    compare(say("averages", "平均值"), ema(np.array([4.0, 8.0, -2.0]), 0.75), [1.0, 2.75, 1.5625])


@test_case(name="public: the worked example, weights", points=0, hidden=False)
def test_weights(ema_weights):
    compare(say("weights", "权重"), ema_weights(0.75, 3), [0.25, 0.1875, 0.140625])


@test_case(name="public: the effective window", points=0, hidden=False)
def test_window(effective_window):
    compare(say("window", "窗口"), effective_window(0.75), 4.0)
    compare(say("window", "窗口"), effective_window(0.6), 2.5)


@test_case(name="public: no memory", points=0, hidden=False)
def test_no_memory(ema, ema_weights, effective_window):
    compare(say("averages", "平均值"), ema(np.array([4.0, 8.0, -2.0]), 0.0), [4.0, 8.0, -2.0])
    compare(say("weights", "权重"), ema_weights(0.0, 3), [1.0, 0.0, 0.0])
    compare(say("window", "窗口"), effective_window(0.0), 1.0)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(ema):
    unchanged("ema(values, beta)", ema, np.array([4.0, 8.0, -2.0]), 0.75)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(ema):
    compare(say("averages", "平均值"), ema(np.array([4, 8, -2]), 0.75), [1.0, 2.75, 1.5625])
