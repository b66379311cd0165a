# Two commands are all the set-up: `make demo` and `make test`. They need Python 3.11, git and make.
SHELL := /bin/bash
PYTHON ?= python3.11
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export DATA_DIR ?= $(CURDIR)/var
UV := $(shell command -v uv 2>/dev/null)

.PHONY: demo test check format messages clean

demo: $(VENV)/.installed
	@$(BIN)/python -c "import socket; socket.create_server(('127.0.0.1', $(PORT))).close()" 2>/dev/null || { echo "Port $(PORT) is taken; choose another: make demo PORT=8010"; exit 1; }
	@umask 077; mkdir -p $(DATA_DIR)
	@test -n "$$SECRET_KEY" || test -s $(DATA_DIR)/secret_key || (umask 077; $(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))" > $(DATA_DIR)/secret_key)
	@export SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)}; set -e; umask 077; \
	$(BIN)/python manage.py migrate --verbosity 0; \
	$(BIN)/python manage.py collectstatic --noinput --verbosity 0; \
	$(BIN)/python manage.py demo; \
	exec $(BIN)/gunicorn editorial.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --no-control-socket --log-level warning

test: $(VENV)/.installed-dev
	@bash tests/run.sh

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	SECRET_KEY=check $(BIN)/mypy editorial reviews

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Collects the strings for the translators (needs GNU gettext) and compiles the catalogues.
messages: $(VENV)/.installed-dev
	SECRET_KEY=messages $(BIN)/python manage.py makemessages --all --no-location --ignore=.venv --ignore=var --ignore=tests
	SECRET_KEY=messages $(BIN)/python manage.py compilemessages --ignore=.venv

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

# One environment, from the hash-pinned lock: by uv where it is installed, else by venv and pip.
$(BIN)/python:
ifneq ($(UV),)
	@uv venv --quiet --allow-existing --python 3.11 $(VENV)
else
	@$(PYTHON) -m venv $(VENV)
endif

define install
	@echo "Installing $(1)"
	$(if $(UV),@uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1),@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1))
endef

$(VENV)/.installed: requirements.lock | $(BIN)/python
	$(call install,requirements.lock)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock | $(BIN)/python
	$(call install,requirements-dev.lock)
	@touch $@ $(VENV)/.installed
