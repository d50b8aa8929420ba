#!/bin/sh
# Sees to a browser for the journeys: installs Debian's chromium when it may, else says what is lost.
set -u
if command -v chromium >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium for the journeys."
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends \
        chromium fonts-dejavu-core; } >/dev/null && exit 0
fi
echo "No chromium here: the journeys (tests in a real browser) will be skipped."
echo "To run them: apt-get install chromium fonts-dejavu-core"
