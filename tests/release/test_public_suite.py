"""Students get a public suite in one file, in ASCII, that says and judges what its source does."""

import ast
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.checks import public
from autograder.course import find_course
from autograder.questions.loading import load_functions
from autograder.questions.suites import load_suite
from autograder.release.public_suite import HELPERS, in_ascii, public_suite, released
from autograder.release.sources import ReleaseError
from autograder.student.recording import Recorder
from tests import submissions

COURSE = find_course()
QUESTIONS = [
    pytest.param(homework, question, id=f"{homework.name}/{question.name}")
    for homework in COURSE.homeworks.values()
    for question in homework.questions
]
HAN = re.compile(r"[\u4e00-\u9fff]")
UNUSABLE = (None, "text", 3.5, 4, np.array(5), [[1], [1, 2]], (), (1.0, 2.0, 3.0), {"W1": 1.0}, np.zeros((3, 2)))


def text(homework, question):
    return COURSE.public_suite(homework.name, question.name).read_text("utf-8")


def answers(homework, question):
    """The reference, every known mistake, and values that no question asks for; loaded anew, for some keep a state."""
    right = load_functions(COURSE.solution(homework.name, question.name), question.functions)
    yield "the reference", right
    for wrong in submissions.misconceptions(COURSE, homework, question):
        yield wrong.id, right | {wrong.function: wrong.wrong}
    for value in UNUSABLE:
        yield f"always {value!r}", dict.fromkeys(right, lambda *_, value=value: value)


def told(path, homework, question, monkeypatch):
    """Of every answer, case and language: the message, and which comparisons `homework check` sees."""
    suite = load_suite(path)
    recorder = Recorder(suite.namespace)
    found = {}
    for name, functions in answers(homework, question):
        for language in ("en", "zh"):
            monkeypatch.setenv("HOMEWORK_LANG", language)
            for case in suite.cases:
                recording = recorder.begin(case.name)
                message = "passed"
                try:
                    case.run(functions)
                except Exception as error:
                    message = f"{type(error).__name__}: {error}"
                found[name, language, case.name] = message, [comparison.right for comparison in recording.comparisons]
    return found


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_both_forms_judge_alike_and_say_the_same_in_both_languages(homework, question, tmp_path, monkeypatch):
    draw = np.random.default_rng  # some mistakes take no seed
    monkeypatch.setattr(np.random, "default_rng", lambda seed=None: draw(0 if seed is None else seed))
    path = tmp_path / f"{question.name}.py"
    path.write_bytes(public_suite(COURSE, homework.name, question.name))
    if "torch" in question.packages:  # its threads would hang what other tests fork from this process
        pytest.importorskip("torch").set_num_threads(1)
    source = told(COURSE.public_suite(homework.name, question.name), homework, question, monkeypatch)
    assert told(path, homework, question, monkeypatch) == source
    assert {message for (name, *_), (message, _) in source.items() if name == "the reference"} == {"passed"}
    failed = {key: message for key, (message, _) in source.items() if message.startswith("AssertionError: ")}
    assert all(message.isascii() for (_, language, _), message in failed.items() if language == "en")
    assert all(HAN.search(message) for (_, language, _), message in failed.items() if language == "zh")
    assert {case for *_, case in failed} == {case for *_, case in source}


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_a_student_needs_numpy_and_otter_only_and_any_encoding_reads_the_file(homework, question):
    content = public_suite(COURSE, homework.name, question.name)
    assert content.isascii() and b"\r" not in content and content.endswith(b"\n")
    tree = ast.parse(content)
    modules = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    modules += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    needed = {"copy", "os", "numpy", "otter.test_files", *question.packages}
    assert set(modules) <= needed and len(modules) == len(set(modules))
    assert b"autograder" not in content
    assert strings(tree) >= strings(ast.parse(text(homework, question)))


