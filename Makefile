# Everything a person or a build machine runs; `make` alone lists it. Another Python: make test PYTHON=python3.12
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PIP    := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help extract test lint docs notebooks check scores bench peers floors constraints clean

help: ## list these targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

extract: $(READY) ## read the articles in corpus/, show their trade facts, write them to out/
	$(BIN)/extractor extract corpus/ --out out/

test: $(READY) ## run the tests
	$(BIN)/python -m pytest

lint: $(READY) ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(READY) ## the documentation as a site in build/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

notebooks: $(READY) ## execute the notebooks and write their outputs into them
	$(BIN)/python tools/run_notebooks.py

check: lint test docs ## all that must hold before a change goes in: lint, test, and no score below its floor
	$(BIN)/extractor evaluate --check-floors
	$(BIN)/extractor evaluate --gold tests/articles/dev --corpus tests/articles/dev --check-floors
	$(BIN)/extractor evaluate --gold tests/articles/held --corpus tests/articles/held --check-floors

scores: $(READY) ## precision and recall on gold and on the articles under tests/
	$(BIN)/extractor evaluate
	$(BIN)/extractor evaluate --gold tests/articles/dev --corpus tests/articles/dev
	$(BIN)/extractor evaluate --gold tests/articles/held --corpus tests/articles/held

bench: $(READY) ## speed, memory and start-up on generated news, beside spaCy and peers (ten minutes)
	$(BIN)/python benchmarks/bench.py

peers: $(READY) ## the example sentences through this library and its peers, where they are installed
	$(BIN)/python benchmarks/peers.py
	$(BIN)/python benchmarks/peers_when_where.py

floors: $(READY) ## raise the floors to the scores of now; never lowers one
	$(BIN)/extractor evaluate --raise-floors
	$(BIN)/extractor evaluate --gold tests/articles/dev --corpus tests/articles/dev --raise-floors
	$(BIN)/extractor evaluate --gold tests/articles/held --corpus tests/articles/held --raise-floors

constraints: $(READY) ## choose the newest versions anew and pin them with their hashes
	$(COMPILE) --upgrade $(EXTRAS:%=--extra %) --output-file constraints.txt pyproject.toml
	$(COMPILE) --upgrade --all-extras --constraints constraints.txt --output-file constraints-extras.txt pyproject.toml

# What the tests of every format and of a run on Ray need; not what only rebuilds the gazetteer.
EXTRAS = dev model html warc parquet sdmx zstd ray notebooks docs
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-config --custom-compile-command "make constraints"

clean: ## take away the environment and everything made
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Made on first use, and again when a pin or the project's own description changes.
$(READY): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not (3, 11) <= v < (3, 14) and f"Python {v[0]}.{v[1]} will not do; run: make PYTHON=python3.11 $(MAKECMDGOALS)")'
	@echo "Setting up $(VENV) from constraints.txt (about a minute, once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip $(VENV)
	@$(PIP) install --require-hashes -r constraints.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
