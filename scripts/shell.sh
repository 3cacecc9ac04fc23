#!/usr/bin/env bash
# The phone's shell: builds the core for this machine, generates its Kotlin (never committed), and hands over to Maven.
# Arguments go to Maven (default: test).
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${PROFILE:-ci}
target=${CARGO_TARGET_DIR:-$PWD/target}
# One build for both, so that nothing is compiled twice.
cargo build --profile "$profile" --locked -p shivir-bindings --lib --example kotlin
kotlin=$target/kotlin
rm -rf "$kotlin"
"$target/$profile/examples/kotlin" "$target/$profile/libshivir_bindings.so" "$kotlin"

[ $# -gt 0 ] || set -- test
# The JDK that the sources are built for, where several are installed.
for jdk in /usr/lib/jvm/java-17-openjdk-*; do
  [ ! -x "$jdk/bin/javac" ] || export JAVA_HOME=${JAVA_HOME:-$jdk}
done
exec mvn -B -ntp -f android/pom.xml "-Dshivir.kotlin=$kotlin" "-Dshivir.native=$target/$profile" "$@"
