import org.jetbrains.kotlin.gradle.dsl.JvmTarget
import org.jetbrains.kotlin.gradle.tasks.KotlinCompile

plugins {
    id("com.android.library")
    id("org.jetbrains.kotlin.android")
}

android {
    namespace = "shivir.bridge"
    compileSdk = 34
    defaultConfig { minSdk = 26 }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }
    sourceSets["main"].kotlin.srcDir(rootDir.resolve("../target/kotlin"))
}

kotlin.compilerOptions.jvmTarget.set(JvmTarget.JVM_1_8)

tasks.withType<KotlinCompile>().configureEach { dependsOn(":kotlinOfCore") }

dependencies { api("net.java.dev.jna:jna:5.17.0@aar") }
