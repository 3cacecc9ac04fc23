plugins {
    id("com.android.application") version "8.7.3" apply false
    id("com.android.library") version "8.7.3" apply false
    id("org.jetbrains.kotlin.android") version "2.2.21" apply false
}

// The core for this machine, and from it the Kotlin that bridge compiles.
val kotlinOfCore by tasks.registering(Exec::class) {
    workingDir = rootDir.parentFile
    commandLine("scripts/bindings.sh")
}
