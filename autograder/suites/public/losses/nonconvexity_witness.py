import numpy as np
from otter.test_files import test_case

from autograder.checks.public import failure, parts, say

OK_FORMAT = False
name = "nonconvexity_witness"


def of(what, loss):
    return say(f"{what} for {loss}", f"{loss} 的 {what}")


def triple(loss):
    return of("(theta_a, theta_b, t)", loss)


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


def f(theta, loss):
    """The loss of the 1-1-1 network for x = y = 1."""
    z = theta[1] / (1.0 + np.exp(-theta[0]))
    return np.logaddexp(0.0, -z) if loss == "ce" else 0.5 * np.exp(-2.0 * np.logaddexp(0.0, z))


def least_curvature(theta, loss, step=1e-4):
    """The least eigenvalue of the Hessian, by differences, and how far it may be off; the grading is exact."""
    e = step * np.eye(2)
    hessian = np.empty((2, 2))
    for i in range(2):
        for j in range(2):
            ahead = f(theta + e[i] + e[j], loss) + f(theta - e[i] - e[j], loss)
            across = f(theta + e[i] - e[j], loss) + f(theta - e[i] + e[j], loss)
            hessian[i, j] = (ahead - across) / (4.0 * step**2)
    return np.linalg.eigvalsh(hessian)[0], 1e-5 * max(1.0, np.abs(hessian).max())


@test_case(name="public: the witness has the right form", points=0, hidden=False)
def test_witness_form(nonconvexity_witness):
    for loss in ("mse", "ce"):
        theta_a, theta_b, t = parts(triple(loss), nonconvexity_witness(loss), 3)
        a, b = weights(of("theta_a", loss), theta_a), weights(of("theta_b", loss), theta_b)
        if (a == b).all():
            raise failure(f"{loss}: theta_a and theta_b are the same point", f"{loss}：theta_a 与 theta_b 是同一个点")
        if not 0 < t < 1:
            raise failure(
                f"t for {loss}: expected a number with 0 < t < 1, got {t}",
                f"{loss} 的 t：应满足 0 < t < 1，得到 {t}",
            )


@test_case(name="public: the loss rises above the chord", points=0, hidden=False)
def test_witness(nonconvexity_witness):
    for loss in ("mse", "ce"):
        theta_a, theta_b, t = parts(triple(loss), nonconvexity_witness(loss), 3)
        a, b = weights(of("theta_a", loss), theta_a), weights(of("theta_b", loss), theta_b)
        between, chord = f(t * a + (1 - t) * b, loss), t * f(a, loss) + (1 - t) * f(b, loss)
        if not between > chord + 1e-6:
            raise failure(
                f"{loss}: f is {between:.6g} between the two points and the chord is {chord:.6g}: no witness",
                f"{loss}：两点之间 f 为 {between:.6g}，弦上为 {chord:.6g}：不构成反例",
            )


@test_case(name="public: the point has the right form", points=0, hidden=False)
def test_point_form(negative_curvature_point):
    for loss in ("mse", "ce"):
        weights(say(f"the point for {loss}", f"{loss} 的点"), negative_curvature_point(loss))


@test_case(name="public: the curvature is negative", points=0, hidden=False)
def test_point(negative_curvature_point):
    for loss in ("mse", "ce"):
        least, error = least_curvature(
            weights(say(f"the point for {loss}", f"{loss} 的点"), negative_curvature_point(loss)), loss
        )
        if not least < -1e-3 + error:
            raise failure(
                f"{loss}: the least eigenvalue of the Hessian is about {least:.3g} at this point, not below -0.001",
                f"{loss}：该点处 Hessian 矩阵的最小特征值约为 {least:.3g}，并不小于 -0.001",
            )
