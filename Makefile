# `make app` opens the dashboard, `make test` passes the tests; both make .venv first, where there is none.

PYTHON ?= python3
PORT ?= 8501
ifeq ($(OS),Windows_NT)
VENV_PYTHON := .venv/Scripts/python.exe
else
VENV_PYTHON := .venv/bin/python
endif

.PHONY: app dev test setup setup-dev lint format clean

app: setup
	$(VENV_PYTHON) -m streamlit run app.py --server.port $(PORT)

# The same, reloading when a file changes.
dev: setup
	STREAMLIT_SERVER_FILE_WATCHER_TYPE=auto $(VENV_PYTHON) -m streamlit run app.py --server.port $(PORT)

# Two files of tests at a time; threads of their own would only be in each other's way.
# The browser has processes of its own: its event loop and the compiled libraries of the engine never meet in one.
# A hundred processes start: what the first of them compiles, the others find, whatever the environment says of it.
test: export OMP_NUM_THREADS = 1
test: export PYTHONDONTWRITEBYTECODE =
test: setup-dev lint
	$(VENV_PYTHON) -m pytest -n 2 --dist loadfile --durations=20 --ignore=tests/browser
	$(VENV_PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=20 tests/browser

lint: setup-dev
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .

format: setup-dev
	$(VENV_PYTHON) -m ruff check --fix .
	$(VENV_PYTHON) -m ruff format .

setup:
	@$(PYTHON) install.py

setup-dev:
	@$(PYTHON) install.py --dev --browser

clean:
	rm -rf .venv .pytest_cache .ruff_cache
