#!/usr/bin/env bash
# Everything that judges the text of the project without running its tests; goes on to the end, then fails.
set -uo pipefail
export PATH="$PWD/.venv/bin:$PATH" DJANGO_SETTINGS_MODULE=tocsin.node.settings
TOCSIN_HOME=$(mktemp -d)
export TOCSIN_HOME
trap 'rm -rf "$TOCSIN_HOME"' EXIT
failed=()

step() {
    local name=$1
    shift
    echo "== $name"
    "$@" || failed+=("$name")
}

step "ruff check" ruff check --quiet .
step "ruff format" ruff format --check --quiet .
step "text" sh -c 'git ls-files -z | xargs -0 python -m scripts.tidy'
step "mypy" mypy
step "floors and rooms" lint-imports
step "templates" djlint --lint --quiet tocsin
step "spelling" codespell tocsin docs scripts deploy README.md CONTRIBUTING.md SECURITY.md THREAT_MODEL.md
step "node" python -m django check --fail-level WARNING
step "migrations" python -m django makemigrations --check --dry-run
step "translations" python -m scripts.translations --check
step "manual" python -m scripts.docs --check
step "picture" python -m scripts.architecture --check

if [ "${#failed[@]}" -gt 0 ]; then
    printf '\nNot yet right: %s\n' "$(IFS=,; echo "${failed[*]}")" >&2
    exit 1
fi
echo "All right."
