"""`traces/<question>.json` of the student's zip: intermediate values of public examples, where `trace = "public"`.

Like hints they are only in the zip, not in `student_template/`: their last digits may differ from machine to machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from autograder.course import Course, Homework, Question
from autograder.diagnosis import trace_file
from autograder.diagnosis.factors import symbols
from autograder.diagnosis.observations import Probe
from autograder.diagnosis.probes import record
from autograder.diagnosis.trace_file import FunctionTrace, TracedCall, Traces, TracesError
from autograder.questions.intermediates import Chain, Intermediate, IntermediatesError
from autograder.questions.loading import LoadedQuestion, load_question
from autograder.questions.suites import Suite
from autograder.release.sources import ReleaseError, shown

FOLDER = "traces"


def trace_files(course: Course, homework: Homework) -> dict[str, bytes]:
    """The files by their path in the student's folder; none unless the homework says `trace = "public"`.

    Raises:
        ReleaseError: a declaration is wrong.
        QuestionError: a question cannot be loaded.
    """
    files: dict[str, bytes] = {}
    for question in homework.questions if homework.trace == "public" else ():
        loaded = load_question(course, homework.name, question)
        for what, mend in declaration_problems(course, homework, loaded):
            raise ReleaseError(shown(course, loaded.solution_file), what, mend)
        functions = tuple(_function(homework, loaded, chain) for chain in loaded.chains.values())
        if functions:
            files[f"{FOLDER}/{question.name}.json"] = trace_file.write(Traces(1, question.name, functions))
    return files


def _function(homework: Homework, loaded: LoadedQuestion, chain: Chain) -> FunctionTrace:
    calls, contract = [], loaded.contracts[chain.function]
    for probe in calls_of(homework.name, loaded, loaded.suites[0])[chain.function]:
        values = _values(loaded, chain, probe)
        if values is not None:
            named = tuple(trace_file.named(*one) for one in values)
            sizes = symbols(contract, probe.arguments())
            calls.append(TracedCall(trace_file.encoded_arguments(probe.arguments()), sizes, named))
    depends = tuple(tuple(sorted(one.depends)) for one in chain.declared)
    optional = tuple(one.number for one in chain.declared if one.optional)
    return FunctionTrace(chain.function, tuple(contract.signature.parameters), depends, optional, tuple(calls))


def calls_of(homework: str, loaded: LoadedQuestion, suite: Suite) -> dict[str, list[Probe]]:
    """What a suite calls the functions with declarations with."""
    found = record(homework, loaded.spec.name, suite, loaded.reference, loaded.contracts, {}, 1)
    return {name: [probe for probe in probes if probe.operation == "call"] for name, probes in found.items()}


def _values(loaded: LoadedQuestion, chain: Chain, probe: Probe) -> list[Intermediate] | None:
    """The values in one call; None if the prompt asks for an exception there."""
    reference: Callable[..., Any] = loaded.reference[chain.function]
    try:
        return chain.values(reference, probe.arguments())
    except IntermediatesError:
        raise
    except Exception:
        return None


def declaration_problems(course: Course, homework: Homework, loaded: LoadedQuestion) -> Iterator[tuple[str, str]]:
    """What is wrong with a question's declarations, each with its mend: they are held against calls of both suites."""
    file = shown(course, loaded.solution_file)
    try:
        chains = loaded.chains
        for name, chain in chains.items():
            if name not in loaded.reference:
                line = chain.declared[0].line
                yield (
                    f"line {line} declares a value of {name}, no function of the question",
                    "declare those of functions",
                )
                continue
            yield from _chain_problems(homework, loaded, chain)
    except IntermediatesError as error:
        text = str(error).replace(str(loaded.solution_file), file)
        yield text.removeprefix(f"{file}, "), "correct the comment, or take it out"


def _chain_problems(homework: Homework, loaded: LoadedQuestion, chain: Chain) -> Iterator[tuple[str, str]]:
    seen: set[int] = set()
    misfits: dict[int, str] = {}
    for suite in loaded.suites:
        for probe in calls_of(homework.name, loaded, suite)[chain.function]:
            for one in _values(loaded, chain, probe) or ():
                if one.number >= 0:
                    seen.add(one.number)
                    misfit = chain.misfit(loaded.contracts[chain.function], probe.arguments(), one)
                    if misfit:
                        misfits.setdefault(one.number, misfit)
    for declared in chain.declared:
        if declared.number in misfits:
            yield f"line {declared.line}: {misfits[declared.number]}", "declare the shape that it has"
        elif declared.number not in seen:
            what = f"line {declared.line}: {declared.label} does not occur in any call of the suites"
            yield what, "declare it beside a line that runs"


def foreign_values(course: Course, homework: Homework, files: Mapping[str, bytes]) -> list[str]:
    """One line for each file of intermediate values that holds anything else than those of calls of a public suite."""
    found = []
    questions = {question.name: question for question in homework.questions}
    for name, content in files.items():
        path = PurePosixPath(name)  # in the folder, or in the zip
        if path.parent.name == FOLDER:
            question = questions.get(path.stem)
            what = _foreign(course, homework, question, content) if question is not None else "is of no question"
            found += [f"{name}: {what}"] if what else []
    return found


def _foreign(course: Course, homework: Homework, question: Question, content: bytes) -> str:
    loaded = load_question(course, homework.name, question)
    try:
        traces = trace_file.read(content, question.name)
    except TracesError as error:
        return str(error)
    public = calls_of(homework.name, loaded, loaded.suites[0])
    for function in traces.functions:
        chain = loaded.chains.get(function.function)
        if chain is None:
            return f"holds values of {function.function}, which declares none"
        known = {trace_file.encoded_arguments(p.arguments()): p for p in public[function.function]}
        for call in function.calls:
            if call.args not in known:
                return f"holds a call of {function.function} that no public case makes"
            args = known[call.args].arguments()
            mine = tuple(trace_file.named(*one) for one in _values(loaded, chain, known[call.args]) or ())
            if call.values != mine or call.sizes != symbols(loaded.contracts[function.function], args):
                return f"holds other values of {function.function} than are declared"
    return ""
