# make demo: the packet of the example profile, in out/.   make test: all tests and checks.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := examples/usage-request-by-mail/profile.json

.PHONY: demo test test-mayan quick goldens gallery foreign index bench bench-quick mutants clean

demo: $(VENV)/.demo
	$(BIN)/formgen packet $(DEMO) -o out --force
	@echo "out/packet.pdf"

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist worksteal

quick: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

# A Mayan EDMS of one's own, in a venv of its own; ten minutes at most, what is installed the first time included.
MAYAN := .venv-mayan
MAYAN_OPTIONS ?=

test-mayan: $(VENV)/.dev
	@end=$$(($$(date +%s) + 580)); $(MAKE) --no-print-directory $(MAYAN)/.ready && FORMGEN_MAYAN=$(MAYAN) \
	timeout --foreground --signal=INT --kill-after=15 $$((end - $$(date +%s))) $(BIN)/python -m pytest tests/mayan $(MAYAN_OPTIONS)

$(MAYAN)/.ready: tools/mayan/requirements.txt
	sh tools/mayan/install.sh
	sh tools/make_venv.sh $(PYTHON) $(MAYAN)
	@echo '*' > $(MAYAN)/.gitignore
	timeout --foreground 300 $(MAYAN)/bin/python -m pip install --quiet -r $<
	@touch $@

goldens: $(VENV)/.dev
	$(BIN)/python -m pytest tests/test_goldens.py tests/plan/test_transcripts.py --update-goldens

gallery: $(VENV)/.dev
	$(BIN)/python tools/gallery.py out/gallery/index.html

# A folder of PDFs and pictures through intake: make foreign DIR=/usr/share/doc
DIR ?= examples
FOREIGN_OPTIONS ?=

foreign: $(VENV)/.dev
	$(BIN)/python tools/try_foreign.py $(DIR) $(FOREIGN_OPTIONS)

index: $(VENV)/.dev
	$(BIN)/python tools/build_font_index.py

$(VENV)/bin/python:
	sh tools/make_venv.sh $(PYTHON) $(VENV)

$(VENV)/.demo: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[bundle,excel]'
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt --group dev -e .
	@touch $@ $(VENV)/.demo

# Which mutants: make mutants MUTANTS='formgen.outputs*'. See tests/MUTANTS.md.
MUTANTS ?=

mutants: $(VENV)/.mutants
	$(BIN)/mutmut run --max-children 2 $(MUTANTS)
	$(BIN)/python tools/mutants.py

$(VENV)/.mutants: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt --group mutants -e .
	@touch $@ $(VENV)/.dev $(VENV)/.demo

BENCH := .venv-bench
BENCH_OPTIONS ?=

bench: $(BENCH)/.ready
	$(BENCH)/bin/python benchmarks/bench.py $(BENCH_OPTIONS)

bench-quick: $(BENCH)/.ready
	$(BENCH)/bin/python benchmarks/bench.py --quick $(BENCH_OPTIONS)

$(BENCH)/.ready: pyproject.toml constraints.txt benchmarks/requirements.txt $(wildcard benchmarks/pdfme/*)
	sh tools/make_venv.sh $(PYTHON) $(BENCH)
	@echo '*' > $(BENCH)/.gitignore
	$(BENCH)/bin/python -m pip install --quiet -c constraints.txt -e . -r benchmarks/requirements.txt
	-$(BENCH)/bin/python -m pip install --quiet --upgrade --target $(BENCH)/accel rl_accel==0.9.1
	@mkdir -p $(BENCH)/pdfme && cp benchmarks/pdfme/* $(BENCH)/pdfme/
	-sh tools/have_harfbuzz.sh
	-cd $(BENCH)/pdfme && npm install --silent --no-audit --no-fund
	@touch $@

clean:
	rm -rf $(VENV) $(BENCH) $(MAYAN) mutants out .mypy_cache .ruff_cache .hypothesis .import_linter_cache
