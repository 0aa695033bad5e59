# What people type. `make run` and `make test` set up whatever is missing first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# A CPU build of PyTorch comes first and apart: see "PyTorch" in the README.
TORCH ?= torch==2.13.0
# Processes that test at the same time; each holds the models.
WORKERS ?= 2

.PHONY: run install test test-slow check format bench eval lock clean workspace check-workspace screenshots

run: $(STAMP)
	$(BIN)/python -m ingest --if-missing
	$(BIN)/python bot.py

install: $(STAMP)

$(STAMP): pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 run")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check '$(TORCH)'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)

test: $(STAMP)
	$(BIN)/python -m pytest -m "not slow" --numprocesses $(WORKERS) --dist loadfile

test-slow: $(STAMP)
	$(BIN)/python -m pytest -m slow

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(STAMP)
	$(BIN)/python -m ingest --if-missing
	$(BIN)/python -m evals report
	$(BIN)/python -m evals triage
	$(BIN)/python -m pytest tests/red_team --quiet

bench: $(STAMP)
	$(BIN)/python -m ingest --if-missing
	$(BIN)/python -m benchmarks speed
	$(BIN)/python -m benchmarks refresh
	$(BIN)/python -m benchmarks corpus
	$(BIN)/python -m benchmarks scale --chunks 100000 --no-refresh
	$(BIN)/python -m benchmarks twin
	$(BIN)/python -m benchmarks peers

# What CI installs: every package with its hashes, without addresses; torch is left out (see above).
lock:
	printf "torch==2.13.0 ; sys_platform == 'never'\n" > .lock-overrides
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-package torch --no-header --overrides .lock-overrides --output-file requirements.lock
	rm .lock-overrides

# The page of the local workspace, from its sources; only those who change it need Node and npm.
workspace:
	cd workspace/client && npm ci --ignore-scripts && npm run build

# What ships of it is what its sources build, and its own tests pass.
check-workspace: $(STAMP)
	cd workspace/client && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(BIN)/python -m pytest -m slow tests/workspace/test_client_build.py

# The pictures in docs/screenshots, of the page as it is now; needs a Chromium.
screenshots: $(STAMP)
	$(BIN)/python -m ingest --if-missing
	$(BIN)/python tests/browser/screenshots.py

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
