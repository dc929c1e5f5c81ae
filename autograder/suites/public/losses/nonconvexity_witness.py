import numpy as np
from otter.test_files import test_case

from autograder.checks.public import failure, parts

OK_FORMAT = False
name = "nonconvexity_witness"


def weights(what, got):
    """Two floats between -100 and 100."""
    array = np.asarray(got)
    if array.dtype.kind not in "fi" or (array.dtype.kind == "i" and isinstance(got, np.ndarray)):
        raise failure(
            f"{what}: expected floating-point numbers, as in np.array([10.0, 20.0])",
            f"{what}：应为浮点数，例如 np.array([10.0, 20.0])",
        )
    if array.shape != (2,):
        raise failure(f"{what}: expected shape (2,), got {array.shape}", f"{what}：形状应为 (2,)，得到 {array.shape}")
    if not (np.abs(array) <= 100).all():
        raise failure(
            f"{what}: expected entries between -100 and 100, got {array.tolist()}",
            f"{what}：分量应在 -100 与 100 之间，得到 {array.tolist()}",
        )
    return array.astype(float)


@test_case(name="public: the witness has the right form", points=0, hidden=False)
def test_witness_form(nonconvexity_witness):
    for loss in ("mse", "ce"):
        theta_a, theta_b, t = parts(f"(theta_a, theta_b, t) for {loss}", nonconvexity_witness(loss), 3)
        a, b = weights(f"theta_a for {loss}", theta_a), weights(f"theta_b for {loss}", theta_b)
        if (a == b).all():
            raise failure(f"{loss}: theta_a and theta_b are the same point", f"{loss}：theta_a 与 theta_b 是同一个点")
        if not 0 < t < 1:
            raise failure(
                f"t for {loss}: expected a number with 0 < t < 1, got {t}",
                f"{loss} 的 t：应满足 0 < t < 1，得到 {t}",
            )


@test_case(name="public: the point has the right form", points=0, hidden=False)
def test_point_form(negative_curvature_point):
    for loss in ("mse", "ce"):
        weights(f"the point for {loss}", negative_curvature_point(loss))
