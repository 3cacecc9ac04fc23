#!/usr/bin/env bash
# Fails unless a phone with Android 8 would install and start the APK: apk-check.sh APK.
set -euo pipefail
apk=$1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
complain() { printf 'apk: %s\n' "$*" >&2; bad=1; }

apksigner verify --min-sdk-version 26 "$apk" || complain "apksigner does not accept the signature"
zipalign -c -p 4 "$apk" >/dev/null || complain "zipalign finds it out of line"
aapt2 dump badging "$apk" >"$work/badging" || complain "aapt2 does not accept the APK"
grep -q "^launchable-activity: name='shivir.app.MainActivity'" "$work/badging" || complain "it has no activity to start"
grep -q "^sdkVersion:'26'" "$work/badging" || complain "it is not for Android 8 (API 26) and up"

# dx rewrites nothing: what came with Java 8 and is not in Android 8 must not be left.
dexdump -d "$apk" >"$work/dex"
if grep -m 5 -E 'invoke-(custom|polymorphic)' "$work/dex" >&2; then
  complain "the lines above are beyond Android 8: compile Kotlin with -Xlambdas=class -Xsam-conversions=class -Xstring-concat=inline"
fi
sed -n "s|^  Class descriptor  : 'L\(.*\);'|\1|p" "$work/dex" | tr / . | sort >"$work/classes"
aapt2 dump xmltree --file AndroidManifest.xml "$apk" >"$work/manifest"
awk '/E: / { component = $2 ~ /^(application|activity|service|receiver|provider)$/ }
  component && /:name\(/ { split($0, part, "\""); print part[2]; component = 0 }' "$work/manifest" | sort -u >"$work/named"
[ -s "$work/named" ] || complain "the manifest names no class"
while IFS= read -r class; do
  complain "the manifest names $class, which is not in the dex"
done < <(comm -13 "$work/classes" "$work/named")
[ "$(grep -c ':exported(.*=true' "$work/manifest")" = 1 ] || complain "not the launcher alone is exported"

# Each string in both languages: without one a worker reads what she does not understand.
aapt2 dump resources "$apk" 2>/dev/null | awk '
  function done_one() {
    if (name == "") return
    if (!english) { print "apk: " name " has no English (values)" > "/dev/stderr"; bad = 1 }
    if (!hindi) { print "apk: " name " has no Hindi (values-hi)" > "/dev/stderr"; bad = 1 }
    count++
  }
  $1 == "resource" { done_one(); name = $3 ~ /^(string|plurals|array)\// ? $3 : ""; english = hindi = 0 }
  $1 == "()" { english = 1 }
  $1 == "(hi)" { hindi = 1 }
  END { done_one(); exit bad || !count }' || complain "not every string is there in both languages"

exit "$bad"
