# flightdesk's workshop. `make help` lists what it can do.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo test coverage lint types quality bench lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## make .venv with everything in it; runs again only when the requirements change

# torch first, so that nothing asks for another build of it; --no-deps, because the lock is whole.
$(STAMP): requirements/lock.txt requirements/torch.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("flightdesk needs Python 3.11 or newer; $(PYTHON) is %d.%d. Try: make install PYTHON=python3.11" % sys.version_info[:2])'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -r requirements/torch.txt
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements/lock.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: install ## crawl a small web of outlets on this machine and print the flights found
	$(BIN)/python corpora/demo.py

test: install ## run the tests (make test ARGS="-k dates"; ARGS="-m thorough" for more orders and batches)
	$(BIN)/python -m pytest $(ARGS)

coverage: install ## run the tests and tell which branches none of them takes
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-covered --show-missing

lint: install ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install ## mypy --strict over pipeline/ and tests/
	$(BIN)/mypy

quality: install ## score the gold articles; fail under a floor of corpora/baseline.json
	$(BIN)/flightdesk evaluate corpora/gold/*.jsonl --floors corpora/baseline.json
	$(BIN)/flightdesk evaluate corpora/gold/*.jsonl --part check --floors corpora/baseline.json
	$(BIN)/flightdesk evaluate corpora/gold/unseen/*.jsonl --floors corpora/baseline.json
	$(BIN)/flightdesk evaluate corpora/gold/unseen/*.jsonl --part check --floors corpora/baseline.json
	$(BIN)/flightdesk evaluate corpora/gold/second/*.jsonl --part check --floors corpora/baseline.json
	$(BIN)/flightdesk evaluate corpora/gold/third/*.jsonl --part check --floors corpora/baseline.json
	$(BIN)/flightdesk evaluate corpora/gold/fourth/*.jsonl --floors corpora/baseline.json

bench: install ## articles a second, memory; cost of gate, finders and reading beside spaCy; copies; page designs; linking
	$(BIN)/python corpora/bench.py
	$(BIN)/python corpora/bench_reading.py
	$(BIN)/python corpora/measure_copies.py
	$(BIN)/python corpora/measure_designs.py
	$(BIN)/python -m corpora.bench_links $(ARGS)

lock: install ## resolve pyproject.toml again (make lock ARGS=--upgrade for newer versions)
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/python requirements/lock.py $(ARGS)

clean: ## remove .venv and caches; var/ (your database and archive) stays
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
