"""The course's own files: all there, the same in both languages, and with figures that hold for the reference."""

import ast
import csv
import inspect
import re
from collections import Counter
from math import log
from pathlib import Path

import numpy as np
import pytest
from latex2mathml.converter import convert
from markdown_it import MarkdownIt

from autograder.checks.misconceptions import Misconception
from autograder.course import find_course
from autograder.questions.suites import load_suite
from autograder.release.handout import handout
from autograder.release.leaks import leaks
from autograder.release.public_suite import HELPERS
from autograder.release.stubs import question_sources, solution_lines
from autograder.release.template import template_files
from autograder.texts import SPOKEN as LANGUAGES

COURSE = find_course(Path(__file__).parent)
HOMEWORKS = list(COURSE.homeworks.values())
QUESTIONS = [pytest.param(hw, q, id=f"{hw.name}/{q.name}") for hw in HOMEWORKS for q in hw.questions]
PROMPTS = [
    pytest.param(COURSE.prompt(hw.name, name, "en"), COURSE.prompt(hw.name, name, "zh"), id=f"{hw.name}/{name}")
    for hw in HOMEWORKS
    for name in ("index", *(q.name for q in hw.questions), *(w.name for w in hw.written))
]


def text(path):
    return path.read_text("utf-8")


def functions(path):
    """What the functions of a reference, or of any file like it, are called, by name."""
    space = {"__name__": path.stem}
    exec(compile(text(path), str(path), "exec"), space)
    return space


def reference(homework):
    """All functions of a homework's reference solutions."""
    found = {}
    for question in COURSE.homework(homework).questions:
        space = functions(COURSE.solution(homework, question.name))
        found |= {name: space[name] for name in question.functions}
    return found


def misconceptions(homework, question):
    values = functions(COURSE.misconceptions(homework, question)).values()
    return [value for value in values if isinstance(value, Misconception)]


# -- Files --


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_a_question_has_all_its_files(homework, question):
    name = homework.name, question.name
    for path in (
        *(COURSE.prompt(*name, language) for language in LANGUAGES),
        COURSE.solution(*name),
        COURSE.public_suite(*name),
        COURSE.hidden_suite(*name),
        COURSE.misconceptions(*name),
        COURSE.template(homework.name) / "tests" / f"{question.name}.py",
    ):
        assert path.is_file(), path


@pytest.mark.parametrize("homework", HOMEWORKS, ids=lambda homework: homework.name)
def test_no_file_is_left_over_from_a_question_that_is_no_more(homework):
    questions = {q.name for q in homework.questions}
    asked = questions | {w.name for w in homework.written} | {"index"}
    rooms = {
        COURSE.prompt(homework.name, "x", "en").parent: asked,
        COURSE.solution(homework.name, "x").parent: questions,
        COURSE.public_suite(homework.name, "x").parent: questions,
        COURSE.hidden_suite(homework.name, "x").parent: questions,
        COURSE.misconceptions(homework.name, "x").parent: questions,
        COURSE.template(homework.name) / "tests": questions,
    }
    for folder, names in rooms.items():
        files = [path for path in folder.iterdir() if path.is_file() and path.suffix in (".py", ".md")]
        assert {path.name.split(".")[0] for path in files} - {"__init__"} == names, folder


@pytest.mark.parametrize("homework", HOMEWORKS, ids=lambda homework: homework.name)
def test_every_question_stands_in_the_handout_under_its_title(homework):
    cells = {cell.name: cell.source for cell in handout(COURSE, homework).cells}
    for number, item in enumerate((*homework.questions, *homework.written), 1):
        heading = cells[f"{item.name}.en"].split("\n")[0]
        assert heading.startswith(f"## {number}. {item.title.en} / {item.title.zh} ("), item.name


# -- Prompts --


