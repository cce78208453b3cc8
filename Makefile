# `make run` and `make test` need Python 3.11 or newer, pip and make; all else they install.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test soak bench lint format serve clean

run: $(READY) ## match the demo programme and show the result
	$(BIN)/matcher match scenarios/demo --as-of 2026-11-02 --out out/demo
	$(BIN)/matcher verify out/demo

serve: $(READY) run ## look at the demo's result on http://127.0.0.1:8000
	MATCHER_OUTPUT=out/demo $(BIN)/flask --app service run --port 8000

test: $(READY) ## every test but the long ones
	$(BIN)/python -m pytest -n 2

soak: $(READY) ## the long ones
	$(BIN)/python -m pytest -m soak

bench: $(READY) ## timings, as benchmarks/results/ holds them
	$(BIN)/python benchmarks/demo.py
	$(BIN)/python benchmarks/engine.py S M L --cap 30
	$(BIN)/python benchmarks/scan.py
	$(BIN)/python benchmarks/stability.py
	$(BIN)/python benchmarks/people.py flow cross S B M L --cap 60 --write
	$(BIN)/python benchmarks/crossing.py
	$(BIN)/python benchmarks/live.py --write
	$(BIN)/python benchmarks/growth.py --write
	$(BIN)/python benchmarks/scale.py S M --write

lint: $(READY) ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf .venv out build dist
