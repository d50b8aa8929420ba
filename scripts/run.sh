#!/bin/sh
# Serves the node in TOCSIN_HOME (./var); an empty home is first filled with invented bureaus.
set -eu
export TOCSIN_HOME="${TOCSIN_HOME:-./var}"
if [ -z "$(ls -A "$TOCSIN_HOME" 2>/dev/null)" ]; then
    .venv/bin/tocsin demo
fi
exec .venv/bin/tocsin up --port "${PORT:-8000}"
