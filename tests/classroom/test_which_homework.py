"""Files come in and nobody says of which homework they are."""

import subprocess
import sys

import pytest

from autograder.classroom.which_homework import which_homework
from autograder.course import find_course
from autograder.errors import InputError
from autograder.release.handout import handout
from autograder.release.render import script_bytes

COURSE = find_course()


def write(path, homework):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(script_bytes(handout(COURSE, COURSE.homework(homework))))
    return path


@pytest.mark.parametrize("homework", COURSE.names)
def test_the_handout_of_each_homework_is_known(tmp_path, homework):
    write(tmp_path / "ann.py", homework)
    assert which_homework(COURSE, [tmp_path]) == homework


def test_most_files_decide_and_files_of_one_name_are_counted_one_by_one(tmp_path):
    for person in ("ann_1", "bo_2"):
        write(tmp_path / person / "answers.py", "losses")
    write(tmp_path / "cy_3" / "answers.py", "trees")
    assert which_homework(COURSE, [tmp_path]) == "losses"


@pytest.mark.parametrize("named", [[], ["losses"], ["trees", "losses"]])
def test_what_cannot_be_told_is_asked(tmp_path, named):
    (tmp_path / "mine.py").write_text("x = 1\n")
    for homework in named:
        write(tmp_path / f"{homework}_of_ann.py", homework)
    if len(named) == 1:
        assert which_homework(COURSE, [tmp_path]) == "losses"
        return
    with pytest.raises(InputError, match="cannot tell which homework this is"):
        which_homework(COURSE, [tmp_path])


@pytest.mark.slow
def test_the_command_takes_a_path_alone_and_says_what_it_took_it_for(tmp_path):
    write(tmp_path / "class" / "ann.py", "convnets")

    def intake(*arguments):
        command = [sys.executable, "-m", "autograder.cli", "intake", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)

    alone, named = intake("class"), intake("convnets", "class")
    assert alone.returncode == named.returncode == 0 and alone.stdout == named.stdout
    assert "taken as convnets" in alone.stderr and named.stderr == ""
    wrong = intake("convnet", "class")
    assert wrong.returncode == 2 and "did you mean 'convnets'?" in wrong.stderr
    nothing = intake("convnets")
    assert nothing.returncode == 2 and "Missing argument 'PATHS...'" in nothing.stderr
