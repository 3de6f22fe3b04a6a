# The whole developer interface. `make run` and `make test` need python3 (3.11 or newer), make and git; nothing else.
PORT ?= 5000
DEMO ?= 1
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

ifeq ($(DEMO),0)
DATA ?= var/live
else
DATA ?= var/demo
endif

# Texts are kept as .po; programs read the .mo that is made of it.
TURKISH := qa/translations/tr/LC_MESSAGES/messages

.PHONY: run install browser test quick mutants trials bench ci lint messages docs screenshots clean

run: install ## serve the demonstration (DEMO=0: an empty system) on PORT
	@QA_DEMO=$(DEMO) QA_DATA_DIR=$(DATA) QA_PORT=$(PORT) sh -c '$(BIN)/qa db upgrade --quiet && if [ "$(DEMO)" != 0 ] && [ ! -f $(DATA)/filled ]; then $(BIN)/qa demo --quiet && touch $(DATA)/filled; fi && exec $(BIN)/qa serve'

install: $(VENV)/.installed $(TURKISH).mo ## make .venv with the product in it

$(VENV)/.installed: setup.cfg constraints.txt
	@echo "Installing into $(VENV); this takes a minute, once."
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@python3 -m venv $(VENV) || { echo "python3 cannot make virtual environments; install the package python3-venv."; exit 1; }
	@$(BIN)/pip install --quiet --upgrade --constraint constraints.txt pip setuptools wheel babel >$(VENV)/install.log 2>&1 || { cat $(VENV)/install.log; exit 1; }
	@$(BIN)/pip install --quiet --no-build-isolation --constraint constraints.txt --editable . >$(VENV)/install.log 2>&1 || { cat $(VENV)/install.log; exit 1; }
	@touch $@

$(TURKISH).mo: $(TURKISH).po $(VENV)/.installed
	@$(BIN)/pybabel -q compile -d qa/translations

$(VENV)/.tested: $(VENV)/.installed | $(TURKISH).mo
	@$(BIN)/pip install --quiet --no-build-isolation --constraint constraints.txt --editable '.[test]' >$(VENV)/install.log 2>&1 || { cat $(VENV)/install.log; exit 1; }
	@touch $@

browser: # what the browser tests drive, and the voice that speaks their test call
	@{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null && command -v espeak-ng >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core espeak-ng >/dev/null; \
	  else echo "The browser tests need Chromium and espeak-ng: install them (sudo apt-get install chromium espeak-ng)."; fi; }

test: $(VENV)/.tested browser ## every test: unit, both databases, house, browser; on as many processes as there are cores
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

quick: $(VENV)/.tested ## the tests of what was changed since main, and of the house; SQLite, no browser
	@$(BIN)/python -m tests.quick $(ARGS)

trials: $(VENV)/.tested ## NAME=...: a simulation or a long measurement; without NAME their list
	@$(BIN)/python -m tests.trials $(NAME) $(ARGS)

mutants: $(VENV)/.tested ## plant faults in the arithmetic core and see whether its tests notice (ARGS=--all, ...)
	@$(BIN)/python -m tests.mutants $(ARGS)

lint: $(VENV)/.tested ## linters, types, floors
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.tested ## measure against a floor in the same run
	@$(BIN)/python -m tests.bench $(or $(ARGS),--size full)

ci: ## what CI runs
	@bash .ci/run

# Faults carry their English text, with the place of it among the arguments; pages translate it when they show it.
FAULTS := -k fault:2 -k Fault:2 -k refuse:2 -k leave:2 -k FileFault:4 -k _fault:3 -k Term

messages: $(VENV)/.installed ## bring the Turkish catalogue up to date with the code
	@$(BIN)/pybabel -q extract --no-location --sort-output -F babel.cfg -k _l -k lazy_gettext -k gettext_noop $(FAULTS) -o $(VENV)/vaybe.pot qa templates
	@$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --width 120 -i $(VENV)/vaybe.pot -d qa/translations -l tr
	@$(BIN)/pybabel -q compile -d qa/translations

docs: $(VENV)/.documented ## the documentation as a site, in var/site; every link is checked
	@$(BIN)/mkdocs build --quiet --strict

$(VENV)/.documented: $(VENV)/.installed
	@$(BIN)/pip install --quiet --no-build-isolation --constraint constraints.txt --editable '.[docs]' >$(VENV)/install.log 2>&1 || { cat $(VENV)/install.log; exit 1; }
	@touch $@

screenshots: $(VENV)/.tested browser ## take the pictures of the documentation anew, from a new demonstration
	@$(BIN)/python -m tests.screenshots

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache
