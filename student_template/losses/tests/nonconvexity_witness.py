import os

import numpy as np
from otter.test_files import test_case


def say(en: str, zh: str = "") -> str:
    """The message in the student's language; a course in one language has one."""
    language = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return zh if zh and language.startswith("zh") else en


def failure(en: str, zh: str = "") -> AssertionError:
    """What to raise for a wrong answer."""
    return AssertionError(say(en, zh))


def parts(what: str, got: object, count: int) -> list[object]:
    """The values of a tuple or a list; of an array the rows, as the grading takes them."""
    if isinstance(got, np.ndarray) and got.ndim:
        got = list(got)
    if not isinstance(got, (tuple, list)) or len(got) != count:
        found = len(got) if isinstance(got, (tuple, list)) else type(got).__name__
        raise failure(f"{what}: expected {count} values, got {found}", f"{what}\uff1a\u5e94\u8fd4\u56de {count} \u4e2a\u503c\uff0c\u5f97\u5230 {found}")
    return list(got)


OK_FORMAT = False
name = "nonconvexity_witness"


def of(what, loss):
    return say(f"{what} for {loss}", f"{loss} \u7684 {what}")


def triple(loss):
    return of("(theta_a, theta_b, t)", loss)


def weights(what, got):
    """Two floats between -100 and 100."""
    array = np.asarray(got)
    if array.dtype.kind not in "fi" or (array.dtype.kind == "i" and isinstance(got, np.ndarray)):
        raise failure(
            f"{what}: expected floating-point numbers, as in np.array([10.0, 20.0])",
            f"{what}\uff1a\u5e94\u4e3a\u6d6e\u70b9\u6570\uff0c\u4f8b\u5982 np.array([10.0, 20.0])",
        )
    if array.shape != (2,):
        raise failure(f"{what}: expected shape (2,), got {array.shape}", f"{what}\uff1a\u5f62\u72b6\u5e94\u4e3a (2,)\uff0c\u5f97\u5230 {array.shape}")
    if not (np.abs(array) <= 100).all():
        raise failure(
            f"{what}: expected entries between -100 and 100, got {array.tolist()}",
            f"{what}\uff1a\u5206\u91cf\u5e94\u5728 -100 \u4e0e 100 \u4e4b\u95f4\uff0c\u5f97\u5230 {array.tolist()}",
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
            raise failure(f"{loss}: theta_a and theta_b are the same point", f"{loss}\uff1atheta_a \u4e0e theta_b \u662f\u540c\u4e00\u4e2a\u70b9")
        if not 0 < t < 1:
            raise failure(
                f"t for {loss}: expected a number with 0 < t < 1, got {t}",
                f"{loss} \u7684 t\uff1a\u5e94\u6ee1\u8db3 0 < t < 1\uff0c\u5f97\u5230 {t}",
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
                f"{loss}\uff1a\u4e24\u70b9\u4e4b\u95f4 f \u4e3a {between:.6g}\uff0c\u5f26\u4e0a\u4e3a {chord:.6g}\uff1a\u4e0d\u6784\u6210\u53cd\u4f8b",
            )


@test_case(name="public: the point has the right form", points=0, hidden=False)
def test_point_form(negative_curvature_point):
    for loss in ("mse", "ce"):
        weights(say(f"the point for {loss}", f"{loss} \u7684\u70b9"), negative_curvature_point(loss))


@test_case(name="public: the curvature is negative", points=0, hidden=False)
def test_point(negative_curvature_point):
    for loss in ("mse", "ce"):
        least, error = least_curvature(
            weights(say(f"the point for {loss}", f"{loss} \u7684\u70b9"), negative_curvature_point(loss)), loss
        )
        if not least < -1e-3 + error:
            raise failure(
                f"{loss}: the least eigenvalue of the Hessian is about {least:.3g} at this point, not below -0.001",
                f"{loss}\uff1a\u8be5\u70b9\u5904 Hessian \u77e9\u9635\u7684\u6700\u5c0f\u7279\u5f81\u503c\u7ea6\u4e3a {least:.3g}\uff0c\u5e76\u4e0d\u5c0f\u4e8e -0.001",
            )
