# One door for people, pre-commit and CI: everything runs in .venv with the versions of lock.txt, each file by its hash.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/python .ci/uv.py
# torch alone is not in the lock; constraints.txt says its version.
INSTALL := $(UV) pip install --python $(BIN)/python -c lock.txt -c constraints.txt --build-constraints lock.txt
ONNX := .venv-onnx
DEMO := .demo/store
SAMPLE := evals/datasets/sample
ASK := $(BIN)/geungeo ask --store $(DEMO) --text

# The packages are installed without bytecode, so the first process that imports a module must keep what it compiles:
# the tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check lint types layers links docs bundle format bench lock clean

help: ## show what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

demo: $(VENV)/.core ## install, put the sample documents into a store, answer three questions
	@echo; echo "예시 문서 22건 넣기 / putting in 22 sample documents: about ten seconds, $(DEMO)"
	$(BIN)/geungeo ingest $(SAMPLE) --store $(DEMO) --text
	@echo
	$(ASK) "지역혁신선도기업육성(R&D)의 총사업비는 얼마로 확정되었나요?"
	@echo
	$(ASK) --as-of 2024-12-31 "지역혁신선도기업 육성사업의 총사업비는 정해졌나요?"
	@echo
	$(ASK) "2026년 예산 연계 후보사업으로 뽑힌 7개 지역은 어디인가요?"
	@echo; echo "페이지 열기 / open the page:  $(BIN)/geungeo serve --store $(DEMO)"

test: check $(ONNX)/.built ## every check and every test that needs no chat model
	ONNX_BACKEND_PYTHON="$(CURDIR)/$(ONNX)/bin/python" $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "not live and not exhaustive and not browser"
	$(BIN)/python -m pytest -m "browser and not live"

check: lint types layers links ## style, types, layers and dead links, as in pre-commit

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

links: $(BIN)/python
	$(BIN)/python .ci/links.py

docs: $(VENV)/.docs ## build the documentation as a site in build/site
	$(BIN)/python .ci/site.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet -f .ci/mkdocs.yml

bundle: $(VENV)/.docs ## pack all that a machine without network needs; WITH="gguf ocr" adds extras
	$(BIN)/python .ci/site.py
	OFFLINE=true NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet -f .ci/mkdocs.yml \
		-d ../build/site-offline
	rm -rf build/geungeo-*-bundle build/geungeo-*-bundle.tar.gz
	$(BIN)/python .ci/bundle.py --pack $(if $(WITH),--with $(WITH))

format: $(VENV)/.dev ## put the code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## measure on the data sets under DATA=directory
	@test -n "$(DATA)" || { echo "make bench DATA=directory"; exit 2; }
	$(BIN)/python -m evals.benchmarks.retrieval "$(DATA)"
	$(BIN)/python -m evals.benchmarks.speed "$(DATA)"

# Keeps every version that still fits; newer ones with UPGRADE=--upgrade or UPGRADE="--upgrade-package NAME".
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
EXTRAS := dev docs bench model gguf ocr oidc otel parquet ray s3

lock: $(BIN)/python ## renew lock.txt and constraints.txt after a change of pyproject.toml
	$(LOCK) $(UPGRADE) --no-emit-package torch --config-file .ci/uv.toml $(EXTRAS:%=--extra %) pyproject.toml -o lock.txt
	$(LOCK) $(UPGRADE) --no-deps .ci/onnx-backend.in -o .ci/onnx-backend.txt
	$(BIN)/python .ci/constraints.py

clean: ## remove what building and running left behind
	rm -rf build dist .demo .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("geungeo needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

# The stamps keep the second run quick; .dev holds all that .core does.
$(VENV)/.core: pyproject.toml lock.txt constraints.txt | $(BIN)/python
	@echo "$(VENV)에 설치 / installing: 167 packages, 630 MB to download (3 GB more where torch comes for NVIDIA cards), 1.9 GB on disk, about a minute"
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml lock.txt constraints.txt | $(BIN)/python
	@echo "$(VENV)에 설치 / installing with all tools: 200 packages, 800 MB to download (3 GB more where torch comes for NVIDIA cards), 2.5 GB on disk"
	@$(INSTALL) -e ".[dev]"
	@touch $@ $(VENV)/.core

$(VENV)/.docs: pyproject.toml lock.txt constraints.txt | $(BIN)/python
	@$(INSTALL) -e ".[docs]"
	@touch $@

# Gradio and optimum-onnx want different generations of transformers: this one holds only what must be older, and
# looks for everything else in .venv after its own packages.
$(ONNX)/.built: .ci/onnx-backend.txt $(VENV)/.dev
	$(BIN)/python -m venv --clear --without-pip $(ONNX)
	$(UV) pip install --python $(ONNX)/bin/python --no-deps --require-hashes -r $<
	site='import sysconfig; print(sysconfig.get_path("purelib"))'; \
		$(BIN)/python -c "$$site" > "$$($(ONNX)/bin/python -c "$$site")/borrowed.pth"
	@touch $@
