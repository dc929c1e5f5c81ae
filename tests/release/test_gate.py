"""Each kind of problem is planted once, and the gate names it and says what to do."""

import json
import os
import sys

import pytest
from gate_course import FILES, HIDDEN, MANIFEST, NAMES, PROMPT, PUBLIC, SOLUTION, WRONG, replaced, write_gate_course

from autograder.cache import Cache, proofs_folder
from autograder.course import CourseError
from autograder.digests import homework_digest
from autograder.release.gate import Verdict, verify, write_verdict
from autograder.release.gate.equivalents import load_equivalents, toml_entry
from autograder.release.gate.guard import OVERRUN, guarded
from autograder.release.gate.mutants import mutants
from autograder.release.gate.packaging import wheel_leaks
from autograder.release.gate.parallel import Lost, parallel
from autograder.release.gate.verdict import Problem, read_verdict, told_once, verdict_path
from autograder.release.gate.verdict_table import HEADER, lines
from autograder.release.gate.whole import time_problems

ONE_ROW = "    if len(x) == 1:\n        return 0.0 * x\n    column_means"  # `<= 1` is right as well
WITH_ONE_ROW = replaced(SOLUTION, "    column_means = ", f"{ONE_ROW} = ")
WITH_TIES = (
    HIDDEN
    + """

@test_case(name="a single row", points=0, hidden=True)
def test_single(centre):
    assert_close(centre(np.array([[2.0, 3.0]])), [[0.0, 0.0]], "centred")
"""
)


def prove(course, *, seeds=3, questions=("centre",), **more) -> Verdict:
    return verify(course, "vectors", seeds=seeds, sandbox="auto", workers=2, questions=questions, **more)


def test_a_sound_homework_passes_with_its_figures(tmp_path):
    course = write_gate_course(tmp_path)
    verdict = prove(course, questions=())
    assert verdict.problems == ()
    (figures,) = verdict.questions
    assert (figures.cases, figures.seeds) == (3, 3)
    assert (figures.caught, figures.misconceptions, figures.caught_by_public) == (2, 2, 1)
    assert figures.believed == 1
    assert figures.killed == figures.mutants > 10
    assert verdict.complete and verdict.passed and 0 < verdict.submission_seconds < 10
    text = "\n".join(lines(verdict))
    assert "2/2" in text and "50%" in text and text.splitlines()[-1].startswith("ok   vectors: over 3 seeds")


def test_a_homework_that_releases_mistakes_passes_too(tmp_path):
    manifest = replaced(MANIFEST, "points = 100", 'points = 100\nreleased = "all"')
    verdict = prove(write_gate_course(tmp_path, {"manifest": manifest}), questions=())
    assert verdict.problems == () and verdict.passed


HARMLESS = """

@misconception("harmless", function="centre", en="It is right.", zh="这是对的。")
def harmless(x):
    return x - x.mean(axis=0)
"""
TWIN = """

@misconception("twin", function="centre", en="The same once more.", zh="又是同一个错误。")
def twin(x):
    return x - x.mean()
"""
SOMETIMES = """

@misconception("sometimes", function="centre", en="Now and then.", zh="时对时错。")
def sometimes(x):
    return x - x.mean(axis=0) * (x[0, 0] < 1.0)
"""
UNSENT = """

@test_case(name="odd: an object", points=0, hidden=True)
def test_odd(centre, rng):
    class Odd:
        pass

    assert centre(Odd()) is not None
"""
BROKEN = """

@misconception("broken", function="centre", en="Not run.", zh="无法运行。")
def broken(x):
    return x - no_such_name
"""
LOOPS = """

@misconception("loops", function="centre", en="No end.", zh="没有尽头。")
def loops(x):
    while True:
        pass
"""
WEAK_CASE = """

@test_case(name="always fine", points=0, hidden=True)
def test_fine(centre):
    centre(np.array([[2.0, 3.0]]))
"""
FRAGILE = """

@test_case(name="fragile", points=0, hidden=True)
def test_fragile(centre):
    if abs(centre(np.array([[1.0, 5.0], [3.0, 9.0]])).sum(axis=0)).max() > 1e-6:
        raise KeyError("no comparison")
"""
LUCK = """

@test_case(name="one column or two", points=0, hidden=True)
@seeded
def test_luck(centre, rng):
    draws = rng.normal(size=(7, 1 + int(rng.random() < 0.4)))
    assert_close(centre(draws.copy()), draws - np.average(draws, axis=0), "centred")
"""

