# Two commands: `make demo` and `make test`. Both start from nothing but Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
OUT ?= demo-out

.PHONY: demo test quick lint types docs screenshots browser template bench bench-hostile bench-similar bench-cluster bench-memory diagnosis-report fuzz lock clean \
	help
.DEFAULT_GOAL := help

help:
	@echo "make demo      grade the sample class, print the marks, write the report to $(OUT)/"
	@echo "make test      everything CI runs"
	@echo "make quick     the fast tests only"
	@echo "make docs      the documentation as a site, in docs/_build/html; a warning is an error"
	@echo "make screenshots  the pictures of the documentation anew; needs a font with Chinese characters"
	@echo "make template  write student_template/ anew from assignment/ and solutions/"
	@echo "make fuzz      throw made-up bytes at everything that reads them, FUZZ=60 seconds"
	@echo "make bench     processor time a submission, against otter run and against no isolation at all"
	@echo "make bench-hostile  what the hostile programs gain here and under plain otter, in a cage (Linux, root)"
	@echo "make diagnosis-report  what functions as students write them are told, beside what a person says"
	@echo "make bench-cluster  memory and speed of a cluster's scheduler and client, SUBMISSIONS=10000, with graders stood in for"
	@echo "make bench-memory  what the main process holds of 100 to 10000 submissions, and what an unchanged class costs"
	@echo "make bench-similar  time, memory and planted copies of homework similar over 1000 made-up submissions"

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "error: $(PYTHON) is older than Python 3.11: make PYTHON=python3.11 ..."; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# The sample class: one folder per homework. Marks of a class are no error, whatever they are.
demo: $(READY)
	@for homework in trees losses backprop training convnets; do \
		echo; echo "== $$homework"; \
		$(BIN)/homework grade $$homework examples/class/$$homework --out $(OUT)/$$homework || exit $$?; \
	done
	@echo; echo "open $(OUT)/losses/report.html (and the other homeworks' beside it)"

# The hostile programs mostly wait for limits: they run beside the other tests, which take every processor, and their
# report follows.
test: lint types docs browser $(READY)
	$(BIN)/homework template --check
	@mkdir -p build
	@$(BIN)/python -m pytest -n 2 --dist loadfile tests/hostile tests/faults > build/hostile.log 2>&1 & hostile=$$!; \
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal --ignore tests/hostile --ignore tests/faults; others=$$?; \
	echo "== tests/hostile and tests/faults"; wait $$hostile; status=$$?; cat build/hostile.log; \
	exit $$((others | status))

quick: $(READY)
	$(BIN)/python -m pytest -m "not slow"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

# -E: what is made from the code is no file that Sphinx could find changed.
docs: $(READY)
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --fresh-env --quiet -b html docs docs/_build/html

screenshots: $(READY)
	$(BIN)/python docs/screenshots.py

# The tests open the pages in a browser, and fail where there is none. Debian's is installed as root or with sudo.
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
browser:
	@for name in $(BROWSERS); do command -v $$name > /dev/null && exit 0; done; \
	as=; test "$$(id -u)" = 0 || as=sudo; \
	{ command -v apt-get && command -v env $$as; } > /dev/null && $$as apt-get update -qq && \
	$$as env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium || \
	echo "warning: no browser could be installed; the tests that open pages will fail: install one of $(BROWSERS)"

template: $(READY)
	$(BIN)/homework template

bench: $(READY)
	$(BIN)/python -m benchmarks.bench
	$(BIN)/python -m benchmarks.tail
	$(BIN)/python -m benchmarks.watch

bench-hostile: $(READY)
	$(BIN)/python -m benchmarks.hostile

bench-similar: $(READY)
	$(BIN)/python -m benchmarks.similar

diagnosis-report: $(READY)
	$(BIN)/python -m benchmarks.diagnosis_report

SUBMISSIONS ?= 10000
bench-cluster: $(READY)
	$(BIN)/python -m benchmarks.cluster --submissions $(SUBMISSIONS)

bench-memory: $(READY)
	$(BIN)/python -m benchmarks.memory

FUZZ ?= 60
fuzz: $(READY)
	$(BIN)/python tests/fuzz/fuzz.py --seconds $(FUZZ)

# The lock holds what the tests last passed with, made in a new environment from what pyproject.toml asks for; torch
# is pinned by hand, for its CPU build.
lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet torch==2.13.0
	build/lock/bin/python -m pip install --quiet --editable '.[grade,gate,dev,docs]'
	{ echo "# Written by make lock: what the tests last passed with. torch is pinned by hand, for its CPU build."; \
	  build/lock/bin/python -m pip freeze --exclude-editable | sed 's/+cpu//'; } > requirements.lock
	rm -rf build/lock

clean:
	rm -rf $(OUT) bench-out build dist docs/_build .pytest_cache .mypy_cache .ruff_cache
