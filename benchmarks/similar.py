"""`homework similar` over a made-up class: how long it takes, how much memory, and whether planted copies come first.

Answers are drawn from right and wrong ones that were written independently of each other (solutions,
tests/right_answers, tests/wrong_answers), and rewritten in ways in which people differ. Some files are copies of
others, disguised: other names, other order of functions, other comments and layout, independent lines that change
places; some of half of the questions only.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import copy
import json
import random
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from autograder.classroom.people import Person, Whose
from autograder.classroom.store import Store
from autograder.course import Course, Homework, find_course
from autograder.engine.sandbox_process import best_layer
from autograder.questions.handout import handout_document
from autograder.results import CaseResult, Made, QuestionResult, SubmissionResult
from autograder.similar.command import look
from autograder.similar.find import Alike
from autograder.similar.page import similar_page
from autograder.submission import Submission
from autograder.written.markers import ANSWER_PLACEHOLDER
from autograder.written.reading import Reader

ROOT = Path(__file__).parents[1]
HOMEWORK = "losses"
BUILTINS = {*dir(builtins), "np", "math", "itertools"}


def pool(course: Course, homework: str) -> dict[str, list[str]]:
    """Answers to each question: the functions of each, and what they use."""
    found: dict[str, list[str]] = {}
    for question in course.homework(homework).questions:
        files = [course.solution(homework, question.name)]
        files += sorted((ROOT / "tests/right_answers" / homework / question.name).glob("*.py"))
        answers = []
        for file in files:
            tree = ast.parse(file.read_text(encoding="utf-8"))
            kept = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.Assign)]
            answers.append("\n\n".join(map(ast.unparse, kept)))
        wrong = ast.parse((ROOT / "tests/wrong_answers" / homework / f"{question.name}.py").read_text(encoding="utf-8"))
        defined = {n.name: n for n in wrong.body if isinstance(n, ast.FunctionDef)}
        (table,) = [n.value for n in wrong.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "WRONG"]
        assert isinstance(table, ast.Dict), question.name
        listed = {
            ast.literal_eval(k): [ast.unparse(e) for e in v.elts]
            for k, v in zip(table.keys, table.values)
            if k is not None and isinstance(v, ast.List | ast.Tuple)
        }
        for i in range(min(map(len, listed.values()))):
            text, used = [], set[str]()
            for function, names in listed.items():
                node = copy.deepcopy(defined[names[i]])
                node.name = function
                used |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} & defined.keys()
                text.append(ast.unparse(node))
            answers.append("\n\n".join([*(ast.unparse(defined[n]) for n in sorted(used)), *text]))
        found[question.name] = answers
    return found


class Style(ast.NodeTransformer):
    """How somebody writes: rewrites an answer as another person might have put it."""

    def __init__(self, rng: random.Random, rate: float) -> None:
        self.rng, self.rate = rng, rate
        self.count = 0

    def often(self, times: float = 1.0) -> bool:
        return self.rng.random() < self.rate * times

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Add | ast.Mult) and self.often():
            node.left, node.right = node.right, node.left
        if isinstance(node.op, ast.Pow) and isinstance(node.left, ast.Name) and self.often():
            return ast.BinOp(node.left, ast.Mult(), node.left)
        if isinstance(node.op, ast.Div) and self.often(0.5):
            return ast.Call(ast.Attribute(ast.Name("np"), "divide"), [node.left, node.right], [])
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        turned = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE}
        if len(node.ops) == 1 and type(node.ops[0]) in turned and self.often():
            return ast.Compare(node.comparators[0], [turned[type(node.ops[0])]()], [node.left])
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("sum", "max", "mean", "min") and self.often():
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "np" and node.args:
                return ast.Call(ast.Attribute(node.args[0], node.func.attr), node.args[1:], node.keywords)
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "np"):
                return ast.Call(
                    ast.Attribute(ast.Name("np"), node.func.attr), [node.func.value, *node.args], node.keywords
                )
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        body: list[ast.stmt] = []
        statement: ast.stmt
        for statement in node.body:
            value = getattr(statement, "value", None)
            if isinstance(statement, ast.Assign | ast.Return) and isinstance(value, ast.Call | ast.BinOp):
                parts = [n for n in ast.iter_child_nodes(value) if isinstance(n, ast.Call | ast.BinOp)]
                if isinstance(statement, ast.Return) and self.often(0.6):
                    parts = [value]
                if parts and self.often():
                    self.count += 1
                    name = f"part{self.count}"
                    part = self.rng.choice(parts)
                    body.append(ast.Assign([ast.Name(name)], part, lineno=0))
                    _Replace(part, ast.Name(name)).generic_visit(statement)
            body.append(statement)
        if node.args.args and self.often(0.7):
            first = node.args.args[0].arg
            how = self.rng.choice([f"np.asarray({first}, dtype=float)", f"np.array({first})", f"{first}.copy()"])
            body.insert(0, ast.parse(f"{first} = {how}").body[0])
        if self.often(0.3):
            body.insert(0, ast.parse(f"assert {node.args.args[0].arg} is not None").body[0])
        node.body = body
        return node


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


class Rename(ast.NodeTransformer):
    """Other names for what a file has of its own; parameters too."""

    def __init__(self, rng: random.Random, kept: set[str]) -> None:
        self.rng, self.kept = rng, kept
        self.names: dict[str, str] = {}

    def name(self, old: str) -> str:
        if old in self.kept or old in BUILTINS:
            return old
        if old not in self.names:
            letters = "".join(self.rng.choices("abcdefghijklmnopqrstuvwxyz", k=self.rng.randint(1, 9)))
            self.names[old] = f"{letters}_{len(self.names)}"
        return self.names[old]

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.name(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg, node.annotation = self.name(node.arg), None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self.name(node.name)
        return self.generic_visit(node)


def disguised(rng: random.Random, text: str, functions: set[str], swaps: float) -> str:
    """The same with other names, another order of functions, other layout and comments, lines swapped."""
    tree = Rename(rng, functions).visit(ast.parse(text))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            _swap(rng, node.body, swaps)
    rng.shuffle(tree.body)
    lines = []
    for line in ast.unparse(ast.fix_missing_locations(tree)).split("\n"):
        lines += (
            [line.replace("    ", "  ")] if rng.random() < 0.8 else [f"{line.replace('    ', '  ')}  # {rng.random()}"]
        )
        lines += [""] if rng.random() < 0.1 else []
    return "\n".join(lines)


def _swap(rng: random.Random, body: list[ast.stmt], rate: float) -> None:
    """Neighbours change places where neither needs the other."""
    for i in range(len(body) - 1):
        a, b = body[i], body[i + 1]
        if isinstance(a, ast.Assign) and isinstance(b, ast.Assign) and rng.random() < rate:
            sets = [{n.id for t in s.targets for n in ast.walk(t) if isinstance(n, ast.Name)} for s in (a, b)]
            uses = [{n.id for n in ast.walk(s) if isinstance(n, ast.Name)} for s in (a, b)]
            if not sets[0] & uses[1] and not sets[1] & uses[0]:
                body[i], body[i + 1] = b, a


EN = [
    "the likelihood of the data under the model",
    "maximising it is the same as minimising its negative logarithm",
    "the logarithm turns the product into a sum",
    "the gradient vanishes where the prediction equals the target",
    "a Gaussian with fixed variance leaves the squared error",
    "constants do not depend on the parameters",
    "the noise is assumed to be independent",
    "the cross-entropy follows from a Bernoulli distribution",
    "for many classes the categorical distribution takes its place",
    "which is why a linear output fits the squared error",
    "saturation would slow the descent otherwise",
    "numerically the maximum is taken off first",
]
ZH = [
    "对数似然把连乘变成求和",
    "最大化似然等价于最小化负对数似然",
    "方差固定的高斯分布得到平方误差",
    "常数项与参数无关",
    "假设各样本的噪声相互独立",
    "伯努利分布对应交叉熵",
    "多分类时改用类别分布",
    "因此线性输出配平方误差",
    "否则饱和会让下降变慢",
    "数值上先减去最大值",
]

FILLERS = re.findall(r"\w+", "so then also note clearly hence thus again indeed first finally therefore we see I think")


def essay(rng: random.Random) -> str:
    """An answer in somebody's own words: no two people join the same things in the same way."""
    sentences = ZH if rng.random() < 0.5 else EN
    fillers = list("而且但还因便") if sentences is ZH else FILLERS
    said = []
    for sentence in rng.sample(sentences, k=rng.randint(5, 8)):
        parts = list(sentence) if sentences is ZH else sentence.split()
        for _ in range(max(2, len(parts) // 3)):
            parts.insert(rng.randrange(len(parts) + 1), rng.choice(fillers))
        said.append(("" if sentences is ZH else " ").join(parts))
    return ("。" if sentences is ZH else ". ").join(said)


def retold(rng: random.Random, text: str) -> str:
    """Copied, with some words changed."""
    parts = list(text) if "。" in text else text.split(" ")
    for _ in range(len(parts) // 25):
        parts[rng.randrange(len(parts))] = rng.choice(parts)
    return ("" if "。" in text else " ").join(parts)


Planted = dict[tuple[str, str], float]  # by pair, the share of the questions that one has from the other
Chosen = dict[str, dict[str, int]]  # by name and question, which of the written answers it was drawn from
Class = tuple[list[Submission], dict[str, SubmissionResult], Planted, Chosen]


def made_up(course: Course, count: int, seed: int) -> Class:
    """A class, its results, the pairs that share their work, and what everybody's answers were drawn from."""
    rng = random.Random(seed)
    spec = course.homework(HOMEWORK)
    functions = {name for question in spec.questions for name in question.functions}
    answers = pool(course, HOMEWORK)
    script = (course.template(HOMEWORK) / f"{HOMEWORK}.py").read_text(encoding="utf-8")
    written = [one.name for one in spec.written]
    chosen: dict[str, dict[str, int]] = {}
    code: dict[str, dict[str, str]] = {}
    essays: dict[str, dict[str, str]] = {}
    names = [f"student{i:04}" for i in range(count)]
    origin: dict[str, dict[str, str]] = {name: {} for name in names}
    planted: dict[tuple[str, str], float] = {}
    copies = max(2, count // 25)
    for i, name in enumerate(names):
        if i >= count - 2 * copies:
            source = names[rng.randrange(count // 8)]
            some = set(rng.sample(sorted(answers), len(answers) // 2)) if i >= count - copies else {*answers}
        else:
            source, some = "", set[str]()
        chosen[name], code[name], essays[name] = {}, {}, {}
        for question, variants in answers.items():
            if question in some:
                chosen[name][question] = chosen[source][question]
                code[name][question] = disguised(rng, code[source][question], functions, 0.5)
            else:
                # Most of a class is right: the first variants are.
                pick = rng.randrange(3) if rng.random() < 0.6 else rng.randrange(len(variants))
                chosen[name][question] = min(pick, len(variants) - 1)
                tree = Style(rng, rng.uniform(0.1, 0.6)).visit(ast.parse(variants[chosen[name][question]]))
                code[name][question] = disguised(rng, ast.unparse(ast.fix_missing_locations(tree)), functions, 0.2)
        for one in written:
            essays[name][one] = retold(rng, essays[source][one]) if source and len(some) == len(answers) else essay(rng)
        for question in answers:
            origin[name][question] = origin[source][question] if question in some else name
        for other in names[:i]:
            shared = sum(origin[name][question] == origin[other][question] for question in answers)
            if shared:
                planted[other, name] = shared / len(answers)
    made, results = [], {}
    notebook = json.loads((course.template(HOMEWORK) / f"{HOMEWORK}.ipynb").read_bytes())
    for i, name in enumerate(names):
        kind: Literal["py", "ipynb"] = "ipynb" if i % 2 else "py"
        parts = list(code[name].values())
        rng.shuffle(parts)
        if kind == "ipynb":
            cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": part} for part in parts]
            content = json.dumps({**notebook, "cells": [*notebook["cells"], *cells]}, ensure_ascii=False)
        else:
            content = "\n\n# %%\n".join([script, *parts]) + "\n"
        for one in written:
            # The placeholder of the answer, in the one form or the other.
            before, begin, after = content.partition(f"BEGIN ANSWER {one} -->")
            said = json.dumps(essays[name][one], ensure_ascii=False)[1:-1] if kind == "ipynb" else essays[name][one]
            content = before + begin + after.replace(ANSWER_PLACEHOLDER, said, 1)
        made.append(Submission(name, kind, content.encode(), f"{name}.{kind}"))
        results[name] = _result(made[-1], spec, chosen[name])
    return made, results, planted, chosen


def _result(submission: Submission, spec: Homework, chosen: dict[str, int]) -> SubmissionResult:
    questions = []
    for question in spec.questions:
        # Each wrong variant fails cases of its own, always the same ones; the first three are right.
        drawn = random.Random(f"{question.name} {chosen[question.name]}")
        wrong = chosen[question.name] > 2
        cases = tuple(
            CaseResult(f"case {i}", True, 1.0, "failed" if wrong and drawn.random() < 0.4 else "passed", "wrong")
            for i in range(6)
        )
        questions.append(QuestionResult(question.name, 0.0, question.points, "failed" if wrong else "passed", cases))
    return SubmissionResult(
        submission.name,
        spec.name,
        "graded",
        "",
        1,
        50.0,
        100.0,
        tuple(questions),
        made=Made(submission.file, submission.sha256),
    )


def quality(found: Alike, planted: Planted, chosen: Chosen) -> Iterator[str]:
    """How many of the first pairs were planted, and how many of the planted ones are among them."""
    listed = [(pair.a, pair.b) for pair in found.pairs]
    yield f"planted pairs: {len(planted)}; listed: {len(listed)}, of them planted {len(planted.keys() & listed)}"
    for name, least in (("all questions", 0.99), ("half or more", 0.5), ("less", 0.0)):
        most = {"all questions": 2.0, "half or more": 0.99, "less": 0.5}[name]
        these = {pair for pair, share in planted.items() if least <= share < most}
        yield f"  sharing {name}: {len(these)}, of them listed {len(these & {*listed})}"
    large = sum(share >= 0.5 for share in planted.values())
    for first in (large // 2, large):
        right = sum(pair in planted for pair in listed[:first])
        yield f"of the first {first} pairs {right} were planted: precision {right / max(1, first):.3f}"
    strays = [pair for pair in found.pairs if (pair.a, pair.b) not in planted]
    apart = [
        pair
        for pair in strays
        if all(p.kind == "text" or chosen[pair.a][p.question] != chosen[pair.b][p.question] for p in pair.parts)
    ]
    yield f"listed and not planted: {len(strays)}, the first with {[round(pair.score) for pair in strays[:5]]}"
    yield f"  of them alike where both were drawn from one text: {len(strays) - len(apart)}; others: {len(apart)}"
    scores = sorted(pair.score for pair in found.pairs if planted.get((pair.a, pair.b), 0.0) >= 0.5)
    yield f"scores of planted ones that share half or more: from {scores[0]:.1f}, median {scores[len(scores) // 2]:.1f}"


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    course = find_course(ROOT)
    spec = course.homework(HOMEWORK)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        made, results, planted, chosen = made_up(course, asked.count, asked.seed)
        with Store(out, HOMEWORK) as store:
            for submission in made:
                store.put("key", results[submission.name], submission)
                store.put_in_force("key", results[submission.name], Whose((Person(submission.name),)))
            layer, handed_out = best_layer()[0], handout_document(course, HOMEWORK)
            with Reader(layer, course.secrets(HOMEWORK), handed_out, memory=store) as reader:
                for submission in made:  # as grading does
                    reader.read(submission, [one.name for one in spec.written])
        size = sum(len(one.source) for one in made) / len(made)
        del made, results
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, used, readers = time.perf_counter(), time.process_time(), _of_children()
        looked = look(course, out)
        seconds = time.perf_counter() - start
        page = similar_page(looked, "")
        total = time.perf_counter() - start
        mine, theirs = time.process_time() - used, _of_children() - readers
    print(f"{asked.count} submissions of {HOMEWORK}, {size / 1024:.0f} KiB each")
    print(f"{total:.1f} s, {seconds:.1f} s without the page; of the processor {mine:.1f} s, readers {theirs:.1f} s")
    own, of_reader = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"peak memory {own:.0f} MiB ({before / 1024:.0f} before), a reader's {of_reader:.0f} MiB")
    print(f"page: {len(page) / 1024:.0f} KiB; answers read: {Counter(len(w.answers) for w in looked.works)}")
    print("\n".join(quality(looked.found, planted, chosen)))


if __name__ == "__main__":
    main()
