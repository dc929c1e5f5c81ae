"""The pictures of the pages, made anew: `make screenshots`. Look at them afterwards.

A sample class is graded, a student's folder filled in, its notebook run, its script watched; Chromium shows what came
of it, without a network.
"""

from __future__ import annotations

import contextlib
import io
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbclient
import nbformat
from nbconvert import HTMLExporter
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.text import Text

from autograder.course import find_course
from autograder.release.student_zip import student_files

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOMEWORK = (sys.executable, "-m", "autograder.cli")
ENVIRONMENT = {**os.environ, "HOMEWORK_LANG": "en", "PYTHONPATH": str(ROOT), "HOMEWORK_COURSE": str(ROOT)}
WIDTH = 900
COLOURS, TALLEST = 128, 1440
# What the student of the pictures has filled in: a right answer, and a sum for a mean.
ANSWERS = {
    "softmax": "e = np.exp(logits - logits.max(axis=-1, keepdims=True))\n    return e / e.sum(axis=-1, keepdims=True)",
    "log_softmax": "s = logits - logits.max(axis=-1, keepdims=True)\n"
    "    return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))",
    "cross_entropy": "return float(-log_softmax(logits)[np.arange(len(labels)), labels].sum())",
}
MENDED = ("].sum())", "].mean())")
PASSES = {"en": "now passes", "zh": "现在通过"}
CLEARED = "\x1b[2J"
TERMINAL = """<html><body style="margin:0"><pre style="font:14px/1.4 'DejaVu Sans Mono',monospace;margin:0;padding:14px;
background:#fff;color:#222">{}</pre></body></html>"""
QUESTION = "softmax_cross_entropy_grad"  # of the student's page


def main() -> None:
    """Writes every picture."""
    fonts = shutil.which("fc-list")
    if fonts is None or not subprocess.run([fonts, ":lang=zh"], capture_output=True, check=True).stdout:
        raise SystemExit("no font here has Chinese characters: install one, as Debian's fonts-noto-cjk")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, _browser() as browser:
        folder = Path(name)
        marks = _graded(folder)
        with _opened(browser, marks / "report.html", width=1200, height=1000) as page:
            _written("report", [page.screenshot()])
        with _opened(browser, marks / "students" / "Müller.html") as page:
            question = page.locator("section.question", has=page.locator("code", has_text=re.compile(f"^{QUESTION}$")))
            first = page.locator("section.question").first.bounding_box()
            assert first is not None
            head = page.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": first["y"]})
            _written("student", [head, question.first.screenshot()])
        for lang, ending in (("en", ""), ("zh", ".zh")):
            student = folder / lang
            _student(student)
            (folder / "card.html").write_text(_notebook(student, lang), encoding="utf-8")
            with _opened(browser, folder / "card.html", width=980) as page:
                _written(f"card{ending}", [page.locator("body").screenshot()])
            (folder / "watch.html").write_text(TERMINAL.format(_watched(student, lang)), encoding="utf-8")
            with _opened(browser, folder / "watch.html") as page:
                _written(f"watch{ending}", [page.locator("pre").first.screenshot()])


def _graded(folder: Path) -> Path:
    shutil.copytree(ROOT / "examples" / "class" / "losses", folder / "submissions")
    command = [*HOMEWORK, "grade", "losses", "submissions", "--out", "marks"]
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True)
    return folder / "marks"


def _student(folder: Path) -> None:
    """A student's folder, with notebook and script filled in alike."""
    course = find_course(ROOT)
    for name, content in student_files(course, course.homework("losses")).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    script = folder / "losses.py"
    script.write_text(_filled(script.read_text(encoding="utf-8")), encoding="utf-8")
    notebook = nbformat.read(folder / "losses.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = _filled(cell.source)
    nbformat.write(notebook, folder / "losses.ipynb")


def _filled(source: str) -> str:
    for name, answer in ANSWERS.items():
        source = source.replace(f'raise NotImplementedError("{name}")', answer)
    return source


def _notebook(folder: Path, lang: str) -> str:
    """The cells of one question, run, as a notebook shows them."""
    notebook = nbformat.read(folder / "losses.ipynb", as_version=4)
    where = {"metadata": {"path": str(folder)}}
    os.environ["HOMEWORK_LANG"] = lang
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources=where, allow_errors=True).execute()
    at = next(i for i, cell in enumerate(notebook.cells) if cell.id == "cross_entropy-check")
    code = next(cell for cell in reversed(notebook.cells[:at]) if "def cross_entropy(" in cell.source)
    code.source = code.source[code.source.index("def cross_entropy(") :]
    notebook.cells = [code, notebook.cells[at]]
    page, _ = HTMLExporter().from_notebook_node(notebook)
    return page


def _watched(folder: Path, lang: str) -> str:
    """What a terminal shows of `homework check --watch` after a save that mends a function, as HTML."""
    master, slave = pty.openpty()
    command = [*HOMEWORK, "check", "losses.py", "--watch"]
    terminal = {"COLUMNS": "98", "LINES": "34", "TERM": "xterm-256color", "HOMEWORK_LANG": lang}
    watch = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT | terminal, stdin=slave, stdout=slave, stderr=slave)
    try:
        _until(master, "cross_entropy")
        script = folder / "losses.py"
        script.write_text(script.read_text(encoding="utf-8").replace(*MENDED), encoding="utf-8")
        seen = _until(master, PASSES[lang])
        os.write(master, b"q")
        watch.wait(20)
    finally:
        watch.kill()
    screen = seen.rpartition(CLEARED)[2].partition("H")[2].replace("\r\n", "\n").rstrip()
    console = Console(record=True, width=98, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ homework check losses.py --watch\n"), Text.from_ansi(screen), sep="")
    return console.export_html(inline_styles=True, code_format="{code}")


def _until(master: int, words: str) -> str:
    """What is shown until a run with these words has come to its end: nothing comes for a second."""
    seen, deadline = b"", time.monotonic() + 60
    while time.monotonic() < deadline:
        if select.select([master], [], [], 1)[0]:
            seen += os.read(master, 1 << 16)
        elif words in seen.decode("utf-8", "replace"):
            return seen.decode("utf-8", "replace")
    raise TimeoutError(f"{words!r} was not shown: {seen!r}")


@contextlib.contextmanager
def _browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise SystemExit(f"none of {', '.join(BROWSERS)} is installed: make browser installs one")
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=found) as launched:
        yield launched


@contextlib.contextmanager
def _opened(browser: Browser, page: Path, *, width: int = WIDTH, height: int = 900) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="light", offline=True)
    opened = context.new_page()
    opened.goto(page.as_uri(), wait_until="domcontentloaded")
    opened.wait_for_timeout(500)
    yield opened
    context.close()


def _written(name: str, shots: list[bytes]) -> None:
    """Screenshots below each other as one PNG of few colours."""
    parts = [Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots]
    whole = Image.new("RGB", (max(part.width for part in parts), sum(part.height for part in parts)), "white")
    top = 0
    for part in parts:
        whole.paste(part, ((whole.width - part.width) // 2, top))
        top += part.height
    path = IMAGES / f"{name}.png"
    whole = whole.crop((0, 0, whole.width, min(whole.height, TALLEST)))
    whole.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"wrote {path}: {whole.width} x {whole.height}, {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
