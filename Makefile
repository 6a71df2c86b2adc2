# Everything a newcomer needs: `make demo` and `make test` set themselves up in .venv, from the lock.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# The lock holds for what is installed and for what builds it.
export PIP_CONSTRAINT := $(CURDIR)/requirements.lock
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint bench samples lock clean

demo: $(VENV)/ready ## parse the samples and show what is found
	@$(BIN)/vanban demo

test: lint ## lint, then every test
	$(BIN)/pytest

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/ready-dev ## speed as ratios to named baselines, in one run (VANBAN_BENCH_REPORTS=100000: more sizes)
	$(BIN)/python -m tests.benchmarks

samples: $(VENV)/ready-dev ## make the sample PDF and DOCX files anew
	$(BIN)/python corpora/make_samples.py

lock: ## pin the newest versions that pyproject.toml allows
	env -u PIP_CONSTRAINT $(BIN)/uv pip compile --quiet --universal --all-extras --python-version 3.11 \
		--custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: $(VENV)/bin/python pyproject.toml requirements.lock
	@echo "Setting up .venv (about a minute, the first time only)"
	@$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	@$(BIN)/pip install --quiet --editable '.[dev,parquet,server,cluster]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
