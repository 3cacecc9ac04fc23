package shivir.app.draw

/** Sizes of the look. Letters are in sp and follow the system's text size; the rest is in dp. */
internal object Sizes {
    const val HEADING = 22f
    const val NAME = 19f
    const val BODY = 16f
    const val NUMBER = 30f
    const val TOKEN = 58f

    /** The least that a long code shrinks to before it is broken in two. */
    const val TOKEN_LEAST = 28f
    const val DIGIT = 28f

    const val ROW = 76
    const val ACTION = 64
    const val BUTTON = 56
    const val TOUCH = 48
    const val TILE = 104
    const val FIELD = 60
    const val KEY = 64

    const val SIDE = 16
    const val GAP = 12
    const val SMALL = 8
    const val TINY = 4
    const val CORNER = 12
    const val STROKE = 2
    const val HAIR = 1

    const val SIGN = 28
    const val SMALL_SIGN = 20
    const val PICTURE = 112
    const val BAR = 14
    const val CODE = 280

    /** From here on tiles go one to a line and buttons one below the other. */
    const val LARGE = 1.6f

    /** The most that letters grow, the system's size and the application's together. */
    const val MOST = 2.0f

    /** Less than this (dp) left for the body: the keyboard is there, and the bars make room. */
    const val BODY_LEAST = 200
}
