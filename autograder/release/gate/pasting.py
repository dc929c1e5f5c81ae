"""What students read, pasted as the answer: no code of a prompt or a docstring may earn a question's points.

Code is what stands as code in a prompt or in a picture's cell, and whatever in a docstring can be read as an
expression: also one in the notation of formulas, where `^` is a power and a space between two factors a product. A name
that nothing defines, as the i of `beta^i`, counts up, or stands for an argument.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import copy
import io
import itertools
import keyword
import re
import tokenize
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from autograder.course import Course, Homework, Question
from autograder.engine.faults import StudentFault
from autograder.questions.loading import LoadedQuestion
from autograder.questions.suites import Case
from autograder.release.gate.bare import Direct, functions_of, run_case
from autograder.release.gate.judging import question_seconds
from autograder.release.gate.prompts import code_lines
from autograder.release.leaks import bare_line
from autograder.release.sources import read_text, shown
from autograder.release.stubs import question_sources, solution_lines
from autograder.wire.calls import reseed

MOST_WORDS = 25  # of an expression in prose
MOST_COUNTED = 10_000
FEW = 3  # arguments that may go by other names; calls on which a pasted answer is tried first
TELLING = 6  # characters of a line that says something
SHARE = 0.5  # of the points of a function's cases: nothing pasted may earn more
SIGNS = str.maketrans({"^": "**", "−": "-", "·": "*", "×": "*", "←": "="})
ASSIGNS = {"<-", ":=", "=", "←"}
OF_NUMPY = (
    "exp", "log", "log2", "sqrt", "tanh", "abs", "sign", "maximum", "minimum", "where", "dot", "outer", "eye", "zeros",
    "ones", "arange", "clip", "argmax", "floor", "ceil", "pi",
)  # fmt: skip
OVER_SAMPLES = ("mean", "sum", "var", "std", "max", "min")  # once of everything, once of each column


@dataclass(frozen=True)
class Text:
    """A piece of published text: a line of code, a paragraph of a docstring, or a function that is written out."""

    where: str
    content: str
    kind: Literal["code", "prose", "function"]


@dataclass(frozen=True)
class Pasted:
    """An answer that is made of published text; `shown` is the text."""

    function: str
    body: str
    shown: str
    where: str


@dataclass(frozen=True)
class Earned:
    """What an answer earns of the points of its function's hidden cases."""

    answer: Pasted
    points: float
    possible: float


# -- what is published ---------------------------------------------------------------------------------------------


def texts(course: Course, homework: Homework, question: Question) -> list[Text]:
    """What students read of a question and might paste.

    Raises:
        ReleaseError: a file is missing or breaks a rule.
    """
    found = []
    for language in course.languages:
        path = course.prompt(homework.name, question.name, language)
        for number, content in code_lines(read_text(course, path)):
            found.append(Text(f"{shown(course, path)}, line {number}", content, "code"))
    for other in homework.questions:  # what one question's tests or picture write out may answer another one
        for path in (course.explore(homework.name, other.name), course.public_suite(homework.name, other.name)):
            if path.is_file():
                found += _code(shown(course, path), read_text(course, path))
    tree = ast.parse(question_sources(course, homework, question).stub)
    file = shown(course, course.solution(homework.name, question.name))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for paragraph in re.split(r"\n\s*\n", ast.get_docstring(node) or ""):
                found.append(Text(f"{file}, docstring of {node.name}", paragraph, "prose"))
    return found


def _code(file: str, source: str) -> Iterator[Text]:
    """The expressions with names, and the functions of a piece of code."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            yield Text(f"{file}, line {node.lineno}", ast.unparse(node), "function")
        elif isinstance(node, ast.expr) and _names_in(node) - {"np", *OF_NUMPY}:  # else data
            yield Text(f"{file}, line {node.lineno}", ast.unparse(node), "code")


def answers(question: Question, parameters: Mapping[str, Sequence[str]], published: Sequence[Text]) -> list[Pasted]:
    """What can be made of it, for each function.

    Args:
        question: the question.
        parameters: of its functions, by name.
        published: what students read.
    """
    found: dict[tuple[str, str], Pasted] = {}
    for function in question.functions:
        names = parameters[function]
        for body, text, source in _bodies(published, names):
            found.setdefault((function, body), Pasted(function, body, text, source))
    return list(found.values())


def _bodies(published: Sequence[Text], names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Bodies of a function with these parameters; each with the text that it is made of, and where that stands."""
    blocks: dict[str, list[tuple[str, str]]] = {}
    returned: dict[str, list[str]] = {}  # what may stand below a block of assignments
    for text in published:
        if text.kind == "function":
            yield from ((body, text.content.partition("\n")[0], text.where) for body in _calls(text.content, names))
            continue
        for piece in _pieces(text):
            for source in _readings(piece):
                if _is_tuple(source) or _says_something(source, ()):
                    returned.setdefault(text.where, []).append(source)
                if not _is_tuple(source) and _says_something(source, names):
                    yield f"return {source}", piece, text.where
        for target, source in _assignments(text):
            lines = blocks.setdefault(text.where, [])
            lines.append((f"{target} = {source}", target))
            body = "\n".join([*(line for line, _ in lines), f"return {target}"])
            yield body, body.replace("\n", "; "), text.where
    for where, lines in blocks.items():
        targets = {target for _, target in lines}
        for values in returned.get(where, ()):
            if not targets & _names(values):
                continue
            body = "\n".join([*(line for line, _ in lines), f"return {values}"])
            yield body, body.replace("\n", "; "), where


