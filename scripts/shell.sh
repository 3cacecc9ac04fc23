#!/usr/bin/env bash
# The phone's shell: builds the core for this machine, generates its Kotlin, builds the hub that tests sync with, and hands
# over to Maven, all modules of it. Arguments go to Maven (default: test).
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${PROFILE:-ci}
target=${CARGO_TARGET_DIR:-$PWD/target}
PROFILE=$profile scripts/bindings.sh
cargo build --profile "$profile" --locked -p shivir-hub --bin shivir-hub

[ $# -gt 0 ] || set -- test
# The JDK that the sources are built for, where several are installed.
for jdk in /usr/lib/jvm/java-17-openjdk-*; do
  [ ! -x "$jdk/bin/javac" ] || export JAVA_HOME=${JAVA_HOME:-$jdk}
done
exec mvn -B -ntp -f android/pom.xml "-Dshivir.kotlin=$target/kotlin" "-Dshivir.native=$target/$profile" \
  "-Dshivir.hub=$target/$profile/shivir-hub" "$@"
