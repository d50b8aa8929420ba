#!/usr/bin/env bash
# Runs the tests on SQLite, then the rooms once more on PostgreSQL when a server is at hand.
#   test.sh        few examples, everything        T=folder narrows it
#   test.sh long   the counts that the promises state
set -euo pipefail
T=${T:-tests}
marks='not long'
if [ "${1:-}" = long ]; then
    marks=long
    export TOCSIN_LONG=1
fi

# 5 means that no test of that kind lies in the folder chosen, which is not a failure.
run() { "$@" || [ $? = 5 ]; }

echo "== SQLite =="
run .venv/bin/pytest -q -n "${WORKERS:-2}" -m "$marks" "$T"

[ "$T" = tests ] || exit 0
if [ -z "${TOCSIN_TEST_POSTGRES:-}" ]; then
    echo "== PostgreSQL: skipped. Install it (apt-get install postgresql) or name a server in TOCSIN_TEST_POSTGRES. =="
    exit 0
fi
echo "== PostgreSQL =="
export TOCSIN_DATABASE_URL=$TOCSIN_TEST_POSTGRES
run .venv/bin/pytest -q -n "${WORKERS:-2}" -m "$marks and not journey" tests/rooms tests/house