def _calls(source: str, names: Sequence[str]) -> Iterator[str]:
    """A function, called with the arguments, if it takes as many."""
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    most = len(node.args.posonlyargs) + len(node.args.args)
    if most - len(node.args.defaults) <= len(names) <= most:
        yield f"{source}\nreturn {node.name}({', '.join(names)})"


def _pieces(text: Text) -> Iterator[str]:
    """What may be an expression: a line of code; of prose every run of words with a sign in it."""
    if text.kind == "code":
        yield text.content.strip().removeprefix("return ").strip()
        return
    words = text.content.split()
    for begin in range(len(words)):
        for end in range(begin + 1, min(begin + MOST_WORDS, len(words)) + 1):
            piece = " ".join(words[begin:end]).rstrip(".,;:")
            if re.search(r"[-+*/^@%(\[]", piece):
                yield piece


def _assignments(text: Text) -> Iterator[tuple[str, str]]:
    """Target and value of each assignment: the longest run of words behind the sign that is an expression."""
    words = text.content.split()
    for at, word in enumerate(words[1:-1], 1):
        target = words[at - 1].strip("(),")
        if word not in ASSIGNS or not target.isidentifier():
            continue
        following = next((i - 1 for i in range(at + 1, len(words)) if words[i] in ASSIGNS), len(words))
        for end in range(min(at + MOST_WORDS, following), at + 1, -1):
            sources = [*_readings(" ".join(words[at + 1 : end]).rstrip(".,;:"))]
            if sources:
                yield target, sources[0]
                break


def _readings(piece: str) -> Iterator[str]:
    """A text as Python: as it stands, and as a formula."""
    seen = set()
    for source in (piece, _as_formula(piece)):
        try:
            tree = ast.parse(source.strip(), mode="eval") if source else None
        except (SyntaxError, ValueError, MemoryError):
            continue
        if tree is not None and ast.unparse(tree) not in seen:
            seen.add(ast.unparse(tree))
            yield ast.unparse(tree)