def strings(tree):
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_a_student_gets_the_helpers_that_are_used_and_no_others(homework, question):
    tree = ast.parse(public_suite(COURSE, homework.name, question.name))
    helpers = {node.name for node in ast.parse(HELPERS.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}
    used = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert len(defined) == len(set(defined))
    assert helpers & set(defined) == helpers & used


SUITE = """\
from otter.test_files import test_case

from autograder.checks.public import say

OK_FORMAT = False
name = "q"


@test_case(name="public: one", points=0, hidden=False)
def test_one(f):
    assert f() == 1, say("not one", "不是一")
"""


def test_the_import_gives_way_to_what_it_imports():
    made = released("q.py", SUITE)
    helpers = HELPERS.read_text("utf-8")
    say = next(
        ast.get_source_segment(helpers, node) for node in ast.parse(helpers).body if "def say" in ast.unparse(node)
    )
    assert made == SUITE.replace("from autograder.checks.public import say\n", f"\n{say}\n\n").replace(
        "from otter", "import os\n\nfrom otter"
    ).replace("不是一", "\\u4e0d\\u662f\\u4e00")


def test_a_suite_that_imports_nothing_of_ours_stays_as_it_is():
    own = SUITE.replace("from autograder.checks.public import say\n", "").replace(', say("not one", "不是一")', "")
    assert released("q.py", own) == own


@pytest.mark.parametrize(
    ("old", "new", "message"),
    {
        "all of it": ("import say", "import *", "imports * from autograder.checks.public"),
        "under another name": ("import say", "import say as tell", "imports say as tell from"),
        "what is not there": ("import say", "import says", "imports says from"),
        "a module of ours": (".public import say", " import same", "line 3: students do not have autograder.checks;"),
        "the package": ("    assert", "    import autograder\n    assert", "line 11: students do not have autograder;"),
        "a second time": (
            "    assert",
            "    from autograder.checks.public import failure\n    assert",
            "line 11: students do not have autograder.checks.public; import from autograder.checks.public, in one",
        ),
        "a helper's name": ("@test", "def failure():\n    pass\n\n\n@test", "defines failure, which a helper"),
        "no Python": ("def test_one", "def 1", "line 10: invalid"),
    }.values(),
)
def test_what_students_could_not_run_is_refused(old, new, message):
    source = SUITE.replace("say", "compare, say", 1) if "failure()" in new else SUITE
    with pytest.raises(ReleaseError, match=r"^q\.py: ") as error:
        released("q.py", source.replace(old, new))
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('x = "中 \\n \\u4e2d {"', 'x = "\\u4e2d \\n \\u4e2d {"'),
        ("x = 'é' '\U0001f600'", "x = '\\xe9' '\\U0001f600'"),
        ("n = 3\nx = f\"{{中}} {n:>4}：{'a' * n}文\"", "n = 3\nx = f\"{{\\u4e2d}} {n:>4}\\uff1a{'a' * n}\\u6587\""),
        ('x = ["""一\n二\n""", "三"]  # 四', 'x = ["""\\u4e00\n\\u4e8c\n""", "\\u4e09"]  # \\u56db'),
        ('x = f"一{1}" + f"{2}二"; y = "三"', 'x = f"\\u4e00{1}" + f"{2}\\u4e8c"; y = "\\u4e09"'),
    ],
)
def test_what_is_not_ascii_is_escaped(source, expected):
    assert in_ascii("q.py", source) == expected
    spaces = {}, {}
    exec(source, spaces[0])
    exec(expected, spaces[1])
    assert spaces[0]["x"] == spaces[1]["x"]


@given(st.text(), st.sampled_from(["{}", "f{}", "[{}, 'é']"]))
def test_any_string_keeps_its_value(value, form):
    literal = form.format(repr(value if form != "f{}" else value.replace("{", "{{").replace("}", "}}")))
    made = in_ascii("q.py", f"{literal}\n")
    assert made.isascii()
    assert eval(made) == eval(literal)


@pytest.mark.parametrize(
    ("source", "message"),
    {
        "a name": ("x = 1\n长 = 2\n", "line 2 is not ASCII outside of a string"),
        "a raw string": ("x = 1\ny = '中'\nz = r'中'\n", "line 3: this string is another one with escapes"),
        "a backslash": ("x = '\\中'\n", "line 1: this string is another one with escapes"),
        "braces": ("x = {'中': 1}\ny = f\"{x['中']}\"\n", "line 2 is not ASCII inside the braces of an f-string"),
        "a format": ("x = f'{1:中>3}'\n", "line 1 is not ASCII inside the braces of an f-string"),
    }.values(),
)
@pytest.mark.filterwarnings("ignore:invalid escape sequence")
def test_what_has_no_ascii_form_is_refused(source, message):
    with pytest.raises(ReleaseError, match=re.escape(f"q.py: {message}")):
        in_ascii("q.py", source)


def test_the_vocabulary_uses_what_every_student_has():
    _, *statements = ast.parse(HELPERS.read_text("utf-8")).body  # behind the docstring
    others = [ast.unparse(node) for node in statements if not isinstance(node, ast.FunctionDef)]
    assert others == ["import copy", "import os", "import numpy as np"]


def test_in_a_course_of_one_language_a_message_has_one(monkeypatch):
    for language in ("zh_CN.UTF-8", "en", "de"):
        monkeypatch.setenv("HOMEWORK_LANG", language)
        assert str(public.failure("Die Summe ist falsch")) == "Die Summe ist falsch"
    monkeypatch.setenv("HOMEWORK_LANG", "zh")
    assert str(public.failure("wrong", "不对")) == "不对"


# -- what is named in a message, under zh as well --------------------------------------------------------------------

ENGLISH = re.compile(r"[A-Za-z_)\]]+ (?:for|of|at|in|the|and|label|row|point)\b|\bthe ")


def literal(node):
    """The text of a string, with x for what an f-string puts in; None if it is no string as it stands."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
    return None


@pytest.mark.parametrize(
    "path", sorted(COURSE.root.glob("autograder/suites/public/*/*.py")), ids=lambda path: path.stem
)
def test_a_message_names_things_in_the_student_s_language(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
        name, first = getattr(call.func, "id", ""), literal(call.args[0])
        if name in ("say", "failure"):
            zh = literal(call.args[1]) if first is not None and len(call.args) > 1 else None
            assert zh is None or not zh.isascii(), (call.lineno, first)
            assert zh is None or "见证" not in zh, "the prompt calls it 反例"
        elif name != "test_case" and first is not None:
            assert not ENGLISH.search(first), (call.lineno, first)
