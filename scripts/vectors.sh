#!/bin/sh
# Runs the script beside each golden file; a golden file that comes out different fails.
set -eu
for script in $(find tests/vectors -name 'make_*.py' | sort); do
    echo "$script"
    .venv/bin/python "$script"
done
git diff --exit-code --stat -- tests/vectors
