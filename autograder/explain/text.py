"""What `homework explain` prints, and the script that runs one case's calls again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from autograder.explain.again import Again, CallRecord, CaseRecord
from autograder.explain.values import LITERAL, SHOWN, literal, shown, size
from autograder.reports.escape import for_terminal
from autograder.reports.figures import number
from autograder.results import place

MOST = 6  # calls of a case that are shown: the last ones, which led to its end
Code = Mapping[str, tuple[int, int, str]]


def told(again: Again, code: Code, cases: Sequence[CaseRecord], arrays: Path) -> Iterator[str]:
    """The lines for some cases of a question.

    Args:
        again: the question judged again.
        code: the student's functions, by name: cell, line, source.
        cases: those to be told.
        arrays: the folder for arrays that are too large to be shown.
    """
    (question,) = again.result.questions or (None,)
    if question is not None:
        yield f"{question.question}: {number(question.score)} of {number(question.max_score)} points"
    for case in cases:
        yield _head(case)
        yield from case_lines(again, case, arrays)
    for diagnosis in question.diagnoses if question is not None else ():
        yield f"  named: {diagnosis.misconception} in {diagnosis.function}: {diagnosis.message.en}"
    for function, said in again.first.items():
        yield f"  first wrong value in {function}: {for_terminal(said.en, 600)}"
    for note in again.result.notes:
        yield f"  note: {for_terminal(note, 400)}"
    called = {call.function for case in cases for call in case.calls}
    for name in again.question.spec.functions:
        if name in code and (name in called or not called):
            cell, line, source = code[name]
            yield f"  the student's {name} ({place(cell, line)}):"
            yield from (f"    | {for_terminal(text, 200)}" for text in source.split("\n"))


def _head(case: CaseRecord) -> str:
    result = case.result
    kind = "hidden" if result.hidden else "public"
    return f"- {result.name} ({kind}, {number(result.points)} points): {result.outcome}"


def case_lines(again: Again, case: CaseRecord, arrays: Path) -> Iterator[str]:
    """What a case says, where it stopped, and its last calls.

    Args:
        again: the question judged again.
        case: one of its cases.
        arrays: the folder for arrays that are too large to be shown.
    """
    result = case.result
    if case.said:
        yield f"  says: {for_terminal(case.said, 400)}"
    if case.place:
        yield f"  at: {case.place}"
    yield from (f"  | {line}" for line in case.traceback.splitlines())
    if len(case.calls) > MOST:
        yield f"  the last {MOST} of {len(case.calls)} calls:"
    for i, call in list(enumerate(case.calls, 1))[-MOST:]:
        yield from _call(again, call, arrays / f"{_file(again.question.spec.name, result.name)}-call-{i}.npz")


def _call(again: Again, call: CallRecord, file: Path) -> Iterator[str]:
    names = list(again.question.contracts[call.function].signature.parameters)
    yield f"  {call.function}" + ("" if call.operation == "call" else f", asked for {call.operation}")
    for name, value in zip(names, call.args):
        yield from _lines(f"    {name} = ", shown(value))
    if call.error:
        yield f"    gave nothing: {for_terminal(call.error, 400)}"
        yield from (f"      {for_terminal(line, 200)}" for line in call.trace)
    else:
        yield from _lines("    returned ", shown(call.value))
    if call.known:
        right = call.expected
        text = right if isinstance(right, str) and right.startswith("raises ") else shown(right)
        yield from _lines("    the reference: ", text)
    large = {name: value for name, value in zip(names, call.args) if size(value) > SHOWN}
    if large:
        saved = _saved(file, {**large, "returned": call.value, "reference": call.expected})
        if saved:
            yield f"    whole arrays: {file} ({', '.join(saved)})"


def _saved(file: Path, values: Mapping[str, object]) -> list[str]:
    """Writes the arrays among some values; returns their names."""
    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
    if arrays:
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(file, **arrays)  # type: ignore[arg-type]
    return list(arrays)


def _lines(head: str, text: str) -> Iterator[str]:
    first, *rest = text.split("\n")
    yield f"{head}{for_terminal(first, 400)}"
    yield from (f"      {for_terminal(line, 400)}" for line in rest)


def _file(*parts: str) -> str:
    return "-".join("".join(c if c.isalnum() else "_" for c in part) for part in parts)


def snippet(again: Again, case: CaseRecord, code: Code, setup: str) -> str:
    """A script that makes a case's calls of the student's functions again, and compares with the reference's answers.

    Args:
        again: the question judged again.
        case: the case.
        code: the student's functions.
        setup: the handout's imports.
    """
    parts = [
        f'"""{again.result.submission}: {again.question.spec.name}, {case.result.name}. For the staff alone."""',
        "import numpy as np\n\n" + setup.strip(),
        *(source for _, _, source in (code[name] for name in again.question.spec.functions if name in code)),
    ]
    for i, call in enumerate(case.calls, 1):
        if call.operation != "call":
            continue
        try:
            if size(call.args) + size(call.expected) > LITERAL:
                raise ValueError("too large")
            args = ",\n    ".join(map(literal, call.args))
            right = literal(call.expected)
        except ValueError as error:
            parts.append(f"# call {i} of {call.function} is left out: {error}")
            continue
        expected = f"print('expected', {right})" if call.known else ""
        parts.append(f"print('call {i}:', {call.function}(\n    {args}\n))\n{expected}".rstrip())
    return "\n\n\n".join(parts) + "\n"
