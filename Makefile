# Two commands matter: `make reports` and `make test`. `make help` lists the rest.

AS_OF  ?= 2026-11-22
PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/installed
PEERS  := .venv-bench/installed
BENCH  ?=
JOBS   ?= 2

WORKBOOKS := . $(patsubst %/inventory.csv,%,$(wildcard examples/*/inventory.csv))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install reports test unit coverage browser notebooks-test lint types imports format notebooks pictures screenshots lock bench lab clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# Everything comes from the lock, hash by hash; uv is taken from it first because it installs fast. A machine
# whose package index is known to pip only is served by pip with the same lock.
$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	awk '/^[^ #]/ {keep = /^uv==/} keep' requirements.lock > $(VENV)/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(VENV)/uv.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements.lock \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --offline --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q datamap
	touch $@

install: $(READY) ## make .venv with everything in the lock (the other targets do it by themselves)

reports: $(READY) ## build every report of the sample (and of examples/) into reports/
	@printf '%s\n' $(WORKBOOKS) | xargs -P $(JOBS) -I BOOK $(BIN)/datamap build --workbook BOOK --as-of $(AS_OF)

test: lint types imports notebooks-test unit browser ## everything: lint, types, import contract, notebooks, tests, doctests, browser

unit: $(READY) ## tests and doctests
	$(BIN)/python -m pytest -n $(JOBS) -m "not browser"

coverage: $(READY) ## the same, counting which lines are run; a third slower, not part of `make test`
	$(BIN)/python -m pytest -n $(JOBS) -m "not browser" --cov --cov-report=term

browser: $(READY) ## tests in a browser, where there is a Chromium
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then \
	  $(BIN)/python -m pytest -q -n0 -m browser tests/browser; \
	else \
	  echo "TESTS IN A BROWSER ARE LEFT OUT: no Chromium here (Debian: apt-get install chromium)"; \
	fi

notebooks-test: $(READY) ## run the notebooks and compare their outputs with the stored ones
	$(BIN)/python -m pytest -q -o addopts=--dist=loadfile -n $(JOBS) -W default --nbval --nbval-current-env \
	  --nbval-sanitize-with notebooks/sanitize.cfg notebooks/ja notebooks/en

lint: $(READY) ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY) ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY) ## mypy --strict
	$(BIN)/mypy

imports: $(READY) ## the import contract: each room opens only backwards
	$(BIN)/lint-imports

notebooks: $(READY) ## write and run the notebooks again, both languages
	$(BIN)/python notebooks/make.py

lock: $(READY) ## resolve requirements.lock again from pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" --group dev pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url -c requirements.lock \
	  --custom-compile-command "make lock" --group dev --group bench pyproject.toml -o benchmarks/requirements.lock

pictures: $(READY) ## draw the pictures of the README and the gallery of figures again
	$(BIN)/python docs/pictures.py
	$(BIN)/python docs/make_gallery.py

screenshots: $(READY) ## take the screenshots of the README again (needs Chromium)
	$(BIN)/python docs/screenshots.py

# What others would use for the same work stands in a venv of its own: the tests never see it.
$(PEERS): benchmarks/requirements.lock $(READY)
	test -x $(@D)/bin/python || $(BIN)/python -m venv $(@D)
	$(BIN)/uv pip install --quiet --python $(@D)/bin/python --require-hashes --compile-bytecode -r benchmarks/requirements.lock \
	  || $(@D)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r benchmarks/requirements.lock
	$(BIN)/uv pip install --quiet --python $(@D)/bin/python --offline --no-deps --no-build-isolation --editable .
	touch $@

bench: $(PEERS) ## run the benchmarks, e.g. make bench BENCH="--sizes 10000 100000 --write"
	$(PEERS:%/installed=%)/bin/python benchmarks/run.py $(BENCH)

lab: $(READY) ## open the notebooks in JupyterLab
	$(BIN)/datamap lab

clean: ## remove what tools leave behind (not .venv, not reports/)
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.*
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
