#!/usr/bin/env bash
# Every test, part by part: each part is built, then run, and its minutes are printed at the end. All parts run
# even when one fails; the whole fails when a part does or when the budget is used up (a hang is cut off there).
set -euo pipefail
cd "$(dirname "$0")/.."

budget_minutes=60
parts=(domain:shivir-domain roster:shivir-roster core:shivir-core bindings:shivir-bindings hub:shivir-hub cli:shivir tests:shivir-tests fuzz:shivir-fuzz)

start=$SECONDS
left() { echo $((budget_minutes * 60 - (SECONDS - start))); }
minutes() { awk -v s="$1" 'BEGIN { printf "%.1f", s / 60 }'; }
# Runs cargo within what is left of the budget; its output goes through untouched.
within_budget() {
  local seconds
  seconds=$(left)
  [ "$seconds" -gt 0 ] || return 124
  # In the background, so that an interrupt is passed on: timeout ends the whole group, test processes included.
  timeout "$seconds" "$@" </dev/null &
  child=$!
  wait "$child"
}
child=
trap '[ -z "$child" ] || kill "$child" 2>/dev/null; exit 130' INT TERM

rows=()
failed=()
for part in "${parts[@]}"; do
  name=${part%%:*} package=${part#*:}
  printf '\n== %s\n' "$name"
  result=ok began=$SECONDS
  within_budget cargo test --profile ci -p "$package" --locked --no-run || result=failed
  built=$SECONDS
  if [ "$result" = ok ]; then
    within_budget cargo test --profile ci -p "$package" --locked || result=failed
  fi
  [ "$result" = ok ] || failed+=("$name")
  rows+=("$(printf '%-8s %7s %7s  %s' "$name" "$(minutes $((built - began)))" "$(minutes $((SECONDS - built)))" "$result")")
done

# A part that is a script.
script_part() {
  local name=$1 script=$2 result=ok began=$SECONDS
  printf '\n== %s\n' "$name"
  within_budget "$script" || result=failed
  [ "$result" = ok ] || failed+=("$name")
  rows+=("$(printf '%-8s %7s %7s  %s' "$name" - "$(minutes $((SECONDS - began)))" "$result")")
}
# The Kotlin shell on the core itself.
script_part shell scripts/shell.sh
# Every decoder under the fuzzer, ten seconds each.
script_part fuzzing scripts/fuzz.sh

total=$((SECONDS - start))
printf '\nminutes    build     run\n'
printf '%s\n' "${rows[@]}"
printf 'in all   %15s  of %s\n' "$(minutes $total)" "$budget_minutes"
if [ "$(left)" -le 0 ]; then
  echo "make test: took longer than $budget_minutes minutes" >&2
  exit 1
fi
if [ ${#failed[@]} -gt 0 ]; then
  echo "make test: failed in ${failed[*]}" >&2
  exit 1
fi
