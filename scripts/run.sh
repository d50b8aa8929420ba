#!/bin/sh
# Serves the node in TOCSIN_HOME (./var); an empty home is first filled with invented bureaus.
set -eu
export TOCSIN_HOME="${TOCSIN_HOME:-./var}"
kept="$TOCSIN_HOME/demo/log-ins.txt"
if [ -z "$(ls -A "$TOCSIN_HOME" 2>/dev/null)" ]; then
    echo "Making three invented bureaus. This takes a quarter of a minute."
    logins=$(.venv/bin/tocsin demo)
    mkdir -p "$TOCSIN_HOME/demo"
    printf '%s\n' "$logins" >"$kept"
fi
[ ! -e "$kept" ] || cat "$kept"
exec .venv/bin/tocsin up --port "${PORT:-8000}"
