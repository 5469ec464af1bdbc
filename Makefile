# Everything that is needed is set up by the targets themselves: Python 3.11+, make and a package index do.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
COLLECTIONS ?= $(wildcard ../shared/ir)
FUZZ ?= 60
UV := $(shell command -v uv 2>/dev/null)

.PHONY: run test check docs bench fuzz clean lock locked

run: $(VENV)/.ready  ## the bot in a chat in the browser, for trying it; with Slack's tokens, the bot itself
	@$(BIN)/usher run

test: $(VENV)/.ready-dev  ## the whole test suite
	@$(BIN)/pytest $(ARGS)

check: $(VENV)/.ready-dev  ## lint, types, architecture, and what the lock file pins
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/lock.py

docs: $(VENV)/.ready-dev  ## the documentation as pages, into site/
	@$(BIN)/mkdocs build --quiet

bench: $(VENV)/.ready-dev  ## speed and memory, side by side with others
	@$(BIN)/python bench/corpora.py
	@$(BIN)/python bench/answers.py
	@$(BIN)/python bench/speed.py
	@$(BIN)/python bench/starting.py
	@$(BIN)/python bench/serving.py
	@$(BIN)/python bench/telling.py
	@if [ -n "$(COLLECTIONS)" ]; then $(BIN)/python bench/retrieval.py $(COLLECTIONS); \
	else echo "Name a folder of retrieval collections: make bench COLLECTIONS=folder (see docs/retrieval.md)."; fi

fuzz: $(VENV)/.ready-dev  ## a fuzzer on everything that reads what people write, FUZZ seconds each
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	@$(BIN)/python tests/fuzz.py $(FUZZ)

lock: $(VENV)/.ready-dev  ## pin the newest versions of all that runs in production, with hashes, for every system
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate \
		--custom-compile-command "make lock" pyproject.toml -o requirements.lock

locked: | $(VENV)/bin/python  ## install exactly what the lock file pins; the other targets add what they need
ifdef UV
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
else
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
endif

clean:  ## forget everything that was built
	rm -rf $(VENV) build dist site *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Usher needs Python 3.11 or newer on the PATH."; exit 1; }
ifdef UV
	@uv venv --quiet --python "$(PYTHON)" $(VENV)
else
	@$(PYTHON) -m venv $(VENV)
endif

$(VENV)/.ready: pyproject.toml | $(VENV)/bin/python
	@echo "Setting up (once) …"
ifdef UV
	@uv pip install --quiet --python $(BIN)/python --editable .
else
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
endif
	@touch $@

$(VENV)/.ready-dev: pyproject.toml | $(VENV)/bin/python
	@echo "Setting up for development (once) …"
ifdef UV
	@uv pip install --quiet --python $(BIN)/python --editable '.[dev]'
else
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
endif
	@touch $@ $(VENV)/.ready
