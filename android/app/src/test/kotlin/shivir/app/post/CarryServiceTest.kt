package shivir.app.post

import android.app.Notification
import android.app.NotificationManager
import android.content.Intent
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowLooper
import shivir.app.DayApp
import shivir.app.NotifyWords
import shivir.app.Town
import shivir.app.draw.Sayings
import shivir.app.rig.Relay
import shivir.app.waiting
import shivir.domain.Lang
import shivir.logic.kit.Outside
import shivir.logic.kit.say
import shivir.logic.rig.Village

/** The service in the foreground while a long sync goes on, on the real core and a real hub. */
@RunWith(RobolectricTestRunner::class)
@Config(application = DayApp::class)
class CarryServiceTest {
    private val app = RuntimeEnvironment.getApplication() as DayApp
    private val notices = app.getSystemService(NotificationManager::class.java)
    private val control = Robolectric.buildService(CarryService::class.java).create()
    private val service: CarryService get() = control.get()

    @After
    fun end() {
        control.destroy()
        app.die()
    }

    /** A sync that was begun on the screen and hangs on the line. */
    private fun hanging(work: (Relay) -> Unit) = Town(Village().use { it.worker.areas.first() }).use { town ->
        Relay(town.hub.url).use { relay ->
            waiting(town, relay.url)
            app.shell.open()
            app.settle()
            relay.hold()
            app.shell.outside(Outside.Carry)
            ShadowLooper.idleMainLooper()
            relay.awaitCall()
            work(relay)
        }
    }

    private fun started(action: String? = null) {
        service.onStartCommand(Intent(app, CarryService::class.java).setAction(action), 0, 1)
        ShadowLooper.idleMainLooper()
    }

    /** What is shown now. */
    private fun notice(): Notification {
        assertTrue("in the foreground", shadowOf(service).lastForegroundNotification != null)
        return notices.activeNotifications.single().notification
    }

    private fun text(notice: Notification, what: String) = notice.extras.getString(what)

    private fun word(words: NotifyWords) = Sayings(app, Lang.HI).text(say(words))

    private fun ended() = shadowOf(service).isForegroundStopped && shadowOf(service).isStoppedBySelf

    private fun unsent(): ULong = app.ask { it.outbox().waiting }

    @Test
    fun `it is shown with how far it is and a way to stop it, names nobody, and ends with the sync`() = hanging { relay ->
        started()
        assertEquals(word(NotifyWords.NOTIFY_CARRYING), text(notice(), Notification.EXTRA_TITLE))
        assertEquals(word(NotifyWords.NOTIFY_CONNECTING), text(notice(), Notification.EXTRA_TEXT))
        assertEquals(listOf(word(NotifyWords.NOTIFY_STOP)), notice().actions.map { it.title.toString() })
        assertTrue(notice().flags and Notification.FLAG_ONGOING_EVENT != 0)
        assertEquals(NotificationManager.IMPORTANCE_LOW, notices.getNotificationChannel(notice().channelId).importance)
        namesNobody(notice())
        assertFalse(ended())
        relay.letGo()
        app.settle()
        assertTrue(ended())
        assertTrue("${notices.activeNotifications.toList()}", notices.activeNotifications.isEmpty())
        assertEquals(0uL, unsent())
    }

    @Test
    fun `stop on the notice stops the sync, loses nothing, and ends it`() = hanging {
        val before = unsent()
        started()
        started(CarryService.STOP)
        app.settle()
        assertTrue(ended())
        assertEquals(before, unsent())
    }

    @Test
    fun `stop on the notice of a job, of which this service never heard, ends too`() = hanging {
        started(CarryService.STOP)
        app.settle()
        assertTrue("it does not stay in the foreground for ever", ended())
        assertTrue(unsent() > 0uL)
    }

    @Test
    fun `where nothing is under way any more it ends at once`() = hanging { relay ->
        relay.letGo()
        app.settle()
        started()
        app.settle()
        assertTrue(ended())
    }

    @Test
    fun `no word of a sync that comes late puts the notice up again`() = hanging { relay ->
        started()
        relay.letGo()
        check(app.shell.lanes.idle())
        // What the sync said waits on the main thread while the system ends the service.
        service.onDestroy()
        notices.cancelAll()
        app.settle()
        assertTrue(notices.activeNotifications.isEmpty())
    }
}
