#!/usr/bin/env bash
# Installs what the tests use from outside Python: a browser, a Secret Service, PostgreSQL, a PDF reader.
# On Debian as root it installs what is missing; elsewhere it says what is missing, and those tests say so too.
set -uo pipefail
cd "$(dirname "$0")/.."

missing=()
command -v chromium >/dev/null || command -v google-chrome >/dev/null || [ -n "${CHROMIUM:-}" ] || missing+=(chromium)
command -v gnome-keyring-daemon >/dev/null || missing+=(gnome-keyring)
command -v dbus-run-session >/dev/null || missing+=(dbus)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing+=(postgresql)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
[ ${#missing[@]} -eq 0 ] && exit 0

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing ${missing[*]}…" >&2
    export DEBIAN_FRONTEND=noninteractive
    # A refresh that fails is no reason to stop: the lists at hand may do.
    apt-get update -qq || true
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || echo "Could not install ${missing[*]}." >&2
else
    echo "Missing: ${missing[*]}. The tests that need them will be skipped and say so." >&2
fi
if ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null && [ -z "${CHROMIUM:-}" ]; then
    .venv/bin/playwright install chromium || echo "No browser could be had: the tests that need one will say so." >&2
fi
exit 0
