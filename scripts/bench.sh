#!/bin/sh
# Runs the benchmarks one after another; an argument chooses those whose name begins with it.
# A file named ..._tables.py makes data that a benchmark or the product reads; it measures nothing.
set -eu
found=no
case screening in "${1:-}"*) found=yes; scripts/bench_screening.sh ;; esac
for promise in benchmarks/"${1:-}"*.py; do
    case $promise in *_tables.py | *_files.py | *'*'*) continue ;; esac
    found=yes
    echo "== $promise"
    .venv/bin/python "$promise"
done
[ $found = yes ] || { echo "No benchmark begins with '${1:-}'." >&2; exit 1; }
