# GNU make 3.81 or later. Everything is set up in .venv, from pinned requirements, on the first use.
.DELETE_ON_ERROR:
.PHONY: help run pdf proof browser sound test check bench bench-peers messages pictures lock

NEW = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c '$(NEW)' 2>/dev/null && echo $$p && break; done)
PY = PYTHONPATH=src .venv/bin/python

# uv where it is installed, else venv and pip. A broken or half-made .venv is made anew.
ifneq ($(shell command -v uv 2>/dev/null),)
VENV = .venv/bin/python -c '$(NEW)' 2>/dev/null || { rm -rf .venv && uv venv --quiet --python '>=3.11' .venv; }
INSTALL = uv pip install --quiet --python .venv/bin/python --require-hashes -r
else
VENV = .venv/bin/python -m pip --version >/dev/null 2>&1 || { rm -rf .venv && \
	{ test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed." >&2; exit 1; }; } && $(PYTHON) -m venv .venv; }
INSTALL = .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r
endif

help:
	@echo "make run       open the app; ARGS='run luisteren' passes arguments"
	@echo "make pdf       install what handouts as PDF need"
	@echo "make sound     install what a gong needs"
	@echo "make test      run the tests"
	@echo "make check     all that must pass before a change lands"
	@echo "make proof     try to lose something, in full; ARGS='--rows 4,5' for some of it"
	@echo "make browser   have Chromium judge the pages: can everybody use them?"
	@echo "make bench     compare with a bare app; ARGS='--json FILE' keeps the figures"
	@echo "make bench-peers  the same beside other programs of the terminal, each in a .venv of its own"
	@echo "make messages  bring the catalog of messages up to date and compile it"
	@echo "make pictures  draw the pictures of the README anew"
	@echo "make lock      pin the requirements anew (needs uv)"

.venv/%.stamp: requirements/%.txt
	@$(VENV)
	$(INSTALL) $<
	@touch $@

run: .venv/run.stamp
	@$(PY) -m luisteren_tui $(ARGS)

pdf: .venv/pdf.stamp

sound: .venv/sound.stamp

test: .venv/dev.stamp
	$(PY) -m pytest -n 2 $(ARGS)

check: .venv/dev.stamp
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	PYTHONPATH=src .venv/bin/lint-imports
	$(PY) -m pytest -n 2

# All that is tried, in full: some twenty minutes. `make test` has a short form of each row.
proof: .venv/dev.stamp
	@PYTHONPATH=src:. .venv/bin/python -m tests.faults $(ARGS)

# Says that it did not run where there is no Chromium. `make test` has what can be told without one.
browser: .venv/dev.stamp
	@PYTHONPATH=src:. .venv/bin/python -m tools.browser

bench: .venv/dev.stamp
	@$(PY) -m benchmarks $(ARGS)

# Each has its own idea of which Textual it wants.
PEERS = termdown spiel harlequin posting
.venv/peers/%.stamp: requirements/peers/%.txt .venv/dev.stamp
	@.venv/bin/python -m venv --clear .venv/peers/$*
	.venv/peers/$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

bench-peers: $(PEERS:%=.venv/peers/%.stamp)
	@PYTHONPATH=src:. .venv/bin/python -m benchmarks.peers $(ARGS)

messages: .venv/dev.stamp
	@$(PY) -m tools.messages

pictures: .venv/dev.stamp
	@TZ=Europe/Amsterdam $(PY) -m tools.pictures

# Universal: with the hashes and markers of every platform and Python we support, and no address.
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock:
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml --extra pdf -c requirements/run.txt -o requirements/pdf.txt
	$(LOCK) pyproject.toml --extra sound -c requirements/run.txt -o requirements/sound.txt
	$(LOCK) pyproject.toml --extra pdf --group dev -c requirements/run.txt -o requirements/dev.txt
	for peer in $(PEERS); do $(LOCK) requirements/peers/$$peer.in -o requirements/peers/$$peer.txt || exit 1; done
