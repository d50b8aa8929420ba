# One line per target; what is longer lives in scripts/. `make` alone prints this list.
.DEFAULT_GOAL := help
BIN := .venv/bin
T ?= tests
export T

##@ Use it
run: .venv/.runtime  ## Install what a node needs and serve three invented bureaus.
	@scripts/run.sh
demo: .venv/.runtime  ## Throw the demonstration away and serve a fresh one, in var/demo.
	@rm -rf var/demo && TOCSIN_HOME=var/demo scripts/run.sh

##@ Work on it
dev: .venv/.dev  ## Install the developer's tools and the commit hooks.
	@$(BIN)/pre-commit install
check: lint  ## Everything a change must pass: lint, then test.
	@scripts/programs.sh with scripts/test.sh
lint: .venv/.dev  ## Style, types, floors, templates, migrations, translations, manual.
	@scripts/lint.sh
test: .venv/.dev  ## All tests with few examples; one folder with T=tests/core.
	@scripts/browser.sh; scripts/programs.sh with scripts/test.sh
test-long: .venv/.dev  ## The same promises at the counts they are stated with.
	@scripts/browser.sh; scripts/programs.sh with scripts/test.sh long
fix: .venv/.dev  ## Mend what the linters can mend by themselves.
	@$(BIN)/ruff check --fix --quiet .; $(BIN)/ruff format .; $(BIN)/djlint --reformat --quiet tocsin
types: .venv/.dev  ## mypy --strict.
	@$(BIN)/mypy

##@ Keep it true
docs: .venv/.dev  ## Print settings, powers, rules, commands and errors into the manual.
	@$(BIN)/python -m scripts.docs; $(BIN)/python -m scripts.architecture
vectors: .venv/.dev  ## Make the golden files again; they must leave no difference.
	@scripts/vectors.sh
bench: .venv/.dev  ## Measure every promise about time and memory.
	@scripts/bench.sh
bench-screening: .venv/.dev  ## Measure screening, with the peers if they are there, into the manual.
	@scripts/bench_screening.sh
bench-peers:  ## Install the peers that bench-screening measures beside us, apart from all else.
	@scripts/bench_screening.sh peers
lock:  ## Resolve both requirement files anew, with hashes (needs uv).
	@scripts/lock.sh
release: check  ## Build the wheel from a clean, tagged tree and print its digest.
	@scripts/release.sh

help:
	@awk -f scripts/help.awk $(MAKEFILE_LIST)

.venv/.runtime: requirements.lock pyproject.toml
	@scripts/environment.sh requirements.lock && touch $@
.venv/.dev: requirements-dev.lock pyproject.toml
	@scripts/environment.sh requirements-dev.lock && touch $@

.PHONY: run demo dev check lint test test-long fix types docs vectors bench bench-screening bench-peers lock \
	release help
