package shivir.app

import android.app.Application

/** The process. What lives as long as it does is made here. */
class ShivirApp : Application()
