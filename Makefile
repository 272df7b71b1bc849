# serve and test set up what they need; nothing else has to be done by hand.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
PORT   ?= 8000

.PHONY: help serve test check lint wheel picture lock

help:            ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/'

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	$(BIN)/interactions names build
	touch $@

serve: $(VENV)/ready   ## the three doors on http://127.0.0.1:8000
	$(BIN)/idcard serve --port $(PORT)

test: $(VENV)/ready    ## the whole test suite, with the coverage gate
	$(BIN)/python -m pytest --cov --cov-report=term

check: lint wheel      ## style, types, and the wheel in an empty environment

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/interactions lint

wheel: $(VENV)/ready
	$(BIN)/python -P tests/try_wheel.py

picture: $(VENV)/ready ## README's picture of the sample card
	$(BIN)/python -P tests/draw_picture.py .github/card.png

# Extras stay in: pip tries the newest release for an extra that no line pins, and refuses it for want of a hash.
lock:            ## requirements.lock from pyproject.toml; names no host
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
	  --no-emit-index-url --no-strip-extras --no-annotate --no-header --upgrade pyproject.toml -o requirements.lock
