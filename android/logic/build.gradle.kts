import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    id("com.android.library")
    id("org.jetbrains.kotlin.android")
}

android {
    namespace = "shivir.logic"
    compileSdk = 34
    defaultConfig { minSdk = 26 }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }
}

kotlin.compilerOptions {
    jvmTarget.set(JvmTarget.JVM_1_8)
    allWarningsAsErrors.set(true)
}

dependencies {
    api(project(":bridge"))
    testImplementation("junit:junit:4.13.2")
}
