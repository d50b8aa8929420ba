#!/bin/sh
# Runs the benchmarks one after another; an argument chooses those whose name begins with it.
set -eu
for promise in benchmarks/"${1:-}"*.py; do
    [ -e "$promise" ] || { echo "No benchmark begins with '${1:-}'." >&2; exit 1; }
    echo "== $promise"
    .venv/bin/python "$promise"
done