NOISE = """

@misconception("noise", function="centre", en="Which generator?", zh="哪个生成器？")
def noise(x):
    return np.random.default_rng().normal(size=x.shape)
"""

PLANTED = {
    "a wrong answer that earns full marks": (
        {"wrong": WRONG + HARMLESS},
        "misconception",
        "harmless keeps all points for 3 of 3 seeds",
    ),
    "a wrong answer that earns full marks for some seeds": (
        {"wrong": WRONG + SOMETIMES},
        "misconception",
        "sometimes keeps all points for ",
    ),
    "two wrong answers that are the same": (
        {"wrong": WRONG + TWIN},
        "probes",
        "whole-mean and twin of centre are the same on every probe",
    ),
    "a wrong answer that cannot run": ({"wrong": WRONG + BROKEN}, "misconception", "broken cannot run: "),
    "a wrong answer with other arguments": (
        {"wrong": replaced(WRONG, "def in_place(x):\n    x", "def in_place(X):\n    x = X\n    x")},
        "contract",
        "in-place takes (X), centre takes (x)",
    ),
    "a wrong answer to no function": (
        {"wrong": WRONG + HARMLESS.replace('"centre"', '"center"')},
        "misconception",
        "harmless answers 'center', which is not a function of the question",
    ),
    "a wrong answer twice": (
        {"wrong": WRONG + WRONG[WRONG.index('@misconception("in-place"') :].replace("def in_place", "def again")},
        "misconception",
        "'in-place' occurs twice",
    ),
    "a hint in one language": (
        {"wrong": replaced(WRONG, 'zh="哪一个轴是样本？"', 'zh="Which?"')},
        "misconception",
        "whole-mean: a hint is missing",
    ),
    "a hint as long as a lesson": (
        {"wrong": replaced(WRONG, 'en="Which axis holds the samples?"', f'en="{"Which axis? " * 40}"')},
        "misconception",
        "whole-mean: a hint of 480 characters",
    ),
    "a mistake that costs one student a case and another one nothing": (
        {"hidden": HIDDEN + LUCK},
        "uneven",
        "whole-mean loses 'one column or two' for some students and keeps it for others (seed ",
    ),
    "a mistake of an edge that ordinary cases notice too": (
        {"wrong": replaced(WRONG, 'zh="调用者的数组被改动了。")', 'zh="调用者的数组被改动了。", edge="several rows")')},
        "edge",
        "in-place is of an edge, but 'the argument stays as it is' notices it too (seed 1)",
    ),
    "a mistake of an edge that no case has": (
        {"wrong": replaced(WRONG, 'zh="调用者的数组被改动了。")', 'zh="调用者的数组被改动了。", edge="in place")')},
        "edge",
        "in-place is of the edge 'in place', which is not a hidden case with points",
    ),
    "no wrong answer": (
        {"wrong": WRONG[: WRONG.index("@misconception")]},
        "misconception",
        "no wrong answer to centre",
    ),
    "no file of wrong answers": ({"wrong": None}, "files", "misconceptions/vectors/centre.py is missing"),
    "a case that never fails": ({"hidden": HIDDEN + WEAK_CASE}, "case", "'always fine' fails for no wrong answer"),
    "a suite that breaks on a wrong answer": ({"hidden": HIDDEN + FRAGILE}, "suite", "breaks on whole-mean: KeyError"),
    "a reference that is wrong": (
        {"solution": replaced(SOLUTION, "return x - column_means", "return x + column_means")},
        "reference",
        "the reference fails 'several rows' with seed 1 (failed)",
    ),
    "a mutant that survives": (
        {"solution": WITH_ONE_ROW, "hidden": WITH_TIES},
        "mutant",
        "4 changes of `if len(x) == 1:` earn full marks, such as `if len(x) ",
    ),
    "an equivalent mutant that is none": (
        {"equivalent": toml_entry("centre", mutants(SOLUTION)[0])},
        "mutant",
        "loses points",
    ),
    "an equivalent mutant of another text": (
        {"equivalent": toml_entry("centre", next(m for m in mutants(WITH_ONE_ROW) if "len(x) ==" in m.before))},
        "mutant",
        "is not a mutant (any more)",
    ),
    "an equivalent mutant of no question": (
        {"equivalent": toml_entry("center", mutants(SOLUTION)[0])},
        "mutant",
        "names 'center', which is not a question of vectors",
    ),
    "a list of equivalents that cannot be read": ({"equivalent": "[[mutant]]\nkey = 1\n"}, "mutant", "equivalent.toml"),
    "points that do not sum": (
        {"hidden": replaced(HIDDEN, "points=99", "points=80")},
        "load",
        "the cases sum to 81 points, course.toml says 100",
    ),
    "a name twice": (
        {"hidden": replaced(HIDDEN, '"the argument stays as it is"', '"several rows"')},
        "load",
        "'several rows' occurs twice",
    ),
    "a case that asks for another function": (
        {"public": PUBLIC.replace("centre(", "center(").replace("test_example(centre)", "test_example(center)")},
        "load",
        "asks for 'center', no function of the question",
    ),
    "a result without a contract": (
        {"solution": replaced(SOLUTION, ' -> Float[np.ndarray, "n d"]:', ":")},
        "load",
        "the result has no annotation",
    ),
    "a missing translation": ({"zh": None}, "files", "centre.zh.md is missing"),
    "a translation with another structure": (
        {"zh": PROMPT["zh"] + "\n$$y = x$$\n"},
        "prompt",
        "centre.en.md has 0 displayed formulas, centre.zh.md has 1",
    ),
    "a prompt that names another argument": (
        {"en": PROMPT["en"].replace("centre(x)", "centre(X)")},
        "prompt",
        "centre.en.md does not name x of centre",
    ),
    "a function that no case with points asks for": (
        {
            "manifest": replaced(MANIFEST, '["centre"]', '["centre", "spread"]'),
            "solution": SOLUTION + SOLUTION[SOLUTION.index("\n\ndef") :].replace("centre", "spread"),
        },
        "suite",
        "no case with points asks for spread",
    ),
    "a public suite that students could not run": (
        {"public": replaced(PUBLIC, "OK_FORMAT", "from autograder.checks import same\n\nOK_FORMAT")},
        "suite",
        "centre.py: line 4: students do not have autograder.checks",
    ),
    "a released mistake that is not there": (
        {"manifest": replaced(MANIFEST, "points = 100", 'points = 100\nreleased = ["whole-means"]')},
        "released",
        "released names 'whole-means', which is not in autograder/misconceptions/vectors/centre.py",
    ),
    "a released mistake that answers in two ways": (
        {"manifest": replaced(MANIFEST, "points = 100", 'points = 100\nreleased = ["noise"]'), "wrong": WRONG + NOISE},
        "released",
        "'noise' cannot be released: it gives the same probe different results",
    ),
    "code in a prompt that is the answer": (
        {name: PROMPT[name] + "\nOr `x - x.mean(axis=0)`, / 即。\n" for name in ("en", "zh")},
        "published",
        "assignment/vectors/centre.en.md, line 3: `x - x.mean(axis=0)` answers centre, for 100 of 100 points",
    ),
    "code in a prompt that is most of the answer": (
        {name: PROMPT[name] + "\nOr `np.subtract(x, x.mean(0), x)`, / 即。\n" for name in ("en", "zh")},
        "published",
        "answers centre, for 99 of 100 points",
    ),
    "a formula in a docstring that can be read as the answer": (
        {"solution": replaced(SOLUTION, "Subtracts the mean of each column.", "x - mean(x), with means by column.")},
        "published",
        "solutions/vectors/centre.py, docstring of centre: `x - mean(x)` answers centre, for 100 of 100 points",
    ),
    "steps in a docstring that are the answer": (
        {"solution": replaced(SOLUTION, "Subtracts the mean of each column.", "m <- mean(x), y <- 1 x - m, in steps.")},
        "published",
        "`m = mean(x); y = 1 * x - m; return y` answers centre, for 100 of 100 points",
    ),
    "a picture that writes the answer out": (
        {"explore": "# A picture. / 图。\n\n\ndef middle(a, axis=0):\n    return a - np.average(a, axis)\n"},
        "published",
        "assignment/vectors/centre.explore.py, line 4: `def middle(a, axis=0):` answers centre",
    ),
    "an answer whose lines are published": (
        {name: PROMPT[name] + "\n`column_means = x.sum(axis=0)/len(x)`, `x - column_means`\n" for name in ("en", "zh")},
        "published",
        "solutions/vectors/centre.py: all lines of centre stand in what students read",
    ),
    "a mark of the scaffold": ({"en": PROMPT["en"] + "\nTODO: more\n"}, "unfinished", "line 3: TODO: more"),
}


