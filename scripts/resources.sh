#!/usr/bin/env bash
# The app's resources, as Maven calls it: resources.sh ANDROID_JAR OUT. Leaves in OUT the whole manifest
# (AndroidManifest.xml), the linked resources (resources.ap_), R.java (r/) and a link to the platform (android.jar).
set -euo pipefail
android_jar=$1 out=$2
cd "$(dirname "$0")/../android/app/src/main"

# Gradle adds the same from android/app/build.gradle.kts, and refuses a manifest that has them already.
package=shivir.app version_code=1 version_name=0.1.0 min_sdk=26 target_sdk=34

rm -rf "$out"
mkdir -p "$out/r"
ln -s "$android_jar" "$out/android.jar"
sed -e "s|<manifest |<manifest package=\"$package\" android:versionCode=\"$version_code\" android:versionName=\"$version_name\" |" \
  -e "s|<application|<uses-sdk android:minSdkVersion=\"$min_sdk\" android:targetSdkVersion=\"$target_sdk\" />\n    <application|" \
  AndroidManifest.xml >"$out/AndroidManifest.xml"
aapt2 compile --dir res -o "$out/compiled.zip"
# What has no English stays in, for scripts/apk-check.sh to complain of.
# The platform of Android 14 has a chunk that this aapt2 passes over, and says so; <queries> is younger than it is too.
aapt2 link -I "$android_jar" --manifest "$out/AndroidManifest.xml" --auto-add-overlay --debug-mode --no-resource-removal \
  --warn-manifest-validation \
  --java "$out/r" -o "$out/resources.ap_" "$out/compiled.zip" 2> >(grep -v -e "Unknown chunk type" -e "unexpected element <queries>" >&2)
