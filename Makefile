# Set-up, start and test. Everything made lands in .venv, node_modules, static/vendor and var, and is made once.

SHELL := /bin/sh
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: run test setup setup-test browser check pins clean

# A CPython that has what the program needs: 3.12 and 3.11 bring Redis along, 3.13 does without. The system's own come first:
# distributions build them with a profile of their use, one compiled by hand mostly has none and takes longer by a sixth.
PYTHON ?= $(shell for python in /usr/bin/python3.12 /usr/bin/python3.11 python3.12 python3.11 python3 python3.13 python; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& { command -v $$python; break; }; done)
VENV := .venv
BIN := $(VENV)/bin

# npm trusts what the system trusts.
SYSTEM_CERTIFICATES := $(firstword $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt))
export NODE_EXTRA_CA_CERTS ?= $(SYSTEM_CERTIFICATES)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUNBUFFERED := 1
# What is compiled is kept, whatever the shell says: else each process of a run compiles the whole program again. Of a
# package only what is used is compiled, when it is.
unexport PYTHONDONTWRITEBYTECODE
# Packages for Python and for the browser are fetched at the same time.
MAKEFLAGS += --jobs=2

CATALOGUES := $(wildcard locale/*/LC_MESSAGES/*.po)

run: setup
	@exec $(BIN)/python manage.py run

# One process more than the two cores the tests are made for: while one waits for a server, a browser or the disk, two work.
test: setup-test browser
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

check: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: $(VENV)/.program static/vendor/.made var/messages.made

setup-test: $(VENV)/.tests node_modules/.made static/vendor/.made var/messages.made

browser: setup-test
	@$(BIN)/python -m tests.chromium

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "No CPython 3.11, 3.12 or 3.13 with venv was found. Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.program: requirements.txt | $(VENV)/.python
	$(BIN)/pip install --quiet --no-compile --require-hashes --requirement requirements.txt
	@touch $@

$(VENV)/.tests: requirements-test.txt | $(VENV)/.program
	$(BIN)/pip install --quiet --no-compile --require-hashes --requirement requirements-test.txt
	@touch $@

node_modules/.made: package.json package-lock.json | $(VENV)/.program
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

static/vendor/.made: node_modules/.made arclose/operations/assets.py
	@$(BIN)/python manage.py prepare --only vendor
	@touch $@

var/messages.made: $(CATALOGUES) | $(VENV)/.program
	@mkdir -p var
	@$(BIN)/python manage.py prepare --only messages
	@touch $@

# After a change of the dependencies in pyproject.toml (needs uv).
pins:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--upgrade --output-file requirements.txt pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--upgrade --extra test --constraints requirements.txt --output-file requirements-test.txt pyproject.toml

# Everything made by set-up; the data in var/ stays.
clean:
	rm -rf $(VENV) node_modules static/vendor var/messages.made
