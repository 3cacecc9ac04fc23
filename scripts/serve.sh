#!/usr/bin/env bash
# The demo, and then its hub left up for phones to sync with. Arguments go to the demo.
set -euo pipefail
cd "$(dirname "$0")/.."

# A test runs it in a folder of its own, with its own profile.
dir=${RUN_DIR:-target/run}
profile=${PROFILE:-release}
built=${CARGO_TARGET_DIR:-target}/$profile
[ "$profile" != dev ] || built=${CARGO_TARGET_DIR:-target}/debug
listen=${LISTEN:-127.0.0.1:8350}

cargo build --profile "$profile" --locked -p shivir --bin shivir -p shivir-hub --bin shivir-hub
# A folder that somebody named is never emptied: where it holds data, the demo refuses.
[ -n "${RUN_DIR:-}" ] || rm -rf target/run
mkdir -p "$dir"
$built/shivir demo --data-dir "$dir" "$@"

cat <<TEXT

Three phones are in $dir, $dir/phone-2 and $dir/phone-3. While the hub is up, in another terminal:
  $built/shivir --data-dir $dir/phone-2 sync --hub http://$listen
  $built/shivir --data-dir $dir/phone-2 register --ask
  $built/shivir --data-dir $dir/phone-2 outbox
Kill the hub while they sync (kill -9), start it again, and nothing is lost:
  $built/shivir-hub --db sqlite:$dir/hub/hub.db serve --listen $listen
  $built/shivir-hub --db sqlite:$dir/hub/hub.db verify

TEXT
exec $built/shivir-hub --db "sqlite:$dir/hub/hub.db" serve --listen "$listen"
