#!/usr/bin/env bash
# The signed debug APK, of Maven Central and Debian's packages alone: target/apk/shivir-saathi.apk. JNI_LIBS=DIR puts
# DIR/ABI/*.so in (arm64-v8a, armeabi-v7a, x86_64, as cargo-ndk leaves them) with JNA's own library of the same ABIs.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD
target=${CARGO_TARGET_DIR:-$PWD/target}
out=$target/apk
tools=android/apk/target/tools
resources=android/app/target/app
# The APK without native libraries, and the core's library, compressed: bytes.
bare_limit=1500000 core_limit=5000000
# A page of memory on the phones that load libraries straight from the APK.
page=16384

say() { printf 'apk: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }
bytes() { stat -L -c %s "$1"; }

# Of a class that is gone, what the compiler left before would be shrunk with the rest.
rm -rf android/{bridge,logic,app}/target/classes
# The core as a phone has it, with an OpenSSL of its own.
FEATURES=vendored-openssl PROFILE=release scripts/shell.sh -q package -Dmaven.test.skip=true
# As scripts/shell.sh does, so that both use one JDK.
for jdk in /usr/lib/jvm/java-17-openjdk-*; do
  [ ! -x "$jdk/bin/javac" ] || export JAVA_HOME=${JAVA_HOME:-$jdk}
done
export JAVA_HOME=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
export PATH=$JAVA_HOME/bin:$PATH

rm -rf "$out/parts"
mkdir -p "$out/parts/jna" "$out/parts/dex"
parts=$(cd "$out/parts" && pwd)
jna=$PWD/android/apk/target/jna.aar
(cd "$parts/jna" && jar xf "$jna" classes.jar jni)

# The platform's jar leaves java.* to the JDK; what Android 8 lacks of it Maven's build has refused. Shrunk by what is never reached; names stay, for whoever reads a stack trace.
inputs=(-injars "$parts/jna/classes.jar(!META-INF/**)")
for jar in android/app/target/app-*.jar android/app/target/libraries/*.jar; do
  case $jar in
    # The desktop's JNA, with libraries for every desktop; the AAR's classes stand for it.
    */jna-*.jar) ;;
    *) inputs+=(-injars "$jar(!META-INF/**,!**.kotlin_builtins,!**.kotlin_metadata)") ;;
  esac
done
java -Xmx1g -cp "$tools/*" proguard.ProGuard -include android/app/proguard-rules.pro \
  "${inputs[@]}" -libraryjars "$resources/android.jar(!META-INF/**)" \
  -libraryjars "$JAVA_HOME/jmods/java.base.jmod(!**.jar;!module-info.class)" \
  -libraryjars "$JAVA_HOME/jmods/java.logging.jmod(!**.jar;!module-info.class)" -outjars "$parts/classes.jar" \
  >"$out/shrink.log" 2>&1 || { tail -n 20 "$out/shrink.log" >&2; fail "the classes could not be shrunk"; }
# The shrunk classes on the core of this machine. The phone's JNA brings no library for a desktop: the other jar does.
mkdir "$parts/shrunk"
desktop=com/sun/jna/linux-$(uname -m | tr _ -)
(cd "$parts/shrunk" && jar xf "$(ls "$root"/android/app/target/libraries/jna-*.jar)" "$desktop/libjnidispatch.so")
java -Xmx512m -cp "$parts/classes.jar:$resources/android.jar" -Djna.library.path="$target/release" -Djna.nounpack=true \
  -Djna.boot.library.path="$parts/shrunk/$desktop" android/apk/Shrunk.java "$parts/shrunk" ||
  fail "the shrunk classes do not work on the core: see android/app/proguard-rules.pro"
mkdir "$parts/classes"
(cd "$parts/classes" && jar xf ../classes.jar)
java -cp "$tools/*" android/apk/Lambdas.java "$parts/classes"
java -Xmx1g -cp "$tools/*" com.android.dx.command.Main --dex --min-sdk-version=26 \
  --output="$parts/dex/classes.dex" "$parts/classes"

key=$out/debug.keystore
[ -f "$key" ] || keytool -genkeypair -keystore "$key" -storepass android -keypass android -alias debug \
  -dname "CN=Debug" -keyalg RSA -keysize 2048 -validity 10000 >"$out/keytool.log" 2>&1

# pack APK: what lies in parts/packed becomes a signed APK, its stored entries aligned.
pack() {
  java android/apk/Align.java "$parts/packed" "$parts/aligned"
  apksigner sign --ks "$key" --ks-pass pass:android --min-sdk-version 26 --v1-signing-enabled false --out "$1" "$parts/aligned"
  rm -f "$1.idsig"
  scripts/apk-check.sh "$1"
}

apk=$out/shivir-saathi.apk
cp "$resources/resources.ap_" "$parts/packed"
jar -uMf "$parts/packed" -C "$parts/dex" classes.dex
pack "$apk"
bare=$(bytes "$apk")
say "$bare bytes without native libraries (limit $bare_limit)"
[ "$bare" -le "$bare_limit" ] || fail "more than $bare_limit bytes: see $out/shrink.log for what was kept"

if [ -n "${JNI_LIBS:-}" ]; then
  scripts/apk-libs.sh "$JNI_LIBS" "$parts/jna/jni" "$parts/native"
  # Stored, not compressed: the phone maps them from the APK and keeps no second copy.
  jar -u0Mf "$parts/packed" -C "$parts/native" lib
  pack "$apk"
  zipalign -c -v 4 "$apk" | awk -v page="$page" '/\.so / && $1 % page { print; bad = 1 } END { exit bad }' >&2 ||
    fail "the libraries above do not begin at a page of $page bytes"
  say "$(bytes "$apk") bytes with the libraries of $(cd "$parts/native/lib" && echo *)"
else
  say "no native libraries in it: give JNI_LIBS=DIR, the output of cargo ndk"
fi
say "$apk"

# The core of this machine stands in for the phone's: the same code and its own OpenSSL, an instruction set of the same density.
strip -o "$parts/core.so" "$target/release/libshivir_bindings.so"
jar -cMf "$parts/core.zip" -C "$parts" core.so
core=$(bytes "$parts/core.zip")
say "$core bytes of the core's stripped library, compressed ($(bytes "$parts/core.so") loaded; limit $core_limit)"
[ "$core" -le "$core_limit" ] || fail "the core is larger than $core_limit bytes"
