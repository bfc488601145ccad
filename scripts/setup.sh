#!/usr/bin/env bash
# Makes .venv from requirements.lock; does nothing when it is already up to date.
set -euo pipefail
cd "$(dirname "$0")/.."

want=$(cat requirements.lock pyproject.toml | sha256sum)
[ -f .venv/.from ] && [ "$(cat .venv/.from)" = "$want" ] && exit 0

python=""
for name in python3.13 python3.12 python3.11 python3.14 python3; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
        python=$name
        break
    fi
done
[ -n "$python" ] || { echo "Python 3.11–3.14 is needed: install it and run this again." >&2; exit 2; }

echo "Setting up .venv ($("$python" --version)), once: about a minute…" >&2
[ -x .venv/bin/pip ] || "$python" -m venv --clear .venv || { echo "This Python has no venv module (on Debian: apt-get install python3-venv)." >&2; exit 2; }
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

# uv comes from the lock too, by its hash, and installs the rest in seconds instead of minutes.
awk '/^uv==/ {on=1} /^[^ ]/ && !/^uv==/ {on=0} on' requirements.lock >.venv/uv.lock
.venv/bin/pip install --quiet --require-hashes --no-deps -r .venv/uv.lock
.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes --no-deps -r requirements.lock
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
printf '%s' "$want" >.venv/.from
