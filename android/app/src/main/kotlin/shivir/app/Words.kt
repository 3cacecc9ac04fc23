package shivir.app

import shivir.logic.kit.Words

/** Words of the application itself: before the store is open, and of what the phone can or cannot do. */
enum class AppWords : Words {
    APP_OPENING, APP_OPENING_HELP, APP_SHUT, APP_KEY_LOST, APP_NO_KEY_FILE, APP_STORAGE, APP_KEYSTORE, APP_TRY_AGAIN,
    APP_CHOOSE_KEY, APP_SEND_SEALED, APP_SALVAGE, APP_SALVAGING, APP_SALVAGE_HELP, APP_SALVAGED, APP_GO_ON, APP_MAKE_ROOM,
    APP_NO_VOICE, APP_NO_APP, APP_NO_FILE, APP_NOT_KEPT, APP_NO_PICTURE,
}

/** Words of the camera that looks for a code. */
enum class CameraWords : Words {
    CAMERA_TITLE, CAMERA_AIM, CAMERA_LIGHT, CAMERA_TYPE, CAMERA_WHY, CAMERA_ALLOW, CAMERA_NONE, CAMERA_IN_USE,
    CAMERA_AADHAAR, CAMERA_NOT_OURS, CAMERA_TORN, CAMERA_BUSY,
}

/** Words of what is shown while the application is not. */
enum class NotifyWords : Words {
    NOTIFY_CHANNEL, NOTIFY_CARRYING, NOTIFY_CONNECTING, NOTIFY_FACTS, NOTIFY_PACKS, NOTIFY_INSTALLING, NOTIFY_CAMPAIGN,
    NOTIFY_STOP,
}
