#!/usr/bin/env bash
# Builds the core for this machine and generates its Kotlin (never committed) into target/kotlin.
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${PROFILE:-ci}
target=${CARGO_TARGET_DIR:-$PWD/target}
# One build for both, so that nothing is compiled twice. FEATURES: of shivir-bindings.
cargo build --profile "$profile" --locked -p shivir-bindings --lib --example kotlin ${FEATURES:+--features "$FEATURES"}
rm -rf "$target/kotlin"
"$target/$profile/examples/kotlin" "$target/$profile/libshivir_bindings.so" "$target/kotlin"
