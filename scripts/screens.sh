#!/usr/bin/env bash
# Draws every screen anew into docs/screens/. Which changed, git shows; look at them before they are committed.
set -euo pipefail
cd "$(dirname "$0")/.."

# From nothing, so that no picture stays of a screen that is gone.
rm -f docs/screens/*.png docs/screens/draw/*.png
scripts/shell.sh test -Dshivir.screens=write
echo "screens: $(find docs/screens -name '*.png' | wc -l) pictures in docs/screens"
