# `make help` lists the commands. Only Python 3.11 or newer and make are needed.

PYTHON ?= python3
BIN := .venv/bin
PORT ?=
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

.PHONY: help
help:  ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run-packages dev-packages
run-packages:
	@$(PYTHON) scripts/install.py requirements.lock
dev-packages:
	@$(PYTHON) scripts/install.py requirements-dev.lock

.PHONY: install
install: dev-packages  ## the Python packages for development, in .venv

.PHONY: lock
lock: dev-packages  ## the lock files again, from pyproject.toml
	@$(BIN)/python scripts/lock.py

.PHONY: build
build: run-packages  ## the pages, if their sources changed
	@$(BIN)/python scripts/build.py

.PHONY: run
run: build  ## the whole portal on this machine, at http://localhost:3000
	@$(BIN)/python scripts/run.py
