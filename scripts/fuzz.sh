#!/usr/bin/env bash
# Every decoder under cargo-fuzz, each for a while: SECONDS_EACH (10), all targets or those that are named. A crash is kept
# and how to repeat it is printed. Without a sanitizer, so that it works with a stable Rust: overflow checks and debug
# assertions are on, and the code under test has no unsafe.
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.13.2
each=${SECONDS_EACH:-10}
jobs=${FUZZ_JOBS:-2}
tools=$PWD/target/tools
out=$PWD/target/fuzz

# Its own folder, so that nobody's cargo is changed.
export PATH="$tools/bin:$PATH"
if ! cargo fuzz --version >/dev/null 2>&1; then
  cargo install cargo-fuzz --version "=$version" --locked --root "$tools"
fi
# Speed of building over speed of running: ten seconds are for breadth.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1
export CARGO_TARGET_DIR="$out/build"

mapfile -t all < <(for file in fuzz/fuzz_targets/*.rs; do basename "$file" .rs; done)
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=("${all[@]}")

# By name: built all at once, the program that makes the seeds would want the fuzzer too.
for target in "${targets[@]}"; do
  cargo fuzz build -s none "$target"
done
triple=$(rustc -vV | sed -n 's/^host: //p')
(unset CARGO_TARGET_DIR && cargo run --profile ci --locked -q -p shivir-fuzz --bin fuzz-seeds -- "$out/corpus") >/dev/null

one() {
  local target=$1 log="$out/$1.log"
  mkdir -p "$out/crashes/$target"
  if "$out/build/$triple/release/$target" "$out/corpus/$target" -max_total_time="$each" -timeout=20 \
    -rss_limit_mb=2048 -max_len=20000 -artifact_prefix="$out/crashes/$target/" >"$log" 2>&1; then
    echo "fuzz $target: $(grep -E '^Done' "$log" || tail -n 1 "$log")"
    return 0
  fi
  tail -n 30 "$log" >&2
  echo "fuzz $target: FAILED; repeat with" >&2
  echo "  cargo run --profile ci -p shivir-fuzz --bin fuzz-seeds -- --run $target $out/crashes/$target/*" >&2
  return 1
}
export -f one
export out each triple
printf '%s\n' "${targets[@]}" | xargs -P "$jobs" -I{} bash -c 'one {}'
