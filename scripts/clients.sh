#!/bin/sh
# Makes one environment for each program of others that our files are tried with: .venv-clients/<name>.
# They ask for versions that exclude each other. Each file that is installed is checked against its hash.
#   clients.sh        makes what is missing or older than its lock
#   clients.sh lock   resolves the lock files anew (needs uv)
set -eu
cd "$(dirname "$0")/.."
locks=tests/conformance/clients

if [ "${1:-}" = lock ]; then
    for wanted in "$locks"/*.in; do
        uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
            --no-header --exclude-newer "$(date -u -d '7 days ago' +%Y-%m-%dT%H:%M:%SZ)" \
            "$wanted" -o "${wanted%.in}.lock"
    done
    exit
fi

for lock in "$locks"/*.lock; do
    place=.venv-clients/$(basename "$lock" .lock)
    [ "$place/.made" -nt "$lock" ] && continue
    echo "Making $place"
    "${PYTHON:-python3}" -m venv --clear "$place"
    "$place/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" && touch "$place/.made" ||
        echo "$place could not be made; the tests that need it will say that they were skipped." >&2
done
