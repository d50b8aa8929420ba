#!/bin/sh
# Runs the screening bench and writes it into the manual. `peers` installs the peers instead.
# SIZES and PASSENGERS change the run: SIZES=37581,1000000 PASSENGERS=300000 make bench-screening
set -eu
peers=var/bench-peers
if [ "${1:-}" = peers ]; then
    python3.11 -m venv "$peers"
    "$peers/bin/pip" install --quiet --require-hashes -r benchmarks/screening/peers.lock
    exit 0
fi
engines=tocsin
[ -x "$peers/bin/python" ] && engines=all
exec .venv/bin/python -m benchmarks.screening --engines "$engines" --publish \
    --register "${SIZES:-37581}" --passengers "${PASSENGERS:-100000}"
