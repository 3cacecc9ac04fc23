#!/usr/bin/env bash
# The figures of the phone's shell, on the core as it is released: bench-shell.sh [--people N]. One line a figure, added to
# target/bench/figures.json. The list and its store stay in target/bench/shell for the next time. Other options of make
# bench say nothing here.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
people=721246
while [ $# -gt 0 ]; do
  [ "$1" != --people ] || people=${2:?--people N}
  shift
done
dir=$target/bench/shell
mkdir -p "$dir"
# Of an earlier run that was cut off.
rm -rf "$dir/tmp"
mkdir "$dir/tmp"
[ "$(cat "$dir/people" 2>/dev/null)" = "$people" ] || rm -rf "$dir/list.csv" "$dir/store"
cargo build --release --locked -p shivir-tests --bin bench
"$target/release/bench" --typed "$dir" "$people"
echo "$people" >"$dir/people"
PROFILE=release scripts/shell.sh -q -Pbench -pl bench -am test -DskipTests "-Dshivir.bench=$target/bench" \
  "-Dshivir.engine=$target/release/bench"
rm -rf "$dir/tmp"
echo "$target/bench/figures.json"
