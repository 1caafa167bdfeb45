# One command each; everything a command needs is set up on its first run and skipped on the next.
#   make demo [PORT=8000]   the whole system with a demonstration city
#   make test               set-up and the whole suite
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
BIN := .venv/bin
PY := $(BIN)/python
PREFLIGHT := $(PYTHON) -I inspectorate/lib/preflight.py
DATABASE := $(PY) -m inspectorate.lib.database run
MESSAGES := locale/zh_Hans/LC_MESSAGES/django.mo
APPS := inspectorate committees inspectors supervision accountability monitoring
# Types are checked where rules and shared ground live.
RULES := $(foreach name,workflow deadlines indicators,$(wildcard inspectorate/*/$(name).py inspectorate/*/$(name)/*.py \
	$(APPS:%=%/$(name).py) $(APPS:%=%/$(name)/*.py)))
TYPED := inspectorate/lib inspectorate/trail $(filter-out inspectorate/trail/%,$(RULES))
LINTERS := lint-ruff lint-djlint lint-mypy lint-contracts lint-migrations lint-translations lint-compose

.PHONY: help demo test fast browser lint format messages lock ci clean system $(LINTERS)

help:  ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

demo: .venv/trial.stamp $(MESSAGES)  ## The whole system with a demonstration city on this machine (PORT=8000)
	@mkdir -p .run/static
	@INSPECTORATE_DEMONSTRATION=1 $(DATABASE) demo $(PY) manage.py serve --demo $(if $(PORT),--port $(PORT))

test: system .venv/dev.stamp $(MESSAGES)  ## Set up and run the whole suite
	@$(DATABASE) test $(PY) .ci/suite.py fast browser alone

fast: .venv/dev.stamp $(MESSAGES)  ## The quick part of the suite
	@$(DATABASE) test $(PY) .ci/suite.py fast

browser: system .venv/dev.stamp $(MESSAGES)  ## The slow part: Chromium, then what needs the machine for itself: races, large files
	@$(DATABASE) test $(PY) .ci/suite.py browser alone

lint: $(LINTERS)  ## All linters
$(LINTERS): .venv/dev.stamp
lint-ruff: ; $(BIN)/ruff check .
lint-djlint: ; $(BIN)/djlint templates --lint --quiet
lint-mypy: ; $(BIN)/mypy $(TYPED)
lint-contracts: ; $(BIN)/lint-imports
lint-migrations: ; $(DATABASE) test $(PY) manage.py makemigrations --check --dry-run
lint-translations: ; $(PY) .ci/messages.py check
lint-compose: ; $(PY) .ci/compose.py docker-compose.yml

format: .venv/dev.stamp  ## Sort imports and apply the safe fixes
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: .venv/trial.stamp  ## Build both language catalogues from locale/parts
	@$(PY) .ci/messages.py build

lock: .venv/dev.stamp  ## Pin requirements/ anew from pyproject.toml (UPGRADE=1 for newer versions)
	@.ci/lock $(if $(UPGRADE),--upgrade)

ci:  ## What the build server runs
	@.ci/run

clean:  ## Remove everything that make made, the demonstration's data too
	-@test ! -x $(PY) || for cluster in demo test; do $(PY) -m inspectorate.lib.database stop $$cluster; done
	@rm -rf .venv .run .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis locale/*/LC_MESSAGES

system:
	@$(PREFLIGHT) test --install

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' \
		|| { echo "Python 3.11 or 3.12 is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PREFLIGHT) trial --install
	@$(PYTHON) -m venv .venv

.venv/%.stamp: requirements/%.txt | .venv/bin/python
	@echo "Installing $< ..."
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes --requirement $<
	@touch $@

$(MESSAGES): $(wildcard locale/parts/*.po) .ci/messages.py
	@$(PY) .ci/messages.py build
