# Everything runs from this checkout, in its own .venv; `make help` lists the verbs.
# REPORTS (the folder of reports) and JIXIAO_HOME (the folder of the warehouse) may be given as
# environment variables or as arguments of make; they are relative to the folder of this file.

PYTHON ?= python3
PORT ?= 3000
BIN := .venv/bin
INSTALLED := .venv/.installed
SPARK := .venv/.installed-spark

export JIXIAO_HOME REPORTS PORT EXPLORER_PORT JIXIAO_ACCEPT_DRIFT VERSION LIST RESUME SIZES TARGET JIXIAO_DATA_LICENSE N SEED CONTRADICTIONS BROKEN CORPUS BENCH
# $(value) hands them on as they were typed: make would take a dollar sign for a variable of its own.
$(foreach name,JIXIAO_HOME REPORTS JIXIAO_ACCEPT_DRIFT VERSION RESUME TARGET,$(eval override $(name) := $$(value $(name))))
# Telemetry off in every tool, also in those that are started by hand below.
export DO_NOT_TRACK := 1
export DAGSTER_DISABLE_TELEMETRY := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false

.DEFAULT_GOAL := help
.PHONY: help spark run ui explore sql commands export rollback docs test crash readers soak fuzz bench speed oracle loads corpus test-cluster screenshots lint types settings cookbook dictionary lineage rules lock clean

help: ## list the verbs
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | awk -F ':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

run: $(INSTALLED) ## load the sample reports, or the folder REPORTS, and publish the warehouse
	@$(BIN)/python -m cli run

ui: $(INSTALLED) ## the Dagster UI and daemon on 127.0.0.1, port 3000 or PORT
	@$(BIN)/python -m orchestration.ui

explore: $(INSTALLED) ## look at the published warehouse in a browser: 127.0.0.1, port 3100 or EXPLORER_PORT
	@$(BIN)/python -m explorer

# As it was typed, with its quotes and dollar signs.
sql: export QUERY = $(value Q)
sql: $(INSTALLED) ## query the published warehouse: make sql Q="select * from marts.dim_report"
	@$(BIN)/python -m cli sql

export: $(INSTALLED) ## write the published warehouse as CSV and Parquet with a Data Package descriptor: make export TARGET=folder
	@$(BIN)/python -m cli export "$${TARGET:?Name the folder to write to: make export TARGET=path/to/folder}"

rollback: $(INSTALLED) ## publish the version before this one, or VERSION; LIST=1 lists them; RESUME="reason" lets loads go on
	@$(BIN)/python -m warehouse.rollback

docs: $(INSTALLED) ## write dbt's documentation of the published warehouse (lineage, columns in both languages) into JIXIAO_HOME
	@$(BIN)/python -m documentation.site

test: $(INSTALLED) ## run all tests
	@$(BIN)/python -m pytest -q

crash: $(INSTALLED) ## kill a load at 60 random moments (or N) and at every boundary; takes about an hour
	@$(BIN)/python -m tests.crash

test-cluster: $(SPARK) ## load through a Spark cluster on loopback that loses a worker, and compare with DuckDB (COPIES, 40)
	@$(BIN)/python -m tests.cluster

readers: $(INSTALLED) ## 16 processes query the warehouse while whole loads run (LOADS, 3)
	@$(BIN)/python -m tests.readers

soak: $(INSTALLED) ## 50 simulated nights (or NIGHTS) with additions, changes, removals and failures
	@$(BIN)/python -m tests.soak

fuzz: $(INSTALLED) ## read 21,000 damaged files (or N, from number FROM): nothing may crash or hang
	@$(BIN)/python -m tests.fuzz

corpus: $(INSTALLED) ## write N synthetic reports with known facts into CORPUS (SEED, CONTRADICTIONS, BROKEN: shares)
	@$(BIN)/python -m corpus

bench: $(INSTALLED) ## measure whole loads of 1,000 and 10,000 synthetic reports (or SIZES) by layer, keep them in BENCH
	@$(BIN)/python -m benchmarks.scale

speed: $(INSTALLED) ## measure extraction step by step, on the bundled reports or the folder REPORTS
	@$(BIN)/python -m benchmarks.extraction

oracle: $(INSTALLED) ## score the warehouse JIXIAO_HOME, a load of the corpus CORPUS, against what its generator knows
	@$(BIN)/python -m tests.corpus_scoring $(CORPUS)/expected $(JIXIAO_HOME)/warehouse.duckdb

loads: $(INSTALLED) ## measure a load of 100 new reports on warehouses of 100, 1,000 and 10,000 (or SIZES); takes an hour
	@$(BIN)/python -m benchmarks.loads

screenshots: $(INSTALLED) ## take the pictures of docs/operations.md and docs/explorer.md anew, in a real browser (needs chromium)
	@SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest -q --basetemp=/tmp/jixiao tests/browser

lint: $(INSTALLED) ## check the style
	@$(BIN)/ruff check .

types: $(INSTALLED) ## check the types
	@$(BIN)/mypy

settings: $(INSTALLED) ## write docs/settings.md from the settings
	@$(BIN)/python -m warehouse.settings

commands: $(INSTALLED) ## write docs/cli.md from the command jixiao
	@$(BIN)/python -m cli.document

cookbook: $(INSTALLED) ## write docs/cookbook.md: load the samples and ask them the questions of docs/cookbook
	@$(BIN)/python -m documentation.cookbook

dictionary: $(INSTALLED) ## write docs/dictionary.md from dbt's manifest and a load of the samples
	@$(BIN)/python -m documentation.dictionary

lineage: $(INSTALLED) ## draw docs/lineage.svg anew
	@$(BIN)/python -m orchestration.lineage

rules: $(INSTALLED) ## write the seed and docs/checks.md from the catalogue of checks in dbt_project/rules
	@$(BIN)/python -m orchestration.rules

lock: $(INSTALLED) ## resolve pyproject.toml anew into requirements.lock
	@$(BIN)/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe --no-strip-extras \
	  --no-annotate --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	  --output-file requirements.lock pyproject.toml

	@$(BIN)/pip-compile --quiet --extra dev --extra spark --constraint requirements.lock --generate-hashes \
	  --allow-unsafe --no-strip-extras --no-annotate --no-header --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --output-file requirements-spark.lock pyproject.toml

spark: $(SPARK) ## install Apache Spark, for JIXIAO_ENGINE=spark (half a gigabyte; needs Java 17)

clean: ## remove what can be made again; the warehouse stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis dbt_project/target dbt_project/logs

$(INSTALLED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one with PYTHON=..." if sys.version_info < (3, 11) else 0)'
	@echo "Installing the locked packages into .venv; this takes a minute or two."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m orchestration.prepare
	@touch $@

# Everything of requirements.lock and Spark, in the same versions.
$(SPARK): requirements-spark.lock $(INSTALLED)
	@echo "Installing Apache Spark into .venv; this takes a few minutes."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	@touch $@