def test_of_what_cannot_be_sent_it_is_said_what_can(tmp_path):
    verdict = prove(write_gate_course(tmp_path, {"hidden": HIDDEN + UNSENT}, template=False))
    found = [problem for problem in verdict.problems if "an object of type Odd" in problem.what]
    assert found and all(problem.mend.startswith("pass and return arrays, numbers, texts") for problem in found)


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_problem_is_named_with_its_mend(tmp_path, kind):
    changes, check, what = PLANTED[kind]
    verdict = prove(write_gate_course(tmp_path, changes, template=False))
    found = [problem for problem in verdict.problems if problem.check == check and what in problem.what]
    assert found, verdict.problems
    assert not verdict.passed
    assert all(problem.mend for problem in verdict.problems)
    text = "\n".join(lines(verdict))
    assert f"{check}: " in text and "     -> " in text and str(tmp_path) not in text


def test_points_that_hang_on_the_word_of_the_students_process_are_bounded(tmp_path):
    believed = HIDDEN.replace("points=99", "points=97.5").replace("points=1,", "points=2.5,")
    verdict = prove(write_gate_course(tmp_path, {"hidden": believed}, template=False))
    assert verdict.questions[0].believed == 2.5
    (problem,) = verdict.problems
    assert problem.check == "believed" and "2.5 points" in problem.what and "at most 2" in problem.mend


