"""`release --lang`: a handout in one language in all that is read, whose file is graded as the bilingual one's is."""

import ast
import io
import re
import tokenize
import zipfile

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.course import find_course
from autograder.questions.handout import document_of, handout_document, handout_part
from autograder.release.handout import handout
from autograder.release.releasing import release_homework
from autograder.release.render import notebook_bytes, script_bytes
from autograder.release.template import template_files
from autograder.sandbox import cells
from autograder.sandbox.statements import own
from autograder.texts import SPOKEN as LANGUAGES
from autograder.wire.statements import is_stub, key_of
from autograder.written.extract import find_answers
from autograder.written.markers import ANSWER_BEGIN, ANSWER_END, placeholder, without_placeholder

COURSE = find_course()
CHINESE = re.compile(r"[\u4e00-\u9fff]")
EVERY = [pytest.param(hw, one, id=f"{hw.name}-{one}") for hw in COURSE.homeworks.values() for one in LANGUAGES]
ANSWER = {"en": "The minimum stays where it is.", "zh": "最小值的位置不变。"}


def prose(document):
    return "\n".join(cell.source for cell in document.cells if cell.kind == "markdown")


@pytest.mark.parametrize(("homework", "language"), EVERY)
def test_its_prose_is_in_that_language_and_its_code_is_that_of_the_bilingual_one_but_for_comments(homework, language):
    both, one = handout(COURSE, homework), handout(COURSE, homework, language=language)
    other = "zh" if language == "en" else "en"
    names = [cell.name for cell in both.cells if not cell.name.endswith(f".{other}")]
    assert [cell.name for cell in one.cells] == names
    for before, now in zip((cell for cell in both.cells if cell.name in names), one.cells, strict=True):
        if now.kind == "code":
            was, tree = (ast.dump(ast.parse(cell.source)) for cell in (before, now))
            assert tree == (was.replace("value=''", f"value='{language}'") if now.name == "setup" else was), now.name
    headings = [line for line in prose(one).split("\n") if line.startswith("#")]
    assert len(headings) == 1 + len(homework.questions) + len(homework.written)
    assert all(" / " not in line for line in headings)
    for item, line in zip((*homework.questions, *homework.written), headings[1:], strict=True):
        assert f". {item.title[language]} (" in line


def comments(source):
    return [t.string for t in tokenize.generate_tokens(io.StringIO(source).readline) if t.type == tokenize.COMMENT]


@pytest.mark.parametrize(("homework", "language"), EVERY)
def test_what_is_said_in_its_code_is_in_that_language(homework, language):
    """Comments and messages; in pictures `label` has both, for Chinese is drawn only where there is a font for it."""
    ours, theirs = ("请先运行", "Run this cell first"), ("在此处作答", "your code here")
    for cell in handout(COURSE, homework, language=language).cells:
        if cell.kind != "code":
            continue
        said = comments(cell.source)
        if language == "en":
            assert not any(CHINESE.search(comment) for comment in said), cell.name
        for chinese, english in (ours, theirs):
            assert (chinese if language == "en" else english) not in cell.source, cell.name
        if cell.name == "setup":
            assert all(CHINESE.search(comment) for comment in said) is (language == "zh")
        if "explore" in cell.tags:
            title = [line for line in cell.source.split("\n@explore")[0].split("\n") if line.startswith("#")]
            assert title and all(bool(CHINESE.search(line)) is (language == "zh") for line in title), cell.name
            calls = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
            assert "print" not in {getattr(call.func, "id", "") for call in calls}, "`explore` says what is missing"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_beside_its_notebook_speaks_that_language_only(language, capsys):
    homework = COURSE.homework("trees")
    text = template_files(COURSE, homework, language)["homework_cells.py"].decode()
    space = {"__name__": "cells"}
    exec(compile(text, "homework_cells.py", "exec"), space)
    assert bool(CHINESE.search(ast.get_docstring(ast.parse(text)))) is (language == "zh")

    def unfinished():
        raise NotImplementedError("build_tree")

    space["explore"](unfinished)
    said = capsys.readouterr().out
    assert "`build_tree`" in said and " / " not in said
    assert bool(CHINESE.search(said)) is (language == "zh") and ("Finish" in said) is (language == "en")


def test_only_a_chinese_folder_says_that_its_docstrings_are_english():
    for language, says in (("zh", True), ("en", False), ("", False)):
        assert (
            "docstring" in template_files(COURSE, COURSE.homework("losses"), language)["README.md"].decode()
        ) is says


def test_an_untouched_stub_of_it_is_nobody_s_work():
    """The files of a class with Chinese handouts share their open stubs, which says nothing about anybody."""
    homework = COURSE.homework("losses")
    laid = [cell.source for cell in handout(COURSE, homework).cells if cell.kind == "code"]
    keys = {key_of(source.split("\n"), node) for source in laid for node in ast.parse(source).body}
    code = cells.read("py", script_bytes(handout(COURSE, homework, language="zh"))).code
    assert [source for *_, source in own(code, keys) if "LANGUAGE" not in source] == []