def _as_formula(piece: str) -> str:
    """With powers and products written out; empty if it has no tokens of Python."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(piece.translate(SIGNS)).readline))
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return ""
    written, before = [], None
    for token in tokens:
        if before is not None and token.start > before.end and _ends(before) and _begins(token):
            written.append("*")
        written.append(token.string)
        before = token
    return " ".join(written).strip()


def _ends(token: tokenize.TokenInfo) -> bool:
    return token.type == tokenize.NUMBER or token.string in (")", "]") or _is_name(token)


def _begins(token: tokenize.TokenInfo) -> bool:
    return token.type == tokenize.NUMBER or token.string == "(" or _is_name(token)


def _is_name(token: tokenize.TokenInfo) -> bool:
    return token.type == tokenize.NAME and not keyword.iskeyword(token.string)


def _is_tuple(source: str) -> bool:
    node = ast.parse(source, mode="eval").body
    return isinstance(node, ast.Tuple) and all(isinstance(part, ast.Name) for part in node.elts)


def _says_something(source: str, names: Sequence[str]) -> bool:
    """It computes something: of an argument, if there is one, or of nothing at all."""
    tree = ast.parse(source, mode="eval")
    computes = any(
        isinstance(node, ast.BinOp | ast.UnaryOp | ast.Call | ast.Subscript | ast.Compare | ast.Dict | ast.List)
        for node in ast.walk(tree)
    )
    used = _names(source)
    return computes and (not names or bool(used & {*names} or not used - {"np"}))


def _names(source: str) -> set[str]:
    return _names_in(ast.parse(source, mode="eval"))


def _names_in(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


# -- what it earns -------------------------------------------------------------------------------------------------


def earn(homework: str, question: LoadedQuestion, pasted: Sequence[Pasted], seed: int) -> list[Earned]:
    """Those that earn more than `SHARE` of the points of the cases that call their function."""
    found, seconds = [], question_seconds(question)
    cases = {
        name: sorted((c for c in question.cases if c.points > 0 and name in c.parameters), key=lambda c: -c.points)
        for name in question.contracts
    }
    examples = {name: _examples(homework, question, name, cases[name], seed) for name in question.contracts}
    with contextlib.redirect_stdout(io.StringIO()):  # a picture may say something
        for answer in pasted:
            name, best = answer.function, 0.0
            possible = sum(case.points for case in cases[name])
            for function in _functions(question, answer):
                asked = functions_of(question, {name: function}, seconds)
                if _is_answer(asked[name], examples[name]):
                    best = max(best, _points(homework, question, asked, cases[name], seed))
            if best > SHARE * possible:
                found.append(Earned(answer, best, possible))
    return found


def _points(
    homework: str, question: LoadedQuestion, asked: Mapping[str, Any], cases: Sequence[Case], seed: int
) -> float:
    """What they earn; once they cannot reach `SHARE` any more, nothing further is run."""
    possible = left = sum(case.points for case in cases)
    earned = 0.0
    for case in cases:
        if earned + left <= SHARE * possible:
            break
        left -= case.points
        reseed(seed)
        earned += case.points * run_case(homework, question.spec.name, case, asked, seed).passed
    return earned


def _examples(
    homework: str, question: LoadedQuestion, function: str, cases: Sequence[Case], seed: int
) -> list[tuple[Any, ...]]:
    """The arguments of the first call in each case; the few that are smallest."""
    found: list[tuple[Any, ...]] = []
    for case in cases:
        calls: list[tuple[Any, ...]] = []

        def recorded(*args: Any, calls: list[tuple[Any, ...]] = calls) -> Any:
            calls.append(copy.deepcopy(args))
            return question.reference[function](*args)

        reseed(seed)
        asked = functions_of(question, {function: recorded}, question_seconds(question))
        run_case(homework, question.spec.name, case, asked, seed)
        found += calls[:1]
    return sorted(found, key=lambda args: len(repr(args)))[:FEW]


def _is_answer(asked: Direct, examples: Sequence[tuple[Any, ...]]) -> bool:
    """Whether it gives something of the right form in any of the examples, which is quickly seen."""
    for example in examples:
        with contextlib.suppress(StudentFault):
            asked(*example)
            return True
    return not examples


def _functions(question: LoadedQuestion, answer: Pasted) -> Iterator[Callable[..., Any]]:
    """The answer as a function, in each way in which its names can be meant."""
    parameters = list(question.contracts[answer.function].signature.parameters)
    names = [node for node in ast.walk(ast.parse(_defined(answer.body, parameters))) if isinstance(node, ast.Name)]
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    used = {node.id for node in names} - stored - {*parameters}
    common: dict[str, Any] = {"np": np, "_count": _count, **{name: getattr(np, name) for name in OF_NUMPY}}
    unknown = sorted(name for name in used - {*common, *OVER_SAMPLES} if not hasattr(builtins, name))
    for axis in (None, 0) if used & {*OVER_SAMPLES} else (None,):
        space = common | {name: _along(getattr(np, name), axis) for name in OVER_SAMPLES}
        for meant in _meanings(unknown, parameters):
            lines = [f"{name} = {value}" for name, value in meant.items()]
            made = dict(space)
            exec(compile(_defined("\n".join([*lines, answer.body]), parameters), "<pasted>", "exec"), made)  # noqa: S102
            yield made["_pasted"]


def _meanings(unknown: Sequence[str], parameters: Sequence[str]) -> Iterator[dict[str, str]]:
    """What names may stand for that nothing defines: an argument under another name, or a count up to one."""
    counts = [f"_count({name})" for name in parameters]
    if len(unknown) <= 1 or len(parameters) <= FEW >= len(unknown):
        values = [*parameters, *counts]
        for chosen in itertools.product(values, repeat=len(unknown)):
            yield dict(zip(unknown, chosen))


def _count(value: Any) -> Any:
    """0, 1, ..., below an integer argument."""
    if not isinstance(value, int | np.integer) or value > MOST_COUNTED:
        raise TypeError("no count")
    return np.arange(value)


def _defined(body: str, parameters: Sequence[str]) -> str:
    indented = "\n".join(f"    {line}" for line in body.split("\n"))
    return f"def _pasted({', '.join(parameters)}):\n{indented}\n"


def _along(function: Callable[..., Any], axis: int | None) -> Callable[..., Any]:
    return lambda *args, **kwargs: function(*args, **({} if axis is None or kwargs else {"axis": axis}), **kwargs)


# -- what is copied ------------------------------------------------------------------------------------------------


def copied(course: Course, homework: Homework, question: Question) -> list[str]:
    """The functions whose answer, line by line, stands in what students read, spaces and signs of products aside.

    Raises:
        ReleaseError: a file is missing or breaks a rule.
    """
    read = [question_sources(course, homework, question).stub]
    paths = [course.prompt(homework.name, name, lang) for name in ("index", question.name) for lang in course.languages]
    paths += [course.explore(homework.name, question.name), course.public_suite(homework.name, question.name)]
    read += [read_text(course, path) for path in paths if path.is_file()]
    published = _bare("\n".join(read))
    source = read_text(course, course.solution(homework.name, question.name))
    secret = solution_lines(source)
    found = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef) or node.name not in question.functions:
            continue
        lines = [secret[n] for n in range(node.lineno, (node.end_lineno or 0) + 1) if n in secret]
        said = [_bare(re.sub(r"^return ", "", bare_line(line))) for line in lines if not line.strip().startswith("#")]
        said = [line for line in said if line]
        if any(len(line) >= TELLING and re.search(r"[-+/@(\[]", line) for line in said) and all(
            line in published for line in said
        ):
            found.append(node.name)
    return found


def _bare(text: str) -> str:
    return re.sub(r"\s|\bnp\.|\*|\^", "", text)