def test_a_mistake_of_an_edge_loses_points_there_alone(tmp_path):
    of_an_edge = replaced(WRONG, 'zh="调用者的数组被改动了。")', 'zh="...。", edge="the argument stays as it is")')
    verdict = prove(write_gate_course(tmp_path, {"wrong": of_an_edge}, template=False))
    assert [problem for problem in verdict.problems if problem.check == "edge"] == []


@pytest.mark.slow
def test_a_wrong_answer_that_hangs_is_caught_by_its_time(tmp_path):
    limits = "\nlimits = { call = 0.2, question = 20.0, submission = 60.0 }\n"
    changes = {"wrong": WRONG + LOOPS, "manifest": MANIFEST.rstrip("\n") + limits}
    assert prove(write_gate_course(tmp_path, changes, template=False)).problems == ()


def test_an_equivalent_mutant_is_listed_with_its_reason_and_then_passes(tmp_path):
    changes = {"solution": WITH_ONE_ROW, "hidden": WITH_TIES}
    verdict = prove(write_gate_course(tmp_path, changes, template=False))
    told = [p.what.split(":")[0].split(",")[0] for p in verdict.problems if p.check == "mutant"]
    assert verdict.survivors.count("[[mutant]]") > len(told) == len({*told}) == 2, "one finding for a line"
    unexplained = prove(write_gate_course(tmp_path, changes | {"equivalent": verdict.survivors}, template=False))
    assert {p.what.partition(" has no reason")[1] for p in unexplained.problems if p.check == "mutant"} == {
        " has no reason"
    }
    reasons = verdict.survivors.replace("reason = ''", "reason = 'there is at least one row'")
    listed = prove(write_gate_course(tmp_path, changes | {"equivalent": reasons}, template=False))
    assert [p for p in listed.problems if p.check == "mutant"] == []
    assert listed.questions[0].equivalent == verdict.survivors.count("[[mutant]]")


def test_a_question_without_mutants_says_why_in_the_table(tmp_path):
    text = '[[unmutated]]\nquestion = "centre"\nreason = "any answer is right"\n'
    verdict = prove(write_gate_course(tmp_path, {"equivalent": text}, template=False))
    assert verdict.passed and verdict.questions[0].mutants == 0
    assert "mutants not run: any answer is right" in "\n".join(lines(verdict))