def test_an_english_handout_has_chinese_prose_only_where_a_prompt_names_data():
    """The watermelons have Chinese attributes."""
    for homework in COURSE.homeworks.values():
        text = re.sub(r"`# .*?`|[色根敲纹脐触][泽蒂声理部感]", "", prose(handout(COURSE, homework, language="en")))
        assert not CHINESE.search(text), homework.name


@pytest.mark.parametrize(("homework", "language"), EVERY)
def test_written_answers_in_it_are_found_with_the_bilingual_document(homework, language):
    laid, questions = handout_document(COURSE, homework.name), [written.name for written in homework.written]
    one = handout(COURSE, homework, language=language)
    for kind, content in (("ipynb", notebook_bytes(one)), ("py", script_bytes(one))):
        assert find_answers(kind, content, questions, laid) == {}
        for name in questions:
            blank = placeholder((language,)).encode()
            begin, end = (mark.format(name=name).encode() for mark in (ANSWER_BEGIN, ANSWER_END))
            head, _, rest = content.partition(begin)
            inside, _, tail = rest.partition(end)
            assert blank in inside or blank.decode().encode("unicode_escape") in inside
            said = ANSWER[language].encode()
            filled = head + begin + inside.replace(blank, said) + end + tail
            found = find_answers(kind, filled, questions, laid)
            assert {q: answer.text for q, answer in found.items()} == {name: ANSWER[language]}
            # without its marks, it is still the answer below that question's heading
            bare = head + inside.replace(blank, said) + tail
            found = find_answers(kind, bare, questions, laid)
            assert {q: answer.text for q, answer in found.items()} == {name: ANSWER[language]}


@pytest.mark.parametrize(("homework", "language"), EVERY)
def test_its_statements_are_known_as_the_handout_s(homework, language):
    """The grader knows the bilingual handout only; a student may change LANGUAGE there as well."""
    part = handout_part(COURSE, homework.name)
    known = {*part.own, *part.setup, *part.stubs}
    for cell in handout(COURSE, homework, language=language).cells:
        if cell.kind == "code":
            lines = cell.source.split("\n")
            for node in ast.parse(cell.source).body:
                is_ours = key_of(lines, node) in known or isinstance(node, ast.Import | ast.ImportFrom | ast.ClassDef)
                is_ours = is_ours or is_stub(node)  # which is known in every edition
                assert is_ours or "LANGUAGE" in lines[node.lineno - 1], cell.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_folder_of_one_language_has_readme_tests_and_what_check_needs(language):
    homework = COURSE.homework("losses")
    files, both = template_files(COURSE, homework, language), template_files(COURSE, homework)
    assert files.keys() == both.keys()
    readme = files["README.md"].decode()
    assert readme.split("\n")[0] == f"# {homework.title[language]}"
    assert "---" not in readme
    assert bool(CHINESE.search(readme)) is (language == "zh")
    assert ("Hand in **one file**" in readme) is (language == "en")
    assert files["tests/softmax.py"] == both["tests/softmax.py"]
    assert files["losses.py"] != both["losses.py"]
    assert len(document_of(files["losses.ipynb"])) < len(document_of(both["losses.ipynb"]))


def test_the_answer_s_place_is_empty_in_every_language():
    for languages in (("en",), ("zh",), LANGUAGES):
        assert without_placeholder(placeholder(languages)).strip() == ""


def test_release_writes_it_beside_the_bilingual_one(course, homework, tmp_path):
    done = release_homework(course, homework, tmp_path, date="2026-12-01", languages=("zh",), verified=False)
    students = [one.path.name for one in done.zips if one.path.parent.name == "to-students"]
    assert students == ["vectors-2026-12-01.zip", "vectors-2026-12-01-zh.zip"]
    with zipfile.ZipFile(tmp_path / "to-students/vectors-2026-12-01-zh.zip") as made:
        assert {"UNVERIFIED.txt", "vectors/README.md", "vectors/vectors.ipynb", "vectors/vectors.py"} <= {
            *made.namelist()
        }
        assert made.read("vectors/README.md").decode().startswith("# 向量\n")
        assert "Vectors" not in made.read("vectors/vectors.py").decode()


def test_the_command_takes_languages_and_no_others(course, tmp_path, monkeypatch):
    monkeypatch.chdir(course.root)
    command = ["release", "vectors", "--unverified", "--out", str(tmp_path / "zips")]
    done = CliRunner().invoke(main, [*command, "--lang", "en", "--lang", "zh", "--lang", "en"])
    assert done.exit_code == 0, done.output
    names = [path.name for path in (tmp_path / "zips").rglob("*.zip")]
    (day,) = {re.search(r"\d{4}-\d\d-\d\d", name)[0] for name in names}
    kinds = ["", "-en", "-zh", "-otter", "-gradescope", "-solutions", "-solutions-en", "-solutions-zh"]
    assert sorted(names) == sorted(f"vectors-{day}{kind}.zip" for kind in kinds)
    assert CliRunner().invoke(main, [*command, "--lang", "fr"]).exit_code == 2
