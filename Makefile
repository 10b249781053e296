# `make help` lists the commands. They need make and Python 3.11 or newer, nothing else.

PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# Each process has databases of its own; more than four would mostly start servers.
SEVERAL := --numprocesses auto --maxprocesses 4 --dist worksteal
# Each process has a portal of its own, and a file stays in one: some move the clock of theirs.
FILES := --numprocesses auto --maxprocesses 4 --dist loadfile
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.NOTPARALLEL:

.PHONY: help
help:  ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- use it

.PHONY: run
run: run-packages build  ## the whole portal on this machine, at http://localhost:3000
	@$(BIN)/python scripts/run.py

.PHONY: seed-large
seed-large: run-packages  ## 10,000 made-up requests for a visit, on top of the demo's own; REQUESTS=n for others
	@$(BIN)/python -m cx_app.cli migrate
	@$(BIN)/python -m cx_app.cli seed
	@$(BIN)/python -m cx_app.cli demo fill --requests $(or $(REQUESTS),10000)

.PHONY: build
build: run-packages  ## the pages, if their sources changed
	@$(BIN)/python scripts/build.py

# --- check it

.PHONY: test
test: lint types imports unit build e2e  ## everything below that checks: what must pass before a merge

.PHONY: lint
lint: packages  ## style and likely mistakes
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

.PHONY: types
types: packages  ## the type checker, strict
	@$(BIN)/mypy && $(BIN)/mypy scripts

.PHONY: imports
imports: packages  ## who may import whom (.importlinter)
	@$(BIN)/lint-imports --config .importlinter

.PHONY: unit
unit: packages test-tools  ## tests without a browser
	@$(PYTEST) $(SEVERAL) tests

.PHONY: e2e
e2e: packages test-tools build  ## journeys in a real browser
	@$(PYTEST) $(FILES) e2e

.PHONY: soak
soak: packages test-tools  ## the long way: thousands of random examples, longer races
	@CX_TEST_SOAK=1 $(PYTEST) tests --timeout 3600

.PHONY: bench
bench: packages build  ## what must be fast or small, with figures; ONLY="page" for some
	@$(BIN)/python -m bench $(ONLY)

# --- change it

.PHONY: format
format: packages  ## the code as `make lint` wants it
	@$(BIN)/ruff check --fix-only --quiet . ; $(BIN)/ruff format .

.PHONY: messages
messages: packages  ## sentences that have no translation yet
	@$(BIN)/python scripts/messages.py

.PHONY: lock
lock: packages  ## the lock files again, from pyproject.toml
	@$(BIN)/python scripts/lock.py

.PHONY: clean
clean:  ## forgets environment, build and caches; keeps .data, the demo's database
	@rm -rf .venv .web .states .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@rm -rf demo/identity_provider/node_modules assets/external assets/css assets/fonts assets/img
	@find cx_app tasks demo scripts tests e2e bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# --- parts of the above

.PHONY: packages run-packages test-tools
packages:
	@$(PYTHON) scripts/install.py requirements-dev.lock
run-packages:
	@$(PYTHON) scripts/install.py requirements.lock
test-tools:
	@if [ -f scripts/test_tools.py ]; then $(BIN)/python scripts/test_tools.py; fi
