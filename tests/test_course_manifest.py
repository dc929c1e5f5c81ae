"""What is wrong with a manifest is told all at once, where it stands, and with what may stand there."""

import pytest

from autograder.course import CourseError, load_manifest

GOOD = """\
name = "small"
title = { en = "Small", de = "Klein" }
seed = 1

[[homework]]
name = "vectors"
title = { en = "Vectors", de = "Vektoren" }

[[homework.question]]
name = "centre"
functions = ["centre"]
points = 60
title = { en = "Centring", de = "Zentrieren" }

[[homework.question]]
name = "norms"
functions = ["norms"]
points = 40
title = { en = "Norms", de = "Normen" }

[[homework.written]]
name = "why"
title = { en = "Why", de = "Warum" }
rubric = [{ name = "a", points = 2, text = { en = "one", de = "eins" } }]
"""
WRITE = '{ en = "...", de = "..." }'


def wrong(tmp_path, *changes, text=GOOD):
    """What is told, without the file's name."""
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    path = tmp_path / "course.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError) as error:
        load_manifest(path)
    assert all(line.startswith(f"{path}: ") and "\n" not in line for line in error.value.lines)
    assert str(error.value) == "; ".join(error.value.lines)
    return [line.removeprefix(f"{path}: ") for line in error.value.lines]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "small"\n', "", 'name is missing; write name = "..."'),
        ("seed = 1", "sead = 1", "there is no key 'sead'; did you mean 'seed'?"),
        ("seed = 1", 'seed = "1"', 'seed is "1"; write a whole number'),
        ("seed = 1", "seed = true", "seed is true; write a whole number"),
        ('de = "Klein"', 'zh = "小"', None),
        ("points = 60", "pionts = 60", "homework 'vectors', question 'centre': there is no key 'pionts'; did you mean"),
        ("points = 60", 'points = "many"', "homework 'vectors', question 'centre': points is \"many\"; write a number"),
        ('["centre"]', '"centre"', "homework 'vectors', question 'centre': functions is \"centre\"; write a list in"),
        ('["centre"]', "[3]", "homework 'vectors', question 'centre': functions, item 1, is 3; write a text in quotes"),
        (
            "points = 40",
            "points = 30",
            "homework 'vectors': the points of its questions sum to 90, not to 100; change them",
        ),
        ('name = "centre"\n', "", "homework 'vectors', question 1 (which has no name): name is missing"),
        ('de = "Normen"', 'fr = "x"', f"homework 'vectors', question 'norms': title has no de; write {WRITE}"),
        (
            '{ en = "Norms", de = "Normen" }',
            '"Norms"',
            "homework 'vectors', question 'norms': title is in one language, the",
        ),
        ("points = 2", "points = 0", "homework 'vectors', written 'why': every rubric item needs points above 0"),
        (
            '{ name = "a", points = 2,',
            '{ name = "a", point = 2,',
            "homework 'vectors', written question 'why', rubric item 'a': there is no key 'point'; did you mean",
        ),
        (
            "points = 40",
            "points = 40\nlimits = { cal = 3 }",
            "homework 'vectors', question 'norms': limits: there is no key",
        ),
        ("points = 40", 'points = 40\npackages = ["nump"]', "package 'nump' is not offered"),
        ("points = 40", "points = 40\ndraft = 1", "draft is 1; write true or false"),
        (
            'name = "vectors"\n',
            'name = "vectors"\nhints = "ful"\n',
            '"off", "category" or "full"; did you mean \'full\'?',
        ),
        ('name = "vectors"\n', 'name = "vectors"\ndue = 2026-11-30\n', "due is 2026-11-30; write a day and a time, as"),
        (
            'functions = ["norms"]',
            'functions = ["centre"]',
            "functions of homework 'vectors' must differ, 'centre' occurs",
        ),
        (
            'name = "norms"',
            'name = "centre"',
            "question names of homework 'vectors' must differ, 'centre' occurs twice",
        ),
    ],
)
def test_a_mistake_is_one_sentence_that_names_its_place_and_what_may_stand_there(tmp_path, old, new, said):
    lines = wrong(tmp_path, (old, new))
    if said is None:  # another language for the whole course: each text of it is named
        assert len(lines) == 10 and all("has no zh" in line or "has 'de'" in line for line in lines)
        return
    assert any(said in line for line in lines), lines
    assert len(lines) <= 2, "one cause, one finding (a language that is there instead of another is two)"


def test_all_mistakes_are_told_at_once(tmp_path):
    lines = wrong(
        tmp_path,
        ("seed = 1", "seed = 1.5"),
        ("points = 60", "pionts = 60"),
        ('["norms"]', "[]"),
        ('name = "why"', 'name = "why"\nminuts = 3'),
    )
    assert [line.partition(";")[0] for line in lines] == [
        "seed is 1.5",
        "homework 'vectors', question 'centre': there is no key 'pionts'",
        "homework 'vectors', written question 'why': there is no key 'minuts'",
    ], "what follows from a form that is wrong is told once the form is right"
    lines = wrong(tmp_path, ("points = 60", "points = -60"), ('["norms"]', "[]"))
    assert len(lines) == 2, "that they do not sum to 100 follows"


@pytest.mark.parametrize(
    ("languages", "title", "said"),
    [
        ('languages = ["en", "en"]', '"t"', "languages names 'en' twice"),
        ('languages = ["English"]', '"t"', "'English' is no language; write its code"),
        ("languages = 3", '{ en = "t", de = "t" }', "languages is 3; write a list in brackets"),
    ],
)
def test_languages_are_named_by_their_codes(tmp_path, languages, title, said):
    text = f'{languages}\nname = "x"\nseed = 1\ntitle = {title}\n{GOOD.partition("seed = 1")[2]}'
    assert any(said in line for line in wrong(tmp_path, text=text))


def test_a_course_in_one_language_writes_its_texts_plainly(tmp_path):
    text = GOOD.replace(', de = "Klein"', "").replace('{ en = "Small" }', '"Small"')
    for english, german in (("Vectors", "Vektoren"), ("Centring", "Zentrieren"), ("Norms", "Normen"), ("Why", "Warum")):
        text = text.replace(f'{{ en = "{english}", de = "{german}" }}', f'"{english}"')
    text = text.replace('{ en = "one", de = "eins" }', '"one"')
    path = tmp_path / "course.toml"
    path.write_text(f'languages = ["fr"]\n{text}', encoding="utf-8")
    title = load_manifest(path).homework[0].title
    assert title.languages == ("fr",) and title["fr"] == title.en == str(title) == "Vectors"


def test_points_of_a_homework_make_those_of_its_questions_weights(tmp_path):
    path = tmp_path / "course.toml"
    path.write_text(GOOD.replace('name = "vectors"\n', 'name = "vectors"\npoints = 50\n').replace("= 60", "= 120"))
    (homework,) = load_manifest(path).homework
    assert [q.points for q in homework.questions] == [37.5, 12.5]


@pytest.mark.parametrize("text", ["[[homework", "homework = 3\n", "title = 3\nhomework = [3]\n", ""])
def test_what_is_no_manifest_at_all_is_told_in_lines(tmp_path, text):
    assert wrong(tmp_path, text=text)


def test_the_line_that_is_no_toml_is_quoted(tmp_path):
    (said,) = wrong(tmp_path, text=GOOD.replace('name = "vectors"', 'name = = "vectors"'))
    assert "'name = = \"vectors\"' is no TOML" in said and "at line" in said
