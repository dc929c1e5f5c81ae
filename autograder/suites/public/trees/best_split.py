from otter.test_files import test_case

from autograder.checks.public import failure, unchanged

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
        raise failure(f"expected the name of an attribute, got {kind}", f"应返回属性的名称，得到 {kind}")
    if got != expected:
        raise failure(f"got {got!r}, expected {expected!r}", f"得到 {got!r}，应为 {expected!r}")


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
