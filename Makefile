# make demo · make test: each alone does all the set-up. `make help` lists the rest.
.PHONY: help demo test bench lint lock up clean compose-up compose-down
.DEFAULT_GOAL := help
RUN := .venv/bin/

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv/ready: requirements.lock deploy/venv.sh
	@deploy/venv.sh

demo: .venv/ready ## a winter of acts, counted in the province: make demo ARGS="--once --acts 2000"
	@$(RUN)nuandong demo $(ARGS)

up: .venv/ready ## servers, migrations and every process, in the foreground
	@$(RUN)nuandong up $(ARGS)

test: .venv/ready ## style, types, import contracts and every test: make test ARGS="-k fold"
	@$(MAKE) --no-print-directory -j 2 lint tests

# Three at once: the journeys on a site of their own, the pages on another, and all that needs none.
.PHONY: tests
tests: .venv/ready
	$(RUN)python -m pytest -n 3 --dist loadscope --no-loadscope-reorder $(ARGS)

lint: .venv/ready ## style and types alone
	$(RUN)ruff check
	$(RUN)ruff format --check
	$(RUN)mypy

bench: .venv/bench ## what we reach beside what others reach, in one run: make bench ARGS="--only counting"
	@$(RUN)python -m tests.bench $(ARGS)

.venv/bench: .venv/ready requirements-bench.lock
	@$(RUN)python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

lock: ## pin every dependency anew, with hashes, for Python 3.11 and later
	@test -x .local/uv/bin/uv || (python3 -m venv .local/uv && .local/uv/bin/pip install -q uv)
	.local/uv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --custom-compile-command "make lock" --extra dev --upgrade pyproject.toml -o requirements.lock
	.local/uv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --custom-compile-command "make lock" --extra bench -c requirements.lock pyproject.toml \
	  -o requirements-bench.lock

compose-up: ## the whole site in containers
	docker compose up -d --build --wait

compose-down: ## stop the containers; their data stay
	docker compose down

clean: ## remove what was built here, and the data under .local
	rm -rf .venv .local build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