def test_the_same_line_has_the_same_key_wherever_it_stands():
    moved = SOLUTION.replace("    # BEGIN SOLUTION\n", "    # BEGIN SOLUTION\n    n = len(x)  # more\n")
    assert {m.key for m in mutants(SOLUTION)} <= {m.key for m in mutants(moved)}
    assert len({m.key for m in mutants(moved)}) == len(mutants(moved))


def test_mutants_change_the_solution_only():
    source = replaced(SOLUTION, "# BEGIN SOLUTION", "y = 1 + 1\n    # BEGIN SOLUTION")
    assert all("column_means" in m.after for m in mutants(source))


def test_a_leak_to_students_is_named(tmp_path):
    explore = "print('a picture')\n# column_means = x.sum(axis=0) / len(x)\n"
    verdict = prove(write_gate_course(tmp_path, {"explore": explore}), questions=())
    assert any(p.check == "leak" and "of the solution of vectors/centre" in p.what for p in verdict.problems)


def test_a_student_folder_out_of_step_is_named(tmp_path):
    course = write_gate_course(tmp_path)
    (course.template("vectors") / "vectors.py").write_text("old\n")
    verdict = prove(course, questions=())
    assert [p.what for p in verdict.problems] == ["student_template/vectors/vectors.py: differs"]


def test_a_wheel_that_holds_a_hidden_file_or_a_solution_is_named(tmp_path):
    course = write_gate_course(tmp_path)
    homework = course.homework("vectors")
    content = {
        "autograder/suites/hidden/vectors/centre.py": b"",
        "autograder/notes.py": b"column_means = x.sum(axis=0) / len(x)\n",
        "autograder/copied.py": HIDDEN.encode(),
        "autograder/fine.py": b"from autograder.checks import assert_close\n",
    }
    found = "\n".join(p.what for p in wheel_leaks(course, homework, content))
    assert "holds autograder/suites/hidden/vectors/centre.py" in found
    assert "autograder/notes.py: holds a line of the solution" in found
    assert "autograder/copied.py: holds a line of the hidden suite" in found
    assert "fine.py" not in found


def test_a_stub_that_earns_points_and_a_case_that_breaks_on_it_are_named(tmp_path):
    generous = (
        replaced(HIDDEN, "points=99", "points=89")
        + """

@test_case(name="a present", points=10, hidden=True)
def test_present(centre):
    assert callable(centre)
"""
    )
    verdict = prove(write_gate_course(tmp_path, {"hidden": generous}), questions=())
    whats = [p.what for p in verdict.problems]
    assert any("the stub earns 10 in 'a present'" in what for what in whats), whats


@pytest.mark.parametrize(("seconds", "problems", "warnings"), [(5.9, 0, 0), (6.1, 0, 1), (30.1, 1, 0)])
def test_a_slow_submission_is_first_a_warning_then_a_problem(seconds, problems, warnings):
    found = time_problems(seconds, 60.0)
    assert [len(part) for part in found] == [problems, warnings]


def test_what_is_proved_is_not_proved_again_until_something_changes(tmp_path):
    course = write_gate_course(tmp_path)
    totals = []

    def start(total):
        totals.append(total)
        return lambda name: None

    first = prove(course, questions=(), start=start)
    second = prove(course, questions=(), start=start)
    assert totals == [1 + 6, 0]
    assert (second.questions, second.digest, second.problems) == (first.questions, first.digest, ())
    course.prompt("vectors", "centre", "en").write_text(PROMPT["en"] + "\nMore.\n")
    write_gate_course(tmp_path, {"en": PROMPT["en"] + "\nMore.\n"})
    third = prove(course, questions=(), start=start)
    assert totals[2] == 1  # the question, and not the runs through the engine
    assert third.passed and third.digest != first.digest


def test_a_failing_proof_is_not_kept(tmp_path):
    course = write_gate_course(tmp_path, {"wrong": WRONG + HARMLESS}, template=False)
    assert not prove(course).passed
    assert not list((tmp_path / ".homework-cache").rglob("*.msgpack"))


