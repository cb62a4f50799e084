# One command for each thing done here; CONTRIBUTING.md says when to use which.
# A call whose inputs did not change does nothing: the stamps below remember the last one.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# python3.11 where it is installed, else whatever python3 is; `venv` refuses one older than 3.11.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
CHROMIUM ?= /usr/bin/chromium
CODE := src tests $(wildcard bench) $(wildcard conftest.py)

export PIP_NO_INPUT := 1

.PHONY: help setup run test check rectools spark browser wrk style types imports dependencies bench format lock docs messages data clean

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | column -t -s $$'\t'

# --- What must be installed -------------------------------------------------------------

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "PickFlix needs Python 3.11 or newer; there is none here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "PickFlix needs Python 3.11 or newer; $(PYTHON) is older. Try 'make PYTHON=/path/to/python3.11'." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

# Serving needs this alone: neither the tools of development nor npm.
.venv/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing what serving needs ..." >&2
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@echo "Installing the tools of development ..." >&2
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/npm.stamp: package.json package-lock.json .npmrc
	@echo "Installing the checkers of pages ..." >&2
	@npm ci --loglevel=error
	@touch $@

setup: .venv/dev.stamp node_modules/npm.stamp ## everything to work on PickFlix, but the browser

# RecTools holds numpy back: an environment of its own, that `test` compares our metrics in.
.venv/rectools.stamp: requirements/rectools.txt | $(BIN)/python
	@echo "Installing RecTools, which our metrics are checked against ..." >&2
	@$(PYTHON) -m venv .venv/rectools
	@.venv/rectools/bin/python -m pip --disable-pip-version-check -qq install --require-hashes -r requirements/rectools.txt
	@touch $@

rectools: .venv/rectools.stamp

# SPARK=0 leaves out the tests that start a Spark, and with them 450 MB to install.
SPARK ?= 1
.venv/spark.stamp: requirements/spark.txt .venv/dev.stamp
	@echo "Installing PySpark, which trains on more likes than one machine learns from ..." >&2
	@$(PIP) install --require-hashes -r requirements/spark.txt
	@touch $@

# Debian 12 has Java 17, later ones have a newer.
spark: .venv/spark.stamp
	@command -v java >/dev/null || { \
	  test "$$(id -u)" = 0 || { echo "Spark needs Java: run 'sudo apt-get install default-jre-headless', then this again, or 'make test SPARK=0'." >&2; exit 1; }; \
	  echo "Installing Debian's Java ..." >&2; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null; }

browser:
	@test -x $(CHROMIUM) || { \
	  test "$$(id -u)" = 0 || { echo "The browser tests need $(CHROMIUM): run 'sudo apt-get install chromium', then this again." >&2; exit 1; }; \
	  echo "Installing Debian's chromium ..." >&2; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; }

wrk:
	@command -v wrk >/dev/null || { \
	  test "$$(id -u)" = 0 || { echo "The bench needs wrk: run 'sudo apt-get install wrk', then this again." >&2; exit 1; }; \
	  echo "Installing Debian's wrk, which asks for many pages a second ..." >&2; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wrk >/dev/null; }

# --- Serve ------------------------------------------------------------------------------

run: .venv/run.stamp ## serve the site on http://127.0.0.1:8000 (PORT= changes it)
	@exec $(BIN)/pickflix serve $(if $(PORT),--port $(PORT))

# --- Prove ------------------------------------------------------------------------------

test: setup rectools $(if $(filter 0,$(SPARK)),,spark) browser style types imports dependencies ## every check, as the continuous integration runs it
	@$(BIN)/pytest -n 2 --cov --cov-report=term-missing:skip-covered $(if $(filter 0,$(SPARK)),-m "not spark")

check: setup style types imports ## the fast checks, for while you work
	@$(BIN)/pytest -q -n 2 -m "not slow and not browser"

style: .venv/dev.stamp
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)

types: .venv/dev.stamp
	@$(BIN)/mypy $(CODE)

imports: .venv/dev.stamp
	@$(BIN)/lint-imports

dependencies: .venv/dev.stamp
	@$(BIN)/deptry src

bench: setup spark browser wrk ## measure the claims of the README and print the table
	@$(BIN)/python -m bench

# --- Change -----------------------------------------------------------------------------

format: .venv/dev.stamp ## lay out the code and mend what ruff can mend
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

# Hashes for every platform; no address of an index, so that each machine uses its own.
# Extras stay named: pip asks for a pin of `coverage[toml]` once `coverage` has a newer release.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
  --no-emit-index-url --no-emit-find-links --no-header --no-annotate $(UPGRADE)
lock: .venv/dev.stamp ## pin the requirements again (UPGRADE=--upgrade for the newest)
	@$(COMPILE) --extra dev pyproject.toml requirements/build.in -o requirements/dev.txt
	@$(COMPILE) pyproject.toml requirements/build.in -c requirements/dev.txt -o requirements/run.txt
	@$(COMPILE) --extra spark pyproject.toml -c requirements/dev.txt -o requirements/spark.txt
	@$(COMPILE) requirements/rectools.in -o requirements/rectools.txt
	@npm install --package-lock-only --loglevel=error

docs: .venv/dev.stamp ## write the pages of docs/ that are made from the code
	@$(BIN)/python -m tests.house.settings_page
	@$(BIN)/python -m tests.house.model_card

LOCALE := src/pickflix/web/locale
messages: .venv/dev.stamp ## bring the English catalogue in step with the French words of the pages
	@mkdir -p build
	@$(BIN)/pybabel -q extract -F pyproject.toml --no-location --sort-output --no-wrap --omit-header -o build/messages.pot src/pickflix
	@test -f $(LOCALE)/en/LC_MESSAGES/messages.po || $(BIN)/pybabel -q init -i build/messages.pot -d $(LOCALE) -l en --no-wrap
	@$(BIN)/pybabel -q update -i build/messages.pot -d $(LOCALE) -l en --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

data: .venv/dev.stamp ## regenerate the embedded catalogue from its origin
	@$(BIN)/python -m pickflix.sources.bokeh_movies

clean: ## remove all that the commands above made
	@rm -rf .venv node_modules var dist build .coverage* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
