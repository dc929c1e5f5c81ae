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
name = "best_split"

ROWS = [
    {"texture": "clear", "touch": "hard", "sound": "dull"},
    {"texture": "clear", "touch": "hard", "sound": "dull"},
    {"texture": "clear", "touch": "soft", "sound": "dull"},
    {"texture": "blurry", "touch": "soft", "sound": "dull"},
]
RIPE = ["yes", "yes", "no", "no"]


def same_name(got, expected):
    if not isinstance(got, str):
        kind = type(got).__name__
        raise failure(f"expected the name of an attribute, got {kind}", f"\u5e94\u8fd4\u56de\u5c5e\u6027\u7684\u540d\u79f0\uff0c\u5f97\u5230 {kind}")
    if got != expected:
        raise failure(f"got {got!r}, expected {expected!r}", f"\u5f97\u5230 {got!r}\uff0c\u5e94\u4e3a {expected!r}")


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(best_split):
    same_name(best_split([dict(row) for row in ROWS], list(RIPE), ["texture", "touch", "sound"]), "touch")


@test_case(name="public: only the listed attributes are candidates", points=0, hidden=False)
def test_candidates(best_split):
    same_name(best_split([dict(row) for row in ROWS], list(RIPE), ["sound", "texture"]), "texture")


@test_case(name="public: the first of tied attributes", points=0, hidden=False)
def test_tie(best_split):
    rows = [{**row, "skin": row["touch"]} for row in ROWS]
    same_name(best_split([dict(row) for row in rows], list(RIPE), ["texture", "skin", "touch"]), "skin")
    same_name(best_split([dict(row) for row in rows], list(RIPE), ["texture", "touch", "skin"]), "touch")


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(best_split):
    unchanged("best_split(rows, labels, attributes)", best_split, ROWS, RIPE, ["texture", "touch", "sound"])


@test_case(name="public: nothing gains anything", points=0, hidden=False)
def test_no_gain(best_split):
    same_name(best_split([dict(row) for row in ROWS], ["yes"] * 4, ["sound", "touch"]), "sound")
    same_name(best_split([dict(row) for row in ROWS], ["yes"] * 4, ["touch", "sound"]), "touch")