def test_a_cache_that_is_spoilt_or_read_only_is_no_obstacle(tmp_path):
    course = write_gate_course(tmp_path)
    cache = Cache(proofs_folder(course.root))
    cache.put("a", "1", {"x": 1})
    assert cache.get("a", "1", dict) == {"x": 1}
    assert cache.get("a", "2", dict) is None
    (tmp_path / ".homework-cache/gate/a@1.msgpack").write_bytes(b"{")
    assert cache.get("a", "1", dict) is None
    (tmp_path / ".homework-cache/gate/a@1.msgpack").unlink()
    (tmp_path / ".homework-cache/gate/a@1.msgpack").mkdir()
    cache.put("a", "1", {})


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("equivalent", "explore")])
def test_the_digest_changes_with_every_file(tmp_path, name):
    course = write_gate_course(tmp_path)
    before = homework_digest(course, course.homework("vectors"), "auto")
    text = FILES[NAMES[name]]
    changed = text.replace('"Centring"', '"Center"') if name == "manifest" else text + "\n# more\n"
    course = write_gate_course(tmp_path, {name: changed}, template=False)
    assert homework_digest(course, course.homework("vectors"), "auto") != before


def test_a_verdict_is_read_as_it_was_written(tmp_path):
    verdict = prove(write_gate_course(tmp_path, {"wrong": WRONG + HARMLESS}, template=False))
    path = tmp_path / "verify.json"
    write_verdict(verdict, path)
    assert not path.exists()  # of one question alone
    whole = prove(write_gate_course(tmp_path), questions=())
    write_verdict(whole, path)
    assert read_verdict(path) == whole
    assert json.loads(path.read_bytes())["homework"] == "vectors"
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 99'))
    assert read_verdict(path) is None
    assert verdict_path(write_gate_course(tmp_path), "vectors") == tmp_path / ".homework-cache/verify/vectors.json"


def test_an_unknown_question_is_an_error_that_lists_those_there_are(tmp_path):
    with pytest.raises(CourseError, match="no question named 'center' in vectors: choose from centre"):
        prove(write_gate_course(tmp_path), questions=("center",))


def test_points_of_the_manifest_that_do_not_sum_are_an_error_of_the_manifest(tmp_path):
    with pytest.raises(CourseError, match="sum to 90, not to 100"):
        write_gate_course(tmp_path, {"manifest": replaced(MANIFEST, "points = 100", "points = 90")})


def test_a_list_of_equivalents_that_is_not_there_is_empty(tmp_path):
    assert load_equivalents(tmp_path / "none.toml").mutant == ()


def spin() -> int:
    while True:
        pass


def grow() -> int:
    hoard = []
    while True:
        hoard.append(bytearray(1 << 26))


