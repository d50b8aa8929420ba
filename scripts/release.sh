#!/bin/sh
# Builds the wheel of a tagged, clean tree and prints its digest for the release page.
set -eu
version=$(.venv/bin/python -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["version"])')
fail() { printf 'release: %s\n' "$*" >&2; exit 1; }
[ -z "$(git status --porcelain)" ] || fail "the tree has changes that are not committed."
grep -q "^## \[$version\]" CHANGELOG.md || fail "CHANGELOG.md has no heading for $version."
[ "$(git describe --exact-match --tags 2>/dev/null)" = "v$version" ] || fail "tag this commit v$version first."
rm -rf dist
.venv/bin/python -m pip wheel --quiet --no-deps --wheel-dir dist .
sha256sum dist/*.whl requirements.lock
