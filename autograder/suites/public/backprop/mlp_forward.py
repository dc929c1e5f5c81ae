import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare

OK_FORMAT = False
name = "mlp_forward"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(mlp_forward):
    logits = mlp_forward(
        np.array([[1.0, 2.0]]),
        np.array([[np.log(3.0)], [0.0]]),
        np.array([0.0]),
        np.array([[4.0, -8.0]]),
        np.array([1.0, 0.0]),
    )
    compare("logits", logits, [[4.0, -6.0]])


@test_case(name="public: two samples, two hidden units, three classes", points=0, hidden=False)
def test_two_samples(mlp_forward):
    # pre-activations (ln 3, -ln 3) and (0, ln 3), so the hidden units are (3/4, 1/4) and (1/2, 3/4)
    ln3 = np.log(3.0)
    logits = mlp_forward(
        np.array([[1.0, 0.0], [0.0, 1.0]]),
        np.array([[0.0, 0.0], [-ln3, 2.0 * ln3]]),
        np.array([ln3, -ln3]),
        np.array([[4.0, 0.0, 8.0], [0.0, 4.0, -8.0]]),
        np.array([0.0, 1.0, -2.0]),
    )
    compare("logits", logits, [[3.0, 2.0, 2.0], [2.0, 4.0, -4.0]])