@pytest.mark.parametrize("work", [spin, grow, lambda: os.kill(os.getpid(), 9) or 0, lambda: 1 // 0])
def test_a_child_that_does_not_come_back_is_an_overrun(work):
    assert guarded(work, 0.3) == OVERRUN


def test_a_child_says_its_status():
    assert [guarded(lambda n=n: n, 1.0) for n in (0, 1, 2)] == [0, 1, 2]


def test_work_that_raises_dies_or_hangs_is_lost_and_the_rest_is_done():
    work = {"fine": lambda: 7, "raises": lambda: 1 // 0, "dies": lambda: os._exit(3), "hangs": spin}
    results = dict(parallel(list(work), lambda name: work[name](), 2, 1.5))
    assert results["fine"] == 7
    why = {name: result.why for name, result in results.items() if isinstance(result, Lost)}
    assert "ZeroDivisionError" in why["raises"] and "died" in why["dies"] and "not done in 1.5 s" in why["hangs"]


# -- one cause, one finding ------------------------------------------------------------------------------------------


def test_a_tool_that_is_missing_is_one_line_and_nothing_that_follows_from_it(tmp_path, monkeypatch):
    listed = toml_entry("centre", mutants(SOLUTION)[0]).replace("reason = ''", "reason = 'it is right'")
    course = write_gate_course(tmp_path, {"equivalent": listed})
    monkeypatch.setattr("autograder.release.gate.mutants.is_there", lambda module: module != "cosmic_ray")
    verdict = prove(course, questions=())
    (told,) = verdict.problems
    assert (told.question, told.check) == ("", "tool") and "cosmic-ray is not installed: needed to make" in told.what
    assert told.mend == "pip install 'dl-homework[gate]'"


def test_a_library_that_the_oracle_needs_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    verdict = prove(
        write_gate_course(tmp_path, {"hidden": HIDDEN.replace("import numpy", "import torch\nimport numpy")})
    )
    assert [(p.check, p.mend) for p in verdict.problems] == [("tool", "pip install 'dl-homework[grade]'")]
    assert verdict.problems[0].what.startswith("torch is not installed: needed by hidden suites")


def test_what_several_questions_share_is_told_once():
    tool = [Problem(name, "tool", "x is not installed", "pip install x") for name in "abc"]
    wrong = [Problem("a", "reference", "the reference fails 'one' with seed 1 (failed): no", "mend")]
    again = [Problem("a", "reference", "the reference fails 'one' in the engine (failed) with seed 1", "mend")]
    other = [Problem("b", "reference", "the reference fails 'two' in the engine (crashed) with seed 1", "mend")]
    follows = [Problem("", "engine", "the homework was not run through the engine: a cannot be loaded", "mend")]
    once = Problem("", "tool", "x is not installed", "pip install x")
    assert told_once([*tool, *wrong, *again, *other, *follows]) == (once, *wrong, *other)
    assert told_once(follows) == tuple(follows)


TYPOS = {
    "in a hidden case": (
        "hidden",
        'np.average(draws, axis=0), "centred")\n\n\n',
        'npp.average(draws, axis=0), "centred")\n\n\n',
        "NameError: name 'npp' is not defined (hidden/vectors/centre.py, line 16)",
    ),
    "above a hidden case": (
        "hidden",
        "@seeded\ndef test_several",
        "@sedeed\ndef test_several",
        "autograder/suites/hidden/vectors/centre.py, line 13: NameError: name 'sedeed' is not defined",
    ),
    "that is no Python": (
        "hidden",
        "test_several(centre, rng):",
        "test_several(centre, rng)",
        "autograder/suites/hidden/vectors/centre.py, line 14: SyntaxError: expected ':'",
    ),
    "in a public suite": (
        "public",
        "@test_case(name=",
        "@test_cas(name=",
        "autograder/suites/public/vectors/centre.py, line 8: NameError",
    ),
    "in a wrong answer": (
        "wrong",
        "import misconception\n",
        "import misconcepton\n",
        "autograder/misconceptions/vectors/centre.py, line 5: ImportError",
    ),
    "in a reference": (
        "solution",
        "import numpy as np\n",
        "import numpyy as np\n",
        "solutions/vectors/centre.py, line 3: ModuleNotFoundError",
    ),
}


@pytest.mark.parametrize("kind", TYPOS)
def test_a_typo_names_its_line(tmp_path, kind):
    name, old, new, said = TYPOS[kind]
    changed = replaced(FILES[NAMES[name]], old, new)
    (problem,) = prove(write_gate_course(tmp_path, {name: changed}, template=False)).problems
    assert said in problem.what and problem.check in ("load", "reference")


def test_a_stale_folder_is_one_line_with_its_command_and_a_stray_file_another(tmp_path):
    course = write_gate_course(tmp_path)
    folder = course.template("vectors")
    for path in (folder / "vectors.py", folder / "README.md", folder / "tests/centre.py", folder / "vectors.ipynb"):
        path.write_text("old\n")
    (folder / "mine.txt").write_text("x")
    stray, stale = sorted(prove(course, questions=()).problems, key=lambda p: "files" in p.what)
    assert stray.what == "student_template/vectors/mine.txt: does not belong here, delete it"
    assert stale.what.startswith(
        "student_template/vectors/: 4 files are not as they would be written (README.md: differs"
    )
    assert stale.what.endswith("and 1 more)") and stale.mend == "write the folder anew: homework template"


def test_the_columns_of_the_table_are_explained_below_it(tmp_path):
    text = list(lines(prove(write_gate_course(tmp_path))))
    below = " ".join(text[2:5])
    for column in HEADER[2:]:
        assert f"{column}: " in below