def parts(markdown):
    """Its display formulas, formulas, code spans, and what is left of the text."""
    display = re.findall(r"\$\$(.+?)\$\$", markdown, flags=re.DOTALL)
    rest = re.sub(r"\$\$.+?\$\$", "@@0@@", markdown, flags=re.DOTALL)
    code = re.findall(r"`([^`\n]+)`", rest)
    rest = re.sub(r"`[^`\n]+`", "`x`", rest)
    inline = re.findall(r"\$([^$]+)\$", rest)
    return display, inline, code, re.sub(r"\$[^$]+\$", "@@0@@", rest)  # what Jupyter puts for a formula


def without_words(formulas):
    """As a multiset; words inside a formula are in the prompt's language, white space says nothing."""
    return Counter(re.sub(r"\\text\{[^}]*\}|\s", "", formula) for formula in formulas)


@pytest.mark.parametrize(("english", "chinese"), PROMPTS)
def test_both_languages_say_the_same(english, chinese):
    (display, inline, code, rest), (display_zh, inline_zh, code_zh, rest_zh) = (
        parts(text(english)),
        parts(text(chinese)),
    )
    assert len(display) == len(display_zh)
    assert [without_words([a]) for a in display] == [without_words([a]) for a in display_zh]
    assert without_words(inline) == without_words(inline_zh)
    # the line that is quoted from the stubs is bilingual there
    quoted = {"# your code here": "# 在此处作答"}
    assert Counter(quoted.get(span, span) for span in code) == Counter(code_zh)
    for what, pattern in {"table rows": r"^\|", "list items": r"^(- |\d+\. )", "bold words": r"\*\*[^*]+\*\*"}.items():
        counts = [len(re.findall(pattern, side, flags=re.MULTILINE)) for side in (rest, rest_zh)]
        assert counts[0] == counts[1], what
    assert len(re.findall(r"^\*\*Write\*\*", rest, flags=re.MULTILINE)) == len(
        re.findall(r"^\*\*请实现\*\*", rest_zh, flags=re.MULTILINE)
    )


WRITTEN = [pytest.param(hw.name, w.name, id=f"{hw.name}/{w.name}") for hw in HOMEWORKS for w in hw.written]


@pytest.mark.parametrize(("homework", "written"), WRITTEN)
def test_a_written_answer_is_as_long_in_chinese_as_in_english(homework, written):
    """One ratio for all: sixteen characters say what ten words say."""
    english, chinese = (text(COURSE.prompt(homework, written, language)) for language in LANGUAGES)
    words, characters = re.findall(r"(\d+) to (\d+) words", english), re.findall(r"(\d+) 至 (\d+) 字", chinese)
    assert [[int(n) * 16 for n in span] for span in words] == [[int(n) * 10 for n in span] for span in characters]
    assert words or "about one page" in english


@pytest.mark.parametrize(("english", "chinese"), PROMPTS)
def test_every_formula_is_one_that_mathml_knows(english, chinese):
    for path in (english, chinese):
        display, inline, _, rest = parts(text(path))
        assert "$" not in rest, "an unpaired dollar sign"
        for formula in (*display, *inline):
            assert "$" not in formula
            assert convert(formula).count("<math") == 1
            # what MathJax would show in red
            assert formula.count("{") - formula.count(r"\{") == formula.count("}") - formula.count(r"\}"), formula
            assert Counter(re.findall(r"\\begin\{(\w+)\}", formula)) == Counter(re.findall(r"\\end\{(\w+)\}", formula))
            assert len(re.findall(r"\\left\b", formula)) == len(re.findall(r"\\right\b", formula)), formula


@pytest.mark.parametrize(("english", "chinese"), PROMPTS)
def test_the_markdown_leaves_no_mark_standing(english, chinese):
    """A star beside a Chinese full stop may not close what another one opened; a bar in a formula ends its cell."""
    markdown = MarkdownIt("commonmark").enable("table")
    for path in (english, chinese):
        source = text(path)
        *_, rest = parts(source)
        for token in markdown.parse(rest):
            assert token.type != "heading_open", f"{path.name}: a heading of its own, line {token.map}"
            assert token.type != "code_block", f"{path.name}: an indented paragraph, line {token.map}"
            for child in token.children or ():
                assert child.type != "text" or not set("*`|") & set(child.content), f"{path.name}: {child.content}"
        columns = 0
        for line in source.split("\n"):
            if not line.startswith("|"):
                columns = 0
                continue
            assert not re.search(r"\$[^$]*\|[^$]*\$", re.sub(r"\$[^$|]*\$", "", line)), f"{path.name}: {line}"
            assert columns in (0, line.count("|")), f"{path.name}: {line}"
            columns = line.count("|")


