# Evenkeel. Each target only wraps what can be typed by hand; `make` alone lists them.
#
#   make run     install what is missing, then serve on http://127.0.0.1:8000
#   make test    install what the tests need as well, then run every test
#   make lint    style, types, import rules, templates
#   make bench   the figures against the floor, as a table
#   make audit   checks too slow for every change
#   make lock    resolve the dependencies again and pin them with hashes
#   make vendor  fetch the front-end library again

PYTHON ?= python3
PYTEST ?=
# As many workers as the machine has cores, four at most: each has a PostgreSQL and a browser of its own.
# A module stays with one worker, for what its tests share. PYTEST="-n 0" runs them in one process.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder
HTMX   := 2.0.11
VENV   := .venv
PY     := $(VENV)/bin/python

# PostgreSQL needs its driver beside the rest.
RUN_LOCK := $(if $(findstring postgres,$(DATABASE_URL)),requirements-postgres.lock,requirements.lock)
INSTALL  := $(PY) -m pip install --quiet --disable-pip-version-check

.PHONY: help run test lint bench audit lock vendor
.DEFAULT_GOAL := help

help:
	@sed -n 's/^#   //p' Makefile

run: $(VENV)/installed-$(RUN_LOCK)
	@exec $(PY) -m app serve

test: $(VENV)/installed-requirements-dev.lock
	@$(PY) tests/prerequisites.py
	@$(PY) -m pytest $(SIDE_BY_SIDE) $(PYTEST)

lint: $(VENV)/installed-requirements-dev.lock
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports
	@if [ -d templates ]; then $(PY) -m djlint --lint --quiet templates; fi

bench: $(VENV)/installed-requirements-dev.lock
	@$(PY) bench/run.py

audit: $(VENV)/installed-requirements-dev.lock
	@$(PY) tests/prerequisites.py
	@$(PY) -m pytest -m audit $(PYTEST)
	@$(PY) bench/run.py --long
	@$(PY) bench/mail.py

# The virtual environment. A stamp for each lock file says which is installed and since when.
$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Evenkeel needs Python 3.11 or newer. Install it, or say which: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	  || { echo "This Python cannot make virtual environments. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# Last our own package, by name only: its dependencies came from the lock file, setuptools among them.
$(VENV)/installed-%: % pyproject.toml | $(VENV)/made
	@echo "Installing $*"
	@$(INSTALL) --require-hashes -r $*
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

# The runtime lock is a part of the development lock, so that both can share one environment.
lock: $(VENV)/made
	@[ -x .tools/uv/bin/uv ] || { $(PYTHON) -m venv .tools/uv && .tools/uv/bin/pip install --quiet uv; }
	@for kind in dev postgres ""; do \
	  file=requirements$${kind:+-$$kind}.lock; echo "Resolving $$file"; \
	  .tools/uv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	    --extra build $${kind:+--extra $$kind} $$([ "$$kind" = dev ] || echo --constraint requirements-dev.lock) \
	    --output-file $$file pyproject.toml $(if $(UPGRADE),--upgrade) || exit 1; \
	done

vendor:
	@rm -rf .tools/vendor && mkdir -p .tools/vendor app/static/vendor
	@npm pack --silent --pack-destination .tools/vendor htmx.org@$(HTMX) > /dev/null
	@tar -xzf .tools/vendor/htmx.org-$(HTMX).tgz -C .tools/vendor
	@rm -f app/static/vendor/htmx-*
	@cp .tools/vendor/package/dist/htmx.min.js app/static/vendor/htmx-$(HTMX).min.js
	@cp .tools/vendor/package/LICENSE app/static/vendor/htmx-LICENSE.txt
	@cd app/static/vendor && sha256sum htmx-$(HTMX).min.js | tee checksums.txt
