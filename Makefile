# Everything a person types here. `make` alone explains itself.

PORT ?= 8000
ARGS ?=
VENV := .venv
PYTHON := $(VENV)/bin/python
CATALOGUES := $(wildcard participation/locale/*/LC_MESSAGES/*.po site/municipal/locale/*/LC_MESSAGES/*.po)
PIP := $(PYTHON) -m pip --disable-pip-version-check
# --no-deps: the lock names every package, and leaves out pillow-heif, whose wheel is under the GPL (see `lock`).
PIP_LOCKED := $(PIP) install --require-hashes --no-deps --progress-bar off
SUITE := -m pytest -n 2 $(ARGS)

.DEFAULT_GOAL := help
.PHONY: help install demo demo-reset test test-next check bench screenshots messages lock clean

help: ## This list
	@echo "A town's participation on Wagtail. Start with: make demo"
	@echo
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1|\2/p' Makefile | while IFS='|' read -r name words; do \
		printf '%-19s%s\n' "$$name" "$$words"; done

install: $(VENV)/town $(VENV)/catalogues ## Make the environment (.venv) from requirements/town.txt, and nothing else

demo: install ## Serve the demo town on http://127.0.0.1:8000/ (PORT=8123 for another port); keeps what was changed
	@$(PYTHON) manage.py demo --port $(PORT)

demo-reset: install ## The same, starting afresh: what was changed in the demo is lost
	@$(PYTHON) manage.py demo --reset --port $(PORT)

test: $(VENV)/test $(VENV)/catalogues ## Run every test on SQLite, then all that use a database on PostgreSQL (ARGS="-k news")
	@echo "==> Every test, on SQLite"
	@$(PYTHON) $(SUITE)
	@echo "==> Every test that uses a database, on a PostgreSQL started for this run"
	@TEST_DATABASE=postgresql $(PYTHON) $(SUITE) -m "not browser"

# Killing needs a town as in production, whose worker (django-tasks-db) does not know Django 6.1 yet.
test-next: .venv-next/test install ## Run the tests but browser, wheel and kills on Django 6.1 and Python 3.13
	@echo "==> Django 6.1 with Python 3.13, on SQLite"
	@.venv-next/bin/python $(SUITE) -m "not browser" --ignore=tests/wheel --ignore=tests/ballots/test_killed.py

check: $(VENV)/test $(VENV)/catalogues ## Say in a few seconds whether style, layers, migrations and settings are right
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	PYTHONPATH=.:site $(VENV)/bin/lint-imports
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) manage.py check --fail-level WARNING

bench: $(VENV)/test $(VENV)/catalogues ## Measure what must stay quick: counting, pages, casting, sealing (a quarter of an hour)
	@$(PYTHON) tests/bench/tally_bench.py
	@$(PYTHON) tests/bench/pages_bench.py
	@$(PYTHON) tests/bench/casts_bench.py
	@$(PYTHON) tests/bench/seal_bench.py

screenshots: $(VENV)/test $(VENV)/catalogues ## Take a picture of every page type at 360 and 1280 px into screenshots/
	@$(PYTHON) tests/screenshots.py $(ARGS)

messages: $(VENV)/test ## Gather the messages of the code into the catalogues (needs gettext), then compile them
	@set -e; for each in participation site/municipal; do (cd $$each && \
		$(CURDIR)/$(PYTHON) -m django makemessages --all --no-obsolete --no-wrap --add-location file); done
	@$(PYTHON) hatch_build.py

lock: | $(VENV)/made ## Write requirements/*.txt anew from pyproject.toml
	@$(PIP) install --quiet uv
	$(call LOCK,town,3.11,--group town --group lts)
	$(call LOCK,test,3.11,--group town --group lts --group test --constraint requirements/town.txt)
	$(call LOCK,next,3.13,--group town --group next --group test)

clean: ## Remove the environments, the demo town and everything else that was made here
	rm -rf .venv .venv-next var dist build screenshots .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find participation site tests -name '*.mo' -delete -o -name __pycache__ -prune -exec rm -rf {} +

# Wagtail asks for pillow-heif (HEIC photos); its wheel holds x265, which is under the GPL. Pillow reads and writes AVIF.
LOCK = $(VENV)/bin/uv pip compile pyproject.toml $(3) --python-version $(2) --universal --generate-hashes --upgrade \
	--no-emit-package pillow-heif --no-annotate --custom-compile-command "make lock" --quiet \
	--output-file requirements/$(1).txt

# Each file below is made when its step is done: a second run finds it and is instant.

$(VENV)/made:
	@echo "==> Making $(VENV)"
	@sh requirements/python.sh $(VENV)
	@touch $@

$(VENV)/town: requirements/town.txt | $(VENV)/made
	@echo "==> Installing what the town needs (requirements/town.txt)"
	@$(PIP_LOCKED) -r requirements/town.txt
	@touch $@

$(VENV)/test: requirements/test.txt $(VENV)/town
	@echo "==> Installing what the tests need (requirements/test.txt)"
	@$(PIP_LOCKED) -r requirements/test.txt
	@touch $@

$(VENV)/catalogues: $(CATALOGUES) $(VENV)/town
	@echo "==> Compiling the translations"
	@$(PYTHON) hatch_build.py
	@touch $@

.venv-next/test: requirements/next.txt
	@echo "==> Making .venv-next"
	@sh requirements/python.sh .venv-next 3.13
	@.venv-next/bin/python -m pip --disable-pip-version-check install --require-hashes --no-deps --progress-bar off -r $<
	@touch $@