@pytest.mark.parametrize(("english", "chinese"), PROMPTS)
def test_a_chinese_paragraph_is_one_line(english, chinese):
    """Jupyter shows a line break as a gap between two characters."""
    assert not re.search(r"[\u4e00-\u9fff，。；：、）”]\n(?=[\u4e00-\u9fff“（《A-Za-z`*$]|  )(?!\$\$)", text(chinese))


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_a_prompt_names_every_function_with_its_arguments(homework, question):
    space = functions(COURSE.solution(homework.name, question.name))
    for language in LANGUAGES:
        prompt = text(COURSE.prompt(homework.name, question.name, language))
        asked = "\n".join(re.findall(r"^\*\*(?:Write|请实现)\*\*(?:.+\n)+", prompt, flags=re.MULTILINE))
        for name in question.functions:
            call = f"`{name}({', '.join(inspect.signature(space[name]).parameters)})`"
            assert call in asked, f"{language}: {call}"


# -- Stubs --


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_a_docstring_describes_every_argument_and_what_comes_back(homework, question):
    tree = ast.parse(question_sources(COURSE, homework, question).stub)
    stubs = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for name in question.functions:
        docstring = ast.get_docstring(stubs[name])
        arguments = docstring.partition("Args:\n")[2].partition("\n\n")[0]
        described = re.findall(r"^ {4}(\w+): \S", arguments, flags=re.MULTILINE)
        assert described == [argument.arg for argument in stubs[name].args.args], name
        assert "Returns:\n" in docstring, name
        raises = "ValueError" in text(COURSE.prompt(homework.name, question.name, "en"))
        assert "Raises:\n" not in docstring or raises, name


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_a_docstring_has_no_formula_where_the_answer_is_a_single_line(homework, question):
    """It would be that line: the docstring has what is promised, and the shapes; the prompt leads to the formula."""
    source = text(COURSE.solution(homework.name, question.name))
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef) or len(node.body) > 2:  # the docstring, and one statement
            continue
        said = ast.get_docstring(node).partition("\nArgs:")[0]
        assert not re.search(r" (=|<-) ", said.partition("\n")[2]), f"{node.name}: {said}"


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_no_prompt_and_no_stub_holds_a_line_of_the_solution(homework, question):
    secret = [squeezed(line) for line in solution_lines(text(COURSE.solution(homework.name, question.name))).values()]
    given = [text(COURSE.prompt(homework.name, question.name, language)) for language in LANGUAGES]
    given.append(question_sources(COURSE, homework, question).stub)
    for line in secret:
        if len(line) >= 20 and not line.startswith("#"):
            assert not any(line in squeezed(side) for side in given), line


@pytest.mark.parametrize("homework", HOMEWORKS, ids=lambda homework: homework.name)
def test_what_students_get_holds_no_secret_line(homework):
    assert leaks(COURSE, homework, template_files(COURSE, homework)) == []


@pytest.mark.parametrize("homework", HOMEWORKS, ids=lambda homework: homework.name)
def test_a_picture_takes_no_name_that_an_answer_has(homework):
    cells = {cell.name: cell for cell in handout(COURSE, homework, reference=True).cells}
    answers = {name for question in homework.questions for name in question.functions} | {"grader", "label", "explore"}
    for name, cell in cells.items():
        if "explore" in cell.tags:
            taken = {node.name for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.FunctionDef)}
            taken |= {node.id for node in ast.walk(ast.parse(cell.source)) if is_stored(node)}
            assert not taken & answers, name
            assert re.match(r"# .+\n", cell.source), name
            assert re.search(r"[\u4e00-\u9fff]", "\n".join(cell.source.split("\n")[:2])), name


