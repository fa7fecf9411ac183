# Every command of the project. `make serve` and `make test` work on a machine with Python, make and git.
PYTHON ?= python3
SERVICE := .venv
DEV := .venv-dev

.PHONY: serve test lint lock

$(SERVICE)/installed: requirements/service.txt
	$(PYTHON) -m venv $(SERVICE)
	$(SERVICE)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

$(DEV)/installed: requirements/dev.txt
	$(PYTHON) -m venv $(DEV)
	$(DEV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

lock: $(DEV)/installed  ## compile pyproject.toml into lock files: hashes for every platform, no addresses
	cd requirements && for extra in train dev; do \
	  ../$(DEV)/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
	    --extra $$extra ../pyproject.toml -o $$extra.txt; done
	cd requirements && ../$(DEV)/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
	    --constraint dev.txt ../pyproject.toml -o service.txt
