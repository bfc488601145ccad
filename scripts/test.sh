#!/usr/bin/env bash
# The whole suite: tools first, then pytest. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/tools.sh
exec .venv/bin/python -m pytest -rs "$@"
