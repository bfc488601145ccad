.PHONY: help setup run test check format bench shots lock openapi fuzz

help: ## tell what can be done
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## make .venv from requirements.lock
	@scripts/setup.sh

run: setup ## start the app with its own backend and the demo people
	@exec .venv/bin/emias $(ARGS)

test: setup ## set up all that tests need, then run them all
	@scripts/test.sh $(ARGS)

check: setup ## format, lint, types, who imports whom
	.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy && .venv/bin/lint-imports

format: setup ## put the code into shape
	.venv/bin/ruff format . && .venv/bin/ruff check --fix .

bench: setup ## measure, print ratios
	@scripts/tools.sh && .venv/bin/python -m bench $(ARGS)

shots: setup ## every screen as PNG into shots/
	@scripts/tools.sh && .venv/bin/python -m scripts.shots $(ARGS)

openapi: setup ## write docs/openapi.json from the code
	.venv/bin/python -m emias_app.mock_server.openapi

fuzz: setup ## schemathesis with a new seed each time
	EMIAS_FUZZ_SEED=random .venv/bin/pytest tests/contract/test_fuzz.py

lock: ## renew requirements.lock (needs uv)
	uv pip compile -q --universal --generate-hashes --no-header --all-extras --python-version 3.11 pyproject.toml -o requirements.lock
