import copy

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


def as_array(what: str, got: object) -> np.ndarray:
    """The value as an array; of a ragged list, one without numbers."""
    if got is None:
        raise failure(f"{what}: nothing is returned", f"{what}\uff1a\u6ca1\u6709\u8fd4\u56de\u503c")
    try:
        return np.asarray(got)
    except ValueError:
        return np.asarray(None)


def compare(what: str, got: object, expected: object, tolerance: float = 1e-6) -> None:
    """The type, then the shape, then the values: the first wrong entry is named."""
    want = np.asarray(expected, dtype=float)
    array = as_array(what, got)
    if array.dtype.kind not in "fiu" or (array.dtype.kind != "f" and array.ndim and isinstance(got, np.ndarray)):
        kind = array.dtype if isinstance(got, np.ndarray) else type(got).__name__
        raise failure(f"{what}: expected floating-point numbers, got {kind}", f"{what}\uff1a\u5e94\u4e3a\u6d6e\u70b9\u6570\uff0c\u5f97\u5230 {kind}")
    if array.shape != want.shape:
        raise failure(
            f"{what}: expected shape {want.shape}, got {array.shape}",
            f"{what}\uff1a\u5f62\u72b6\u5e94\u4e3a {want.shape}\uff0c\u5f97\u5230 {array.shape}",
        )
    wrong = ~(np.abs(array - want) <= tolerance * max(1.0, float(np.abs(want).max(initial=0.0))))
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        where, place = (f" at {list(at)}", f"\u5728 {list(at)} \u5904") if at else ("", "")
        raise failure(
            f"{what}: wrong{where}: got {array[at]:.6g}, expected {want[at]:.6g}",
            f"{what}\uff1a{place}\u4e0d\u5bf9\uff1a\u5f97\u5230 {array[at]:.6g}\uff0c\u5e94\u4e3a {want[at]:.6g}",
        )


def same(a: object, b: object) -> bool:
    """Whether two values are equal to the bit, in lists, tuples and dicts of arrays as well."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and (a == b or a != a)


def arrays(value: object) -> list[np.ndarray]:
    """The arrays in a value."""
    if isinstance(value, np.ndarray):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return [array for one in inside for array in arrays(one)]


def watched_arguments(function: object, *args: object) -> tuple[list[int], list[int]]:
    """Positions of the arguments that a call changes, and of those that it hands back, or a part of them.

    The grader calls in another process, from which nothing comes back into these arguments, and asks there.
    """
    ask = getattr(function, "watched_arguments", None)
    if ask is not None:
        changed, shared = ask(*args)
        return list(changed), list(shared)
    assert callable(function)
    given = copy.deepcopy(args)
    returned = arrays(function(*given))
    changed = [i for i, (now, before) in enumerate(zip(given, args)) if not same(now, before)]
    shared = [i for i, arg in enumerate(given) if any(np.may_share_memory(a, b) for a in arrays(arg) for b in returned)]
    return changed, shared


def unchanged(call: str, function: object, *args: object, new: bool = False) -> None:
    """The arguments stay as they are, with `new` none is handed back; `call` names them, as in "softmax(logits)"."""
    names = call[call.index("(") + 1 : -1].split(", ")
    changed, shared = watched_arguments(function, *args)
    if changed:
        raise failure(f"{call} changes {names[changed[0]]}", f"{call} \u6539\u53d8\u4e86 {names[changed[0]]}")
    if new and shared:
        name = names[shared[0]]
        raise failure(
            f"{call} hands back {name} itself, or a part of it: return a new array",
            f"{call} \u8fd4\u56de\u7684\u5c31\u662f {name} \u672c\u8eab\u6216\u5b83\u7684\u4e00\u90e8\u5206\uff1a\u8bf7\u8fd4\u56de\u65b0\u7684\u6570\u7ec4",
        )


OK_FORMAT = False
name = "kernel_trick"

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


@test_case(name="public: the worked example, and the diagonal", points=0, hidden=False)
def test_rbf_kernel(rbf_kernel):
    X = np.array([[0.0, 0.0], [1.0, 2.0]])
    compare(say("kernel", "\u6838\u77e9\u9635"), rbf_kernel(X, X.copy(), 0.1), [[1.0, 0.606530659713], [0.606530659713, 1.0]])


@test_case(name="public: one row per point of X, one column per point of Z", points=0, hidden=False)
def test_shape(rbf_kernel):
    # squared distances 0, 1, 4
    got = rbf_kernel(np.array([[1.0]]), np.array([[1.0], [2.0], [3.0]]), 0.5)
    compare(say("kernel", "\u6838\u77e9\u9635"), got, [[1.0, 0.606530659713, 0.135335283237]])


@test_case(name="public: the lifted points have a form that can be judged", points=0, hidden=False)
def test_lift(lift_xor):
    phi = lift_xor(CORNERS.copy())
    shape = np.shape(phi)
    if len(shape) != 2 or shape[0] != 4 or not 1 <= shape[1] <= 10:
        raise failure(
            f"expected shape (4, p) with p from 1 to 10, got {shape}",
            f"\u5f62\u72b6\u5e94\u4e3a (4, p)\uff0cp \u4e3a 1 \u5230 10\uff0c\u5f97\u5230 {shape}",
        )
    # no plane parts the two segments where both have the same midpoint; other inseparable images are not looked for
    phi = np.asarray(phi, dtype=float)
    if not np.isfinite(phi).all() or np.abs(phi[0] + phi[3] - phi[1] - phi[2]).max() < 1e-9:
        raise failure("no plane separates these images of the XOR points", "\u6ca1\u6709\u5e73\u9762\u80fd\u628a\u5f02\u6216\u56db\u4e2a\u70b9\u7684\u8fd9\u4e9b\u50cf\u5206\u5f00")


@test_case(name="public: a point has its image whatever the others are", points=0, hidden=False)
def test_lift_alone(lift_xor):
    together = np.asarray(lift_xor(CORNERS.copy()), dtype=float)
    for i, corner in enumerate(CORNERS):
        alone = np.asarray(lift_xor(corner[None].copy()), dtype=float)
        if alone.shape != together[:1].shape or not np.allclose(alone[0], together[i]):
            where = corner.tolist()
            raise failure(
                f"the image of {where} alone is another one than among the four points",
                f"{where} \u5355\u72ec\u8f93\u5165\u65f6\u5f97\u5230\u7684\u50cf\uff0c\u4e0e\u5b83\u548c\u53e6\u5916\u4e09\u4e2a\u70b9\u4e00\u8d77\u8f93\u5165\u65f6\u4e0d\u540c",
            )


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(rbf_kernel, lift_xor):
    unchanged("rbf_kernel(X, Z, gamma)", rbf_kernel, CORNERS, np.array([[1.0, 2.0]]), 0.1)
    unchanged("lift_xor(X)", lift_xor, CORNERS)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(rbf_kernel):
    got = rbf_kernel(np.array([[0, 0]]), np.array([[1, 2], [0, 0]]), 0.1)
    compare(say("kernel", "\u6838\u77e9\u9635"), got, [[0.606530659713, 1.0]])