@pytest.mark.parametrize("homework", HOMEWORKS, ids=lambda homework: homework.name)
def test_no_picture_trains_with_gradients(homework):
    """The loop would be the answer to `train_mlp`, to be copied; a picture calls what the student has written."""
    gradients = {"mlp_loss_and_grads", "deep_gradients", "softmax_cross_entropy_grad", "tiny_gradient"}
    for cell in handout(COURSE, homework).cells:
        if "explore" in cell.tags:
            used = {node.id for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)}
            assert not used & gradients, cell.name


def is_stored(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def squeezed(source):
    return re.sub(r"\s+", "", re.sub(r"\s+#\s.*", "", source))


# -- Suites and hints --


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_every_case_has_a_chinese_name_that_no_other_case_of_the_question_has(homework, question):
    suites = (COURSE.public_suite(homework.name, question.name), COURSE.hidden_suite(homework.name, question.name))
    names = [case.name for suite in suites for case in load_suite(suite).cases]
    chinese = {name: question.case_name(name).zh for name in names}
    assert [name for name, zh in chinese.items() if zh == name] == []
    for name, zh in chinese.items():
        assert re.search(r"[\u4e00-\u9fff]", zh) or re.fullmatch(r"(前向|反向|统计量)：d\w+|float32", zh), (
            f"{name}: {zh}"
        )
    for kind in (True, False):
        called = [zh for name, zh in chinese.items() if name.startswith("public: ") is kind]
        assert max(Counter(called).values()) == 1, Counter(called).most_common(1)


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_a_public_suite_is_worth_nothing_and_writes_no_helper_and_no_escape_of_its_own(homework, question):
    source = text(COURSE.public_suite(homework.name, question.name))
    assert not re.search(r"\\u[0-9a-f]{4}", source)
    tree = ast.parse(source)
    defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert not defined & {node.name for node in ast.parse(text(HELPERS)).body if isinstance(node, ast.FunctionDef)}
    cases = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) == "test_case"]
    assert cases
    for case in cases:
        given = {keyword.arg: ast.literal_eval(keyword.value) for keyword in case.keywords}
        assert given["name"].startswith("public: ")
        assert given["points"] == 0
        assert given["hidden"] is False


def called(node):
    return node.func.id if isinstance(node.func, ast.Name) else None


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_four_misconceptions_of_every_function_at_least_each_with_a_hint_in_both_languages(homework, question):
    known = misconceptions(homework.name, question.name)
    assert not Counter(m.function for m in known).keys() - set(question.functions)
    assert all(sum(m.function == name for m in known) >= 4 for name in question.functions)
    assert max(Counter(m.id for m in known).values()) == 1
    source = text(COURSE.solution(homework.name, question.name))
    secret = [squeezed(line) for line in solution_lines(source).values()]
    for m in known:
        assert re.fullmatch(r"[a-z0-9A-Z]+(-[a-z0-9A-Z]+)*", m.id), m.id
        assert m.en.strip() != m.zh.strip(), m.id
        assert m.en.isascii() or not re.search(r"[\u4e00-\u9fff]", m.en), m.id
        assert re.search(r"[\u4e00-\u9fff]", m.zh), m.id
        for hint in (m.en, m.zh):
            assert len(hint.strip()) >= 8, m.id
            assert "\n" not in hint, m.id
            assert not any(len(line) >= 12 and line in squeezed(hint) for line in secret), m.id


def test_three_hundred_misconceptions_at_least():
    assert sum(len(misconceptions(hw.name, q.name)) for hw in HOMEWORKS for q in hw.questions) >= 300


# -- Figures --


