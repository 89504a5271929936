# Everything one does with Congress; `make help` lists it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv/bin/python
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run up test nightly lint format lock bench clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*?## ' $(MAKEFILE_LIST) | awk -F ':.*?## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## make .venv and install what the product needs
	@$(PYTHON) deploy/install.py

setup-dev: ## make .venv and install what tests and checks need too
	@$(PYTHON) deploy/install.py --dev

run: setup ## serve the web app and its worker with the demo congress (HOST, PORT)
	@$(VENV) -m deploy.run

up: setup-dev ## the production layout as processes on one machine (HOST, PORT)
	@$(VENV) -m deploy.up

test: setup-dev ## all tests; installs Chromium and other readers where it may (WORKERS=2)
	@$(VENV) -m deploy.test_tools
	@$(VENV) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

nightly: setup-dev ## what takes too long for every test run: 10,000 interleavings and tamperings, a million mutated tokens, every nasty text
	@INTERLEAVINGS=10000 TOKEN_MUTATIONS=1000000 TAMPERINGS=10000 NASTY_ROUNDS=100 API_EXAMPLES=200 $(VENV) -m pytest -n $(WORKERS) tests/checkin/test_interleavings.py tests/checkin/test_forgeries.py tests/credit/test_stand_alone_verifier.py tests/input

lint: setup-dev ## formatting, style, imports, types, templates, the API's document
	@$(VENV) -m deploy.lint

format: setup-dev ## bring the Python files into shape
	@$(VENV) -m ruff format . && $(VENV) -m ruff check --fix .

lock: setup-dev ## pin what is installed now in requirements.txt and requirements-dev.txt
	@$(VENV) deploy/lock.py

bench: setup-dev ## measure; one JSON object a line (ARGS="--quick --rows scans,home --databases sqlite")
	@$(VENV) -m bench $(ARGS)

clean: ## remove caches (keeps .venv, instance and the fonts under build)
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
