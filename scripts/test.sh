#!/usr/bin/env bash
# Runs the tests on SQLite, then the rooms once more on PostgreSQL when a server is at hand.
#   test.sh        few examples, everything        T=folder narrows it
#   test.sh long   the counts that the promises state
set -uo pipefail
T=${T:-tests}
marks='not long'
twice=(tests/doors tests/rooms) # what PostgreSQL is asked as well; the longest begin
if [ "${1:-}" = long ]; then
    marks=long
    twice=(tests/rooms)
    export TOCSIN_LONG=1
fi
# Many tests start nodes: what was compiled once is kept, whatever the machine's habit.
unset PYTHONDONTWRITEBYTECODE
failed=0

# 5 means that no test of that kind lies in the folder chosen, which is not a failure.
run() {
    .venv/bin/pytest -q -n "${WORKERS:-2}" --dist worksteal "$@"
    case $? in 0 | 5) ;; *) failed=1 ;; esac
}

echo "== SQLite =="
run -m "$marks" "$T"

if [ "$T" != tests ]; then
    exit $failed
elif [ -z "${TOCSIN_TEST_POSTGRES:-}" ]; then
    echo "== PostgreSQL: skipped. Install it (apt-get install postgresql) or name a server in TOCSIN_TEST_POSTGRES. =="
else
    echo "== PostgreSQL =="
    TOCSIN_DATABASE_URL=$TOCSIN_TEST_POSTGRES run -m "$marks and not journey" "${twice[@]}"
fi
exit $failed