def melons():
    with (COURSE.data("trees") / "watermelon2.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows, [row.pop("好瓜") for row in rows]


def test_the_watermelons_have_the_published_entropy_and_gains():
    rows, ripe = melons()
    answers = reference("trees")
    assert (len(rows), Counter(ripe)) == (17, {"是": 8, "否": 9})
    assert round(answers["entropy"](ripe), 6) == 0.997503
    published = {
        **{"色泽": 0.108125, "根蒂": 0.142675, "敲声": 0.140781},
        **{"纹理": 0.380592, "脐部": 0.289159, "触感": 0.006046},
    }
    for attribute, gain in published.items():
        assert round(answers["information_gain"]([row[attribute] for row in rows], ripe), 6) == gain
        for language in LANGUAGES:
            assert str(gain) in text(COURSE.prompt("trees", "information_gain", language))
    clear = [i for i, row in enumerate(rows) if row["纹理"] == "清晰"]
    assert len(clear) == 9
    labels = [ripe[i] for i in clear]
    assert round(answers["entropy"](labels), 3) == 0.764
    tied = [answers["information_gain"]([rows[i][a] for i in clear], labels) for a in ("根蒂", "脐部", "触感")]
    assert [round(gain, 6) for gain in tied] == [0.458106] * 3
    assert max(tied) - min(tied) < 1e-9
    others = [answers["information_gain"]([rows[i][a] for i in clear], labels) for a in ("色泽", "敲声")]
    assert max(others) < min(tied) - 0.01


def test_lenet_has_the_published_numbers_of_parameters():
    count = reference("convnets")["lenet_parameters"]
    assert count(False) == {"C1": 150, "C3": 2400, "F5": 48000, "F6": 10080, "F7": 840}
    assert count(True) == {"C1": 156, "C3": 2416, "F5": 48120, "F6": 10164, "F7": 850}
    assert sum(count(True).values()) == 61706
    assert sum(count(False).values()) == 61470


LN3 = log(3)
MELON_PARTS = (["clear", "clear", "clear", "blurry"], ["yes", "yes", "no", "no"])
BLOCK = np.array([[1.0], [1.0]]), np.array([[2.0, -1.0]])
IMAGE, FILTER = np.arange(1.0, 10.0).reshape(1, 1, 3, 3), np.array([[[[1.0, 2.0], [0.0, -1.0]]]])
TIES = np.array([[[[1.0, 3.0, 2.0], [4.0, 0.0, 5.0], [2.0, 2.0, 1.0]]]])
PENALISED = np.array([1, -0.5, 0.02, 0]), np.array([0.4, 0.2, -0.1, 0]), 0.1, 0.5
NETWORK = (
    *(np.array([[2.0]]), np.array([1])),
    *(np.array([[LN3]]), np.array([-LN3]), np.array([[0.0, 4.0]]), np.array([0.0, -3.0])),
)
CHAIN = (np.array([[1.0]]), np.array([[5.0]]), [np.array([[2.0]]), np.array([[3.0]])], [np.zeros(1)] * 2, "relu")
ADAM = 0.1, 0.9, 0.99, 1e-12

# What the prompts work by hand: question, function, arguments, the answer, and the figures as they stand there.
WORKED = [
    ("trees/entropy", "entropy", (["a", "a", "a", "b"],), 0.811278, ["0.811278"]),
    ("trees/information_gain", "conditional_entropy", MELON_PARTS, 0.688722, ["0.688722"]),
    ("trees/information_gain", "information_gain", MELON_PARTS, 0.311278, ["0.311278"]),
    ("trees/gain_ratio", "gain_ratio", MELON_PARTS, 0.383689, ["0.383689"]),
    ("trees/gain_ratio", "gain_ratio", ([1, 2, 3, 4], MELON_PARTS[1]), 0.5, ["0.5"]),
    ("trees/k_fold", "k_fold", (4, 2), [([2, 3], [0, 1]), ([0, 1], [2, 3])], []),
    ("trees/random_forest_sampling", "out_of_bag", (np.array([3, 0, 3, 5, 0, 0]), 6), [1, 2, 4], ["[1, 2, 4]"]),
    (
        *("trees/elastic_net", "elastic_net_objective"),
        (np.array([[1.0, 0.0], [1.0, 2.0]]), np.array([1.0, 0.0]), np.array([2.0, -1.0]), 0.5, 0.4),
        *(1.6, ["1.6"]),
    ),
    ("trees/kernel_trick", "rbf_kernel", (np.zeros((1, 2)), np.array([[1.0, 2.0]]), 0.1), [[0.606531]], ["0.606531"]),
    ("losses/softmax", "softmax", (np.array([0, LN3]),), [0.25, 0.75], [r"(\tfrac14, \tfrac34)"]),
    ("losses/softmax", "log_softmax", (np.array([0, LN3]),), [-1.386294, -0.287682], ["(-1.386294, -0.287682)"]),
    ("losses/cross_entropy", "cross_entropy", (np.array([[0, LN3]] * 2), np.array([1, 0])), 0.836988, ["0.836988"]),
    ("losses/cross_entropy", "cross_entropy", (np.array([[1e4, -1e4]]), np.array([1])), 20000.0, ["20000"]),
    (
        *("losses/softmax_cross_entropy_grad", "softmax_cross_entropy_grad"),
        *((np.array([[0, LN3]]), np.array([1])), [[0.25, -0.25]], [r"(\tfrac14, -\tfrac14)"]),
    ),
    ("losses/sigmoid", "sigmoid_backward", (np.array([LN3]), np.array([2.0])), [0.375], [r"dz = \tfrac38"]),
    (
        *("losses/gaussian_likelihood", "gaussian_nll"),
        *((np.array([1.0, 3.0]), np.array([0.0, 1.0]), 2.0), 1.890512, ["1.890512"]),
    ),
    ("losses/bernoulli_likelihood", "bernoulli_nll", (np.array([LN3, LN3]), np.array([1, 0])), 0.836988, ["0.836988"]),
    (
        *("losses/tiny_network", "tiny_gradient", (0.0, 2 * LN3, 2.0, 1.0, "mse")),
        *([-0.051497, -0.023438], ["(-0.051497, -0.023438)"]),
    ),
    (
        *("losses/tiny_network", "tiny_hessian", (0.0, 2 * LN3, 2.0, 1.0, "mse")),
        *([[0.070720, 0.008748], [0.008748, 0.014648]], [r"0.070720 & 0.008748\\ 0.008748 & 0.014648"]),
    ),
    (
        *("losses/tiny_network", "tiny_gradient", (0.0, 2 * LN3, 2.0, 1.0, "ce")),
        *([-0.274653, -0.125], ["(-0.274653, -0.125)"]),
    ),
    (
        *("losses/tiny_network", "tiny_hessian", (0.0, 2 * LN3, 2.0, 1.0, "ce")),
        *([[0.226303, -0.022005], [-0.022005, 0.046875]], [r"0.226303 & -0.022005\\ -0.022005 & 0.046875"]),
    ),
    (
        *("losses/steepest_descent", "steepest_descent_direction"),
        *((np.array([3.0, -4.0]),), [-0.6, 0.8], ["(-0.6, 0.8)"]),
    ),
    ("backprop/activations", "tanh_backward", (np.array([LN3 / 2]), np.array([4.0])), [3.0], ["= 3$"]),
    (
        *("backprop/mlp_forward", "mlp_forward"),
        (
            *(np.array([[1.0, 2.0]]), np.array([[LN3], [0.0]]), np.zeros(1)),
            *(np.array([[4.0, -8.0]]), np.array([1.0, 0.0])),
        ),
        *([[4.0, -6.0]], ["(4, -6)"]),
    ),
    ("backprop/vanishing_gradient", "gradient_norms", CHAIN, [3.0, 2.0], ["[3, 2]"]),
    ("backprop/vanishing_gradient", "vanishing_bound", (2,), 0.0625, [r"\tfrac1{16}"]),
    ("backprop/initialisation", "xavier_bound", (6, 2), 0.866025, ["0.866"]),
    ("backprop/preactivation_std", "preactivation_std", (500, 1e-3, 1.0, 1.0), 1.224745, ["1.2247"]),
    (
        *("backprop/input_centring", "hessian_condition_number", (np.array([[2.0, 1.0], [1.0, 2.0]]),)),
        *(9.0, [r"\kappa = 9"]),
    ),
    (
        *("training/batch_norm", "batch_norm_forward"),
        *((np.array([[1.0], [5.0]]), np.array([2.0]), np.array([0.5]), 1e-12), [[-1.5], [2.5]], ["(-1.5, 2.5)"]),
    ),
    (
        *("training/batch_norm_inference", "batch_norm_inference"),
        (np.array([[5.0]]), np.array([2.0]), np.array([3.0]), np.array([4.0]), np.array([0.5]), 1.0),
        *([[6.5]], ["6.5"]),
    ),
    ("training/ema", "ema", (np.array([4.0, 8.0, -2.0]), 0.75), [1.0, 2.75, 1.5625], ["m_1 = 1", "2.75", "1.5625"]),
    ("training/weight_penalties", "l2_step", PENALISED, [0.86, -0.47, 0.028, 0], ["(0.86, -0.47, 0.028, 0)"]),
    ("training/weight_penalties", "l1_step", PENALISED, [0.91, -0.47, -0.02, 0], ["(0.91, -0.47, -0.02, 0)"]),
    ("training/weight_penalties", "soft_threshold_step", PENALISED, [0.91, -0.47, 0, 0], ["(0.91, -0.47, 0, 0)"]),
    ("training/gradient_clipping", "clip_by_value", (np.array([0.5, -3, 12]), 2.0), [0.5, -2, 2], ["(0.5, -2, 2)"]),
    (
        *("training/dropout", "dropout_forward"),
        (np.array([3, -6, 1.5, 9]), np.array([0.1, 0.9, 0.25, 0.2]), 0.25, True),
        *([0, -8, 2, 0], ["(0, -8, 2, 0)"]),
    ),
    ("training/gradient_noise", "scaled_learning_rate", (0.1, 64, 16), 0.025, ["0.025"]),
    (
        *("training/early_stopping", "early_stopping"),
        *((np.array([0.9, 0.7, 0.8, 0.6, 0.65, 0.61, 0.5]), 2), [5, 3], []),
    ),
    ("convnets/conv_output_size", "conv_output_size", (8, 3, 2, 0), 3, ["3.5"]),
    (
        *("convnets/conv2d", "conv2d_forward", (IMAGE, FILTER, np.array([0.5]), 1, 0)),
        *([[[[0.5, 2.5], [6.5, 8.5]]]], [r"0.5 & 2.5 \\ 6.5 & 8.5"]),
    ),
    (
        *("convnets/max_pool2d", "max_pool2d_backward", (np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), TIES, 2, 1)),
        *([[[[0, 0, 0], [4, 0, 6], [0, 0, 0]]]], [r"0 & 0 & 0 \\ 4 & 0 & 6 \\ 0 & 0 & 0"]),
    ),
    (
        *("convnets/conv_as_matrix", "conv_as_matrix", (np.array([1.0, 2.0, -1.0]), 4)),
        *([[1, 2, -1, 0], [0, 1, 2, -1]], [r"1 & 2 & -1 & 0 \\ 0 & 1 & 2 & -1"]),
    ),
    ("convnets/residual_block", "residual_forward", (np.array([[1.0, 2.0]]), *BLOCK), [[7.0, -1.0]], ["(7, -1)"]),
]


