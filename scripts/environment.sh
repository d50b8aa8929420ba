#!/bin/sh
# Makes .venv and installs exactly what one lock file names, every file checked against its hash.
set -eu
lock=$1
python=${PYTHON:-python3}

fail() {
    printf 'tocsin: %s\n' "$*" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 ||
    fail "there is no $python here. Install Python 3.11 or newer (Debian: apt-get install python3)."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Python 3.11 or newer is needed and $python is $("$python" -V 2>&1). Name another: make PYTHON=python3.11 ..."

# An interrupted first run leaves an environment without pip; it is made again.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        fail "Python's venv module is missing (Debian: apt-get install python3-venv)."
    "$python" -m venv --clear .venv
fi

echo "Installing from $lock. The first time takes a minute or two."
# Twice quiet: errors alone. What a machine's own pip settings warn about is not a newcomer's concern.
install() { .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-compile "$@"; }
install --require-hashes -r "$lock"
install --no-deps -e .
# pip would compile one file after another; what does not compile is meant for other Pythons.
.venv/bin/python -m compileall -q -q -j 0 .venv/lib || true
