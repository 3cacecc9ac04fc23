package shivir.logic.settings

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.domain.Lang
import shivir.logic.kit.Block
import shivir.logic.kit.Look
import shivir.logic.kit.Outside
import shivir.logic.kit.Route
import shivir.logic.kit.ScreenId
import shivir.logic.kit.Theme
import shivir.logic.rig.Hand
import shivir.logic.rig.Village
import shivir.logic.rig.plain

class SettingsTest {
    private fun setting(work: (Hand) -> Unit) = Village().use { village ->
        Hand(village, listOf(Settings), Route(ScreenId.SETTINGS)).use(work)
    }

    private fun Hand.chosen() = page.body.filterIsInstance<Block.Choice>().filter { it.chosen }.map { it.key }

    @Test
    fun everyChoiceHoldsAtOnceAndIsKept() = setting { hand ->
        assertEquals(listOf("hi", "letters-1.0", "sound-off", "theme-SYSTEM"), hand.chosen())
        hand.touch(SettingsWords.SETTINGS_ENGLISH)
        hand.touch(SettingsWords.SETTINGS_LETTERS_LARGEST)
        hand.touch(SettingsWords.SETTINGS_SOUND_ON)
        hand.touch(SettingsWords.SETTINGS_THEME_SUN)
        assertEquals(listOf("en", "letters-2.0", "sound-on", "theme-SUN"), hand.chosen())
        assertEquals(Lang.EN to Look(Theme.SUN, 2.0f, true), hand.seat.lang to hand.seat.look)
    }

    @Test
    fun whoTurnsTheSoundOnHearsItAtOnceAndOffIsQuiet() = setting { hand ->
        hand.touch(SettingsWords.SETTINGS_SOUND_ON)
        assertEquals("settings_sound_try", plain((hand.asked.single() as Outside.Speak).what.single()))
        hand.touch(SettingsWords.SETTINGS_SOUND_OFF)
        assertEquals(Outside.Hush, hand.asked.last())
    }

    @Test
    fun noNamesStandOnItSoThatItMayBePictured() = setting { hand ->
        assertTrue(!hand.page.personal)
    }
}
