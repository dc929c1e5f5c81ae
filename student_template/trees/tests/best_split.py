import os

from otter.test_files import test_case


def say(en: str, zh: str) -> str:
    """The message in the student's language."""
    language = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return zh if language.startswith("zh") else en


def failure(en: str, zh: str) -> AssertionError:
    """What to raise for a wrong answer."""
    return AssertionError(say(en, zh))


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
