# Every command of the project. `make serve` and `make test` need Python 3.11 to 3.13, make and git.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SUITABLE := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
  $$python -c '$(SUITABLE)' 2>/dev/null && echo $$python && break; done)
SERVICE := .venv
DEV := .venv-dev
PY := $(DEV)/bin/python
BENCH := .venv-bench/bin/python
RECIPE ?=

.PHONY: help serve test train lint lint-page format e2e container-test scale-test stress bench quality mnist openapi lock clean

help:  ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

serve: $(SERVICE)/installed  ## start the service on http://localhost:8000 (DIGITS_PORT); no Docker needed
	@exec $(SERVICE)/bin/python -m service

test: $(DEV)/installed  ## run all tests but those that need a browser, Docker or minutes of MNIST
	@if command -v node >/dev/null; then node --test tests/frontend/*.test.js; \
	else echo "Skipped: the page's unit tests need Node."; [ -z "$$CI" ]; fi
	$(PY) -m pytest -m "not e2e and not container and not quality"

train: $(DEV)/installed  ## train and publish into models/: make train RECIPE=ann
	$(PY) -m training run $(if $(RECIPE),--recipe $(RECIPE))

lint: $(DEV)/installed  ## check style and types
	$(DEV)/bin/ruff check .
	$(DEV)/bin/ruff format --check .
	$(DEV)/bin/mypy
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory lint-page; \
	else echo "Skipped: the page's checks need Node and npm."; [ -z "$$CI" ]; fi

lint-page: node_modules/.package-lock.json
	npm run --silent types
	npm run --silent lint
	npm run --silent format:check

format: $(DEV)/installed  ## rewrite the code in its style
	$(DEV)/bin/ruff check --fix .
	$(DEV)/bin/ruff format .

e2e: $(DEV)/installed  ## drive a real browser against a real server
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } \
	  || { echo "make e2e needs Chromium: install it (Debian, Ubuntu: sudo apt install chromium), then try again."; exit 1; }
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory node_modules/.package-lock.json; fi
	$(PY) -m pytest -m e2e

container-test: $(DEV)/installed  ## build the images and try the compose file on a Docker engine
	@if docker info >/dev/null 2>&1; then $(PY) -m pytest -m container; \
	else echo "Skipped: no Docker engine answers (start one, or name it in DOCKER_HOST)."; [ -z "$$CI" ]; fi

scale-test: $(DEV)/installed  ## several replicas under load: crash, drain, publish, rollout (part of container-test)
	$(PY) -m pytest -m container tests/container/test_scale.py

mnist: $(DEV)/installed  ## fetch MNIST through Keras, unless DIGITS_MNIST names a copy
	@$(PY) -c "from training import dataset, environment; dataset.load(environment.read().mnist)"

stress: $(DEV)/installed  ## overload, memory, faults and hostile input in their long form: half an hour
	STRESS=1 DIGITS_FUZZ_CASES=20000 nice $(PY) -m pytest -s tests/stress tests/fuzz

bench: .venv-bench/installed  ## measure this service beside others, and how it grows: a quarter of an hour
	@command -v wrk >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq wrk >/dev/null; } \
	  || { echo "make bench needs wrk, the load generator (Debian, Ubuntu: sudo apt install wrk)."; exit 1; }
	$(BENCH) -m tests.benchmarks.compare
	$(BENCH) -m tests.benchmarks.growth
	$(BENCH) -m tests.benchmarks.reading benchmarks/reading.png

quality: mnist  ## measure the bundled model on MNIST through the whole service, against its bounds
	$(PY) -m pytest -m quality

openapi: $(DEV)/installed  ## write docs/openapi.json, the promise that the API is tested against
	$(PY) -m tests.api.write_schema

lock: $(DEV)/installed  ## compile pyproject.toml into lock files: hashes for every platform, no addresses
	cd requirements && for extra in train bench dev; do \
	  ../$(DEV)/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
	    --extra $$extra ../pyproject.toml -o $$extra.txt; done
	cd requirements && ../$(DEV)/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
	    --constraint dev.txt ../pyproject.toml -o service.txt

clean:  ## remove the virtual environments and every cache
	rm -rf $(SERVICE) $(DEV) .venv-bench node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +

node_modules/.package-lock.json: package-lock.json
	npm ci --silent --no-audit --no-fund
	@touch $@

# A virtual environment counts as made once the file `installed` in it is newer than its lock file.
$(SERVICE)/installed: requirements/service.txt
$(DEV)/installed: requirements/dev.txt
.venv-bench/installed: requirements/bench.txt
%/installed:
	@[ -n "$(PYTHON)" ] || { echo "This needs Python 3.11, 3.12 or 3.13 (found: $$(python3 --version 2>&1)). Name one: make PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c '$(SUITABLE)' || { echo "This needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $$($(PYTHON) --version 2>&1)."; exit 1; }
	@echo "Installing the packages of $< into $*, once (a minute or more)"
	@$(PYTHON) -m venv --clear $* || { echo "$(PYTHON) cannot make virtual environments (Debian, Ubuntu: sudo apt install python3-venv)."; exit 1; }
	@$*/bin/python -m pip install --quiet --disable-pip-version-check --only-binary=:all: --require-hashes -r $<
	@touch $@
