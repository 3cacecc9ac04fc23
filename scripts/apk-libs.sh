#!/usr/bin/env bash
# The native libraries for an APK: apk-libs.sh LIBS JNA OUT. Takes LIBS/ABI/*.so and JNA/ABI/libjnidispatch.so, and leaves
# OUT/lib/ABI/*.so. Refuses what a phone would: an ABI that we do not build for, a missing core, pages under 16 KB.
set -euo pipefail
libs=$1 jna=$2 out=$3

fail() { printf 'apk: %s\n' "$*" >&2; exit 1; }

rm -rf "$out"
found=0
for dir in "$libs"/*/; do
  abi=$(basename "$dir")
  case $abi in
    arm64-v8a | armeabi-v7a | x86_64) ;;
    *) fail "$dir: not one of arm64-v8a, armeabi-v7a, x86_64" ;;
  esac
  [ -f "$dir/libshivir_bindings.so" ] || fail "$dir has no libshivir_bindings.so: run cargo ndk as android/app/build.gradle.kts does"
  [ -f "$jna/$abi/libjnidispatch.so" ] || fail "JNA's AAR has no library for $abi"
  mkdir -p "$out/lib/$abi"
  cp "$dir"/*.so "$jna/$abi/libjnidispatch.so" "$out/lib/$abi/"
  found=1
done
[ "$found" = 1 ] || fail "$libs holds no folder of an ABI"

# Android 15 has phones with pages of 16 KB, all of them of 64 bits.
for lib in "$out"/lib/arm64-v8a/*.so "$out"/lib/x86_64/*.so; do
  [ -f "$lib" ] || continue
  readelf -lW "$lib" | awk -v lib="$lib" '
    $1 == "LOAD" { seen = 1; if (length($NF) < 6 || $NF < "0x4000") bad = 1 }
    END { if (bad || !seen) { print "apk: " lib ": its segments are not aligned to 16 KB" > "/dev/stderr"; exit 1 } }'
done
