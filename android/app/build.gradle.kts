import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    id("com.android.application")
    id("org.jetbrains.kotlin.android")
}

val abis = listOf("arm64-v8a", "armeabi-v7a", "x86_64")
val native = layout.buildDirectory.dir("native")

android {
    namespace = "shivir.app"
    compileSdk = 34
    ndkVersion = "27.2.12479018"
    defaultConfig {
        applicationId = "shivir.app"
        // The same as in scripts/resources.sh.
        minSdk = 26
        targetSdk = 34
        versionCode = 1
        versionName = "0.1.0"
        ndk { abiFilters += abis }
    }
    buildTypes {
        release {
            isMinifyEnabled = true
            proguardFiles("proguard-rules.pro")
        }
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }
    sourceSets["main"].jniLibs.srcDir(native)
    // Mapped from the APK, not unpacked.
    packaging { jniLibs { useLegacyPackaging = false } }
}

kotlin.compilerOptions {
    jvmTarget.set(JvmTarget.JVM_1_8)
    allWarningsAsErrors.set(true)
}

// The core for phones: cargo install cargo-ndk; rustup target add aarch64-linux-android armv7-linux-androideabi
// x86_64-linux-android. ANDROID_NDK_HOME names the NDK.
val coreForPhones by tasks.registering(Exec::class) {
    workingDir = rootDir.parentFile
    environment("RUSTFLAGS", "-Clink-arg=-Wl,-z,max-page-size=16384")
    commandLine(
        listOf("cargo", "ndk", "--platform", "26", "--output-dir", native.get().asFile.path) +
            abis.flatMap { listOf("--target", it) } +
            listOf("build", "--release", "--locked", "--package", "shivir-bindings", "--lib"),
    )
}

tasks.named("preBuild") { dependsOn(coreForPhones) }

dependencies { implementation(project(":bridge")) }