@pytest.mark.parametrize(
    ("place", "function", "arguments", "answer", "figures"), WORKED, ids=[f"{w[1]}-{i}" for i, w in enumerate(WORKED)]
)
def test_what_a_prompt_works_by_hand_is_what_the_reference_finds(place, function, arguments, answer, figures):
    homework, question = place.split("/")
    got = functions_of(homework, question)[function](*arguments)
    np.testing.assert_allclose(np.asarray(got, dtype=float), np.asarray(answer, dtype=float), rtol=2e-6, atol=6e-7)
    for language in LANGUAGES:
        for figure in figures:
            assert figure in text(COURSE.prompt(homework, question, language)), language


def functions_of(homework, question):
    space = reference(homework) if question == "vanishing_gradient" else {}
    return space | functions(COURSE.solution(homework, question))


def test_what_the_longer_examples_work_by_hand_is_right_too():
    losses, backprop, training, convnets = map(reference, ("losses", "backprop", "training", "convnets"))
    X, W, dY = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[1.0], [2.0]]), np.array([[1.0], [0.5]])
    for got, want in zip(losses["linear_backward"](X, W, dY), ([[1, 2], [0.5, 1]], [[2.5], [1.5]], [1.5])):
        np.testing.assert_allclose(got, want)

    loss, grads = backprop["mlp_loss_and_grads"](*NETWORK)
    np.testing.assert_allclose(loss, log(2))
    np.testing.assert_allclose(grads["W2"], [[0.375, -0.375]])
    np.testing.assert_allclose(grads["W1"], [[-0.75]])
    dWs, _ = backprop["deep_gradients"](*CHAIN)
    np.testing.assert_allclose(np.ravel(dWs), [3, 2])

    column, g = np.array([[1.0], [2.0], [3.0]]), np.array([[3.0], [0.0], [0.0]])
    parts = training["batch_norm_backward"](g, column, np.array([2.0]), 1 / 3)
    for got, want in zip(parts, ([[2], [-2], [0]], [-3], [3])):
        np.testing.assert_allclose(got, want, atol=1e-12)
    stats = training["update_running_stats"](np.array([[1.0], [5.0]]), np.array([2.0]), np.array([4.0]), 0.25)
    np.testing.assert_allclose(np.ravel(stats), [2.25, 5.0])
    np.testing.assert_allclose(training["momentum_step"](*map(np.array, (1.0, 0.5, 0.2)), 0.1, 0.9), (1.13, 0.13))
    w, m, v = training["adam_step"](*map(np.array, (1.0, 0.5, 0.0, 0.0)), 1, *ADAM)
    np.testing.assert_allclose((w, m, v), (0.9, 0.05, 0.0025))
    w, m, v = training["adam_step"](w, np.array(-0.5), m, v, 2, *ADAM)
    np.testing.assert_allclose((w, m, v), (0.90526, -0.005, 0.004975), rtol=1e-5)
    clipped = training["clip_by_global_norm"]([np.array([3.0, -4.0]), np.array([12.0])], 6.5)
    np.testing.assert_allclose(np.concatenate(clipped), [1.5, -2, 6])

    g = np.array([[[[1.0, 0.0], [0.0, 2.0]]]])
    dx, dw, db = convnets["conv2d_backward"](g, IMAGE, FILTER, 1, 0)
    np.testing.assert_allclose(dw[0, 0], [[11, 14], [20, 23]])
    np.testing.assert_allclose(dx[0, 0], [[1, 2, 0], [0, 1, 4], [0, 0, -2]])
    np.testing.assert_allclose(db, [3])
    dx, *_ = convnets["residual_backward"](np.array([[1.0, 1.0]]), np.array([[1.0, 2.0]]), *BLOCK)
    np.testing.assert_allclose(dx, [[2, 2]])


def test_no_example_of_the_nonconvexity_prompt_is_an_answer():
    """The prompt shows how an array of floats is written; a point of negative curvature would be a gift."""
    hessian = reference("losses")["tiny_hessian"]
    for language in LANGUAGES:
        prompt = text(COURSE.prompt("losses", "nonconvexity_witness", language))
        for found in re.findall(r"np\.array\(\[(.+?), (.+?)\]\)", prompt):
            w1, w2 = map(float, found)
            for loss in ("mse", "ce"):
                assert np.linalg.eigvalsh(hessian(w1, w2, 1.0, 1.0, loss))[0] > -1e-3
