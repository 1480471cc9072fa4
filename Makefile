# Needs GNU make 3.81 or later. The first target that needs it creates .venv from the pinned requirements.
.DELETE_ON_ERROR:
.PHONY: help run pdf bundle proof mutants browser sound test check bench bench-peers messages pictures lock

NEW = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c '$(NEW)' 2>/dev/null && echo $$p && break; done)
PY = PYTHONPATH=src .venv/bin/python
# The tests start many short-lived programs. Let Python save compiled modules, even where the environment forbids it.
PYTEST = PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n 2

# Use uv if it is installed, otherwise venv and pip. Replace a broken or incomplete .venv.
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
	@echo "make pdf       install what PDF handouts need"
	@echo "make sound     install what sound signals need"
	@echo "make bundle    make a folder and a zip that run where there is no Python, and test them"
	@echo "make test      run the tests; ARGS='tests/planning -x' passes arguments"
	@echo "make check     run everything that must pass before a change lands"
	@echo "make proof     run the fault tests in full; ARGS='--rows 4,5' runs some of them"
	@echo "make mutants   change the code in small ways and check that a test notices; ARGS='--seed 2' takes others"
	@echo "make browser   check the exported pages and the room's page in Chromium"
	@echo "make bench     compare the speed with a bare Textual app; ARGS=--quick takes two minutes"
	@echo "make bench-peers  compare it with other terminal programs, each in its own .venv"
	@echo "make messages  update and compile the message catalog"
	@echo "make pictures  draw the pictures in the documentation again; ARGS=all takes every screen"
	@echo "make lock      update the pinned requirements (needs uv)"

.venv/%.stamp: requirements/%.txt
	@$(VENV)
	$(INSTALL) $<
	@touch $@

run: .venv/run.stamp
	@$(PY) -m luisteren_tui $(ARGS)

pdf: .venv/pdf.stamp

sound: .venv/sound.stamp

# What is in the environment ends up in the bundle, so it has one of its own.
.venv/bundle/stamp: requirements/bundle.txt .venv/dev.stamp
	@.venv/bin/python -m venv --clear .venv/bundle
	.venv/bundle/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

bundle: .venv/bundle/stamp
	@PYTHONPATH=src:. .venv/bundle/bin/python -m tools.bundle
	LUISTEREN_BUNDLE=dist $(PYTEST) tests/bundle

# Leaves out the slowest tests, and paints only the screens that a test looks at. `make check` runs and paints all.
test: .venv/dev.stamp
	PAINT_ONLY_SEEN=1 $(PYTEST) $(ARGS)

check: .venv/dev.stamp
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	PYTHONPATH=src .venv/bin/lint-imports
	$(PYTEST) -m ""

# This takes about three quarters of an hour. `make check` runs a short form of each row.
proof: .venv/dev.stamp
	@PYTHONPATH=src:. .venv/bin/python -m tests.faults $(ARGS)

# This takes about half an hour. tools/known_mutants.txt explains the changes that no test can notice.
mutants: .venv/dev.stamp
	@$(PY) -m tools.mutants $(ARGS)

# Without Chromium this only reports that it did not run. `make test` checks what needs no browser.
browser: .venv/dev.stamp
	@PYTHONPATH=src:. .venv/bin/python -m tools.browser

bench: .venv/dev.stamp
	@$(PY) -m benchmarks $(ARGS)

# Each program needs its own version of Textual.
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
	@PYTHONPATH=src:. .venv/bin/python -m tools.pictures $(ARGS)

# The lock files hold the hashes and markers for every supported platform and Python, and no index address.
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock:
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml --extra pdf -c requirements/run.txt -o requirements/pdf.txt
	$(LOCK) pyproject.toml --extra sound -c requirements/run.txt -o requirements/sound.txt
	$(LOCK) pyproject.toml --extra pdf --group dev -c requirements/run.txt -o requirements/dev.txt
	$(LOCK) pyproject.toml --extra pdf --extra sound --group bundle -c requirements/dev.txt -c requirements/sound.txt \
		-o requirements/bundle.txt
	for peer in $(PEERS); do $(LOCK) requirements/peers/$$peer.in -o requirements/peers/$$peer.txt || exit 1; done
