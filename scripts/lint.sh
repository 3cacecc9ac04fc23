#!/usr/bin/env bash
# What a reviewer should not have to look for: formatting, clippy's warnings, files grown too long, paths of
# somebody's machine.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
  if ! command -v rustup >/dev/null || ! rustup component add rustfmt clippy; then
    echo "lint: rustfmt and clippy are needed: rustup component add rustfmt clippy" >&2
    exit 1
  fi
fi

scripts/check-files.sh
cargo fmt --all --check
cargo clippy --profile ci --workspace --all-targets --locked -- -D warnings
