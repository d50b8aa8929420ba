#!/bin/sh
# Resolves the lock files anew: hashes for every file, nothing younger than a week, no index named.
set -eu
command -v uv >/dev/null 2>&1 || PATH="$PWD/.venv/bin:$PATH"
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-header --exclude-newer "$(date -u -d '7 days ago' +%Y-%m-%dT%H:%M:%SZ)" pyproject.toml "$@"
}
compile --extra blind --extra postgres --extra parquet --extra sheets -o requirements.lock
compile --all-extras --group dev -o requirements-dev.lock
