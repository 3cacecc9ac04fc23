// For Android Studio, over the same sources that Maven builds (docs/adr/0014-*). CI does not run it.
pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode.set(RepositoriesMode.FAIL_ON_PROJECT_REPOS)
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "shivir-saathi"
include(":bridge", ":app")
