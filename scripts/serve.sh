#!/usr/bin/env bash
# The demo, and then its hub left up for phones to sync with. Arguments go to the demo.
set -euo pipefail
cd "$(dirname "$0")/.."

dir=target/run
listen=${LISTEN:-127.0.0.1:8350}

cargo build --release --locked -p shivir --bin shivir -p shivir-hub --bin shivir-hub
rm -rf "$dir"
mkdir -p "$dir"
target/release/shivir demo --data-dir "$dir" "$@"

cat <<TEXT

Three phones are in $dir, $dir/phone-2 and $dir/phone-3. While the hub is up, in another terminal:
  target/release/shivir --data-dir $dir/phone-2 sync --hub http://$listen
  target/release/shivir --data-dir $dir/phone-2 register --ask
  target/release/shivir --data-dir $dir/phone-2 outbox
Kill the hub while they sync (kill -9), start it again, and nothing is lost:
  target/release/shivir-hub --db sqlite:$dir/hub/hub.db serve --listen $listen
  target/release/shivir-hub --db sqlite:$dir/hub/hub.db verify

TEXT
exec target/release/shivir-hub --db "sqlite:$dir/hub/hub.db" serve --listen "$listen"
