#!/usr/bin/env bash
# Sets up what the other targets need. On Debian as root it installs what is missing; elsewhere it says exactly
# what to install and stops. It looks for what each package gives rather than for the package, so it also passes
# on other systems, and does nothing, quickly, when all is there.
set -euo pipefail

rust_wanted=1.95

say() { printf 'setup: %s\n' "$*" >&2; }

# Rust: newer is fine, older is not, and we never change a toolchain ourselves.
if ! command -v cargo >/dev/null || ! command -v rustc >/dev/null; then
  say "Rust was not found. Install Rust $rust_wanted or newer from https://rustup.rs and run this again."
  exit 1
fi
rust_found=$(rustc --version | sed -n 's/^rustc \([0-9]*\.[0-9]*\).*/\1/p')
if [ -z "$rust_found" ] ||
  [ "$(printf '%s\n%s\n' "$rust_wanted" "$rust_found" | sort -V | head -n 1)" != "$rust_wanted" ]; then
  say "Rust ${rust_found:-of an unknown version} is too old: $rust_wanted or newer is needed."
  say "With rustup: rustup update stable. Else install a newer Rust from https://rustup.rs and run this again."
  exit 1
fi

has_cc() { command -v cc && command -v c++ && command -v make; }
has_pkg_config() { command -v pkg-config; }
# SQLCipher is compiled from source and links the system's libcrypto.
has_openssl() { pkg-config --exists libcrypto; }
# A phone's own OpenSSL is configured by it; Debian's smallest perl lacks these.
has_perl() { perl -MIPC::Cmd -MFindBin -e 1; }
# The benches and tests count system calls with it.
has_strace() { command -v strace; }
# The hub's tests start a server of their own.
has_postgres() { command -v postgres >/dev/null || [ -n "$(compgen -G '/usr/lib/postgresql/*/bin/initdb')" ]; }
# The phone's shell is built with them. A JDK older than 17 is too old for the Kotlin compiler.
has_jdk() {
  local major
  major=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ "${major:-0}" -ge 17 ]
}
has_maven() { command -v mvn; }
# The app's resources, for its tests too.
has_aapt2() { command -v aapt2; }
# The APK, and the look over it.
has_zipalign() { command -v zipalign; }
has_apksigner() { command -v apksigner; }
has_dexdump() { command -v dexdump; }

missing=()
has_cc >/dev/null || missing+=(build-essential)
has_pkg_config >/dev/null || missing+=(pkg-config)
has_openssl >/dev/null 2>&1 || missing+=(libssl-dev)
has_perl >/dev/null 2>&1 || missing+=(perl)
has_strace >/dev/null || missing+=(strace)
has_postgres || missing+=(postgresql)
has_jdk || missing+=(default-jdk-headless)
has_maven >/dev/null || missing+=(maven)
has_aapt2 >/dev/null || missing+=(aapt)
has_zipalign >/dev/null || missing+=(zipalign)
has_apksigner >/dev/null || missing+=(apksigner)
has_dexdump >/dev/null || missing+=(dexdump)
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  say "missing here (Debian's names; use your system's own): ${missing[*]}"
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  say "missing: ${missing[*]}. Run this as root, then try again:"
  say "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  exit 1
fi

say "installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
  </dev/null >"$log" 2>&1; then
  cat "$log" >&2
  say "apt-get could not install ${missing[*]}; its output is above. Nothing else was changed."
  exit 1
fi
