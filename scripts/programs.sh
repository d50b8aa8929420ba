#!/usr/bin/env bash
# The programs that tests lean on.
#   programs.sh install      Debian packages: venv, chromium, fonts, PostgreSQL (as root; else says what lacks)
#   programs.sh with CMD...  runs CMD beside a PostgreSQL of its own: temporary, loopback, gone afterwards
#   programs.sh durable CMD...  the same, each commit on the disk before it is answered: for measurements
# A server already named by TOCSIN_TEST_POSTGRES is used as it is. Only what was started here is stopped.
set -euo pipefail

install_packages() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "Not root on Debian: nothing installed; tests without their program will say they were skipped."
        return
    fi
    export DEBIAN_FRONTEND=noninteractive
    local wanted=(git make chromium fonts-dejavu-core postgresql) # DejaVu draws Cyrillic and Arabic
    python3 -c 'import ensurepip, venv' 2>/dev/null || wanted+=(python3 python3-venv)
    local missing=()
    for package in "${wanted[@]}"; do
        dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
    done
    [ "${#missing[@]}" = 0 ] && return
    echo "Installing ${missing[*]}"
    # Debian would start a server of its own; ours is enough.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null; } ||
        echo "Could not install all of them; tests without their program will say they were skipped."
}

binaries() { # the newest PostgreSQL on this machine, or nothing
    find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1
}

as_postgres() { # PostgreSQL refuses to run as root
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

folder='' pg=''

finish() {
    as_postgres "$pg/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}

start_postgres() { # with these settings besides
    folder=$(mktemp -d)
    trap finish EXIT
    trap 'exit 130' INT TERM
    local port password
    port=$(free_port)
    password=$(python3 -c 'import secrets; print(secrets.token_hex(16))')
    printf '%s' "$password" >"$folder/password"
    if [ "$(id -u)" = 0 ]; then chown -R postgres "$folder"; fi
    as_postgres "$pg/initdb" -D "$folder/data" -U tocsin -A scram-sha-256 --pwfile="$folder/password" \
        --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    as_postgres "$pg/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o \
        "-c listen_addresses=127.0.0.1 -p $port -k $folder $1" \
        start >/dev/null || { cat "$folder/log" >&2; return 1; }
    export TOCSIN_TEST_POSTGRES="postgres://tocsin:$password@127.0.0.1:$port/postgres"
}

case "${1:-}" in
install) install_packages ;;
with | durable)
    # Nothing in it outlives the tests, so it need not survive a power cut.
    more='-c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c jit=off'
    if [ "$1" = durable ]; then more=''; fi
    shift
    if [ -z "${TOCSIN_TEST_POSTGRES:-}" ] && [ "${T:-tests}" = tests ]; then
        pg=$(binaries)
        if [ -n "$pg" ]; then start_postgres "$more"; fi
    fi
    "$@"
    ;;
*)
    sed -n '2,6p' "$0"
    exit 2
    ;;
esac
