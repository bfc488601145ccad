#!/usr/bin/env bash
# The whole suite: tools first, then pytest. Arguments go to pytest, which then runs once, in one process.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/tools.sh
[ $# -eq 0 ] || exec .venv/bin/python -m pytest -rs "$@"

# What drives a browser or real processes wants the machine for itself; all the rest shares its two cores.
failed=0
export PYTHONHASHSEED=0 # both processes list the same tests in the same order
.venv/bin/python -m pytest -rs -n 2 --dist loadfile --ignore=tests/e2e --ignore=tests/serving || failed=$?
.venv/bin/python -m pytest -rs tests/serving tests/e2e || failed=$?
exit "$failed"
