#!/usr/bin/env bash
# Rust and SQL files stay under about 400 lines (a warning above it, a failure above 450), no file holds an absolute
# path of somebody's machine, and every picture that the documentation shows is there.
set -euo pipefail
cd "$(dirname "$0")/.."

warn_lines=400
fail_lines=450
bad=0

# What is committed and what is about to be.
files() { git ls-files -z --cached --others --exclude-standard -- "$@"; }

while IFS= read -r -d '' file; do
  [ -f "$file" ] || continue
  lines=$(wc -l <"$file")
  if [ "$lines" -gt "$fail_lines" ]; then
    echo "$file: $lines lines, more than $fail_lines: split it by concept" >&2
    bad=1
  elif [ "$lines" -gt "$warn_lines" ]; then
    echo "warning: $file: $lines lines, more than about $warn_lines" >&2
  fi
done < <(files '*.rs' '*.sql')

# A path counts as absolute where nothing before it makes it a part of a longer path, variable or address.
machine_path='(^|[^[:alnum:]_.})/-])/(work|root|home)/'
if git grep --untracked -InE -e "$machine_path" >&2; then
  echo "the lines above hold an absolute path of somebody's machine" >&2
  bad=1
fi

# A page of the documentation without its picture teaches nothing.
while IFS=: read -r page picture; do
  if [ ! -f "$(dirname "$page")/$picture" ]; then
    echo "$page: there is no picture $picture" >&2
    bad=1
  fi
done < <(git grep --untracked -oE '\]\([^)[:space:]]+\.png\)' -- '*.md' | sed -E 's/:\]\((.*)\)$/:\1/')

exit "$bad"
