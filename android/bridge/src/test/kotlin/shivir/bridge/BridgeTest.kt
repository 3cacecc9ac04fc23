package shivir.bridge

import java.io.File
import java.time.LocalDate
import java.util.concurrent.atomic.AtomicReference
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import shivir.bindings.ImportWatch
import shivir.bindings.Phone
import shivir.bindings.PhoneException
import shivir.core.ImportProgress
import shivir.core.ImportStage
import shivir.core.LedgerLevel
import shivir.core.Left
import shivir.core.Facets
import shivir.core.SearchOptions
import shivir.domain.BirthSource
import shivir.domain.Cadre
import shivir.domain.Sex

/** The generated Kotlin on the core itself, with a real encrypted store: nothing stands in for anything. */
class BridgeTest {
    @Test
    fun workersAreThereAfterTheStoreIsOpenedAgain() = TestPhone().use {
        val added = it.phone.addWorker("फूलबाई", Cadre.Mitanin, listOf(7uL))
        it.phone.closeStore()
        assertThrows(PhoneException.Closed::class.java) { it.phone.workers() }
        Phone.open(it.store(), TestPhone.KEY).use { again ->
            assertEquals(listOf(added), again.workers())
            assertEquals(Cadre.Mitanin, added.cadre)
            again.closeStore()
        }
    }

    @Test
    fun aListIsImportedWithProgressAndItsBrokenRowIsCounted() = TestPhone().use {
        val watch = Patient()
        val report = it.import(others = 20, watch = watch)
        assertEquals(21uL, report.people)
        assertEquals(1uL, report.rejected)
        assertEquals(report.rejectedFile, File(it.dir, "rejected.csv").path)
        assertTrue(File(it.dir, "rejected.csv").isFile)
        assertEquals(ImportStage.INDEXING, watch.told.last().stage)
        assertEquals(21uL, watch.told.last().people)
    }

    @Test
    fun onePersonIsFoundInHindiAndInLatinLetters() = TestPhone().use {
        it.import(others = 20)
        val hindi = it.phone.search("सीता", SearchOptions()).single()
        for (spelled in listOf("Sita", "seeta", "seetha bai", "sit")) {
            assertEquals(spelled, hindi.person, it.phone.search(spelled, SearchOptions()).first().person)
        }
        assertEquals("Sita Bai", hindi.nameEn)
        assertFalse(hindi.made)
        val person = it.phone.person(hindi.person)
        assertEquals(hindi.person, person.id)
        assertTrue(person.onList)
        assertEquals("सीता बाई", person.listed?.nameHi)
        assertEquals(Sex.Female, person.listed?.sex)
        assertEquals(LocalDate.of(1982, 11, 11), person.listed?.birth?.day)
        assertEquals(BirthSource.List, person.listed?.birth?.source)
        assertEquals(listOf(person), it.phone.household(hindi.person))
    }

    @Test
    fun aSearchIsNarrowedAndTheLedgerAddsUp() = TestPhone().use {
        it.import(others = 60)
        assertEquals(50, it.phone.search("santosh", SearchOptions()).size)
        val left = SearchOptions(limit = 3u, facets = Facets(left = Left.ANY))
        assertEquals(3, it.phone.search("संतोष", left).size)
        val ledger = it.phone.ledger(LedgerLevel.District)
        assertEquals(61uL, ledger.target)
        assertEquals(ledger.target, ledger.made + ledger.left)
        assertEquals(721_246uL, ledger.campaignTarget?.beneficiaries)
        val area = it.phone.search("सीता", SearchOptions()).single().area
        assertEquals(61uL, it.phone.ledger(LedgerLevel.Area(area)).left)
    }

    @Test
    fun aSearchIsInterruptedFromAnotherThreadAndTheNextOneIsNot() = TestPhone().use {
        it.import(others = 2_000)
        val ended = AtomicReference<Throwable>()
        val searches = Thread {
            ended.set(
                assertThrows(PhoneException.Interrupted::class.java) {
                    while (true) it.phone.search("s", SearchOptions(limit = 500u))
                },
            )
        }
        searches.start()
        while (searches.isAlive) {
            it.phone.interrupt()
            Thread.yield()
        }
        assertTrue(ended.get() is PhoneException.Interrupted)
        assertEquals(50, it.phone.search("santosh", SearchOptions()).size)
    }

    @Test
    fun anImportThatIsStoppedOrWhoseWatchThrowsLeavesTheListAsItWas() = TestPhone().use {
        it.import()
        val stops = object : ImportWatch {
            override fun progress(progress: ImportProgress) = false
        }
        val throws = object : ImportWatch {
            override fun progress(progress: ImportProgress): Boolean = error("सीता")
        }
        for (watch in listOf(stops, throws)) {
            val error = assertThrows(PhoneException.Interrupted::class.java) { it.import(others = 9, watch = watch) }
            assertFalse(error.message.contains("सीता"))
            assertEquals(1uL, it.phone.ledger(LedgerLevel.District).target)
        }
    }

    @Test
    fun eachErrorHasItsTypeAndSaysWhatIsSafeInBothLanguages() = TestPhone().use {
        val inUse = assertThrows(PhoneException.InUse::class.java) { Phone.open(it.store(), TestPhone.KEY) }
        val noCampaign = assertThrows(PhoneException.NotFound::class.java) {
            it.phone.importRoster(File(it.dir, "list.csv").apply { writeText("x") }.path, null, Patient())
        }
        val noPack = assertThrows(PhoneException.Refused::class.java) {
            it.phone.loadBuiltinCampaign("raipur", null)
        }
        val noList = assertThrows(PhoneException.NotFound::class.java) { it.phone.ledger(LedgerLevel.District) }
        val nobody = assertThrows(PhoneException.NotFound::class.java) {
            it.phone.person("00000000-0000-4000-8000-000000000000")
        }
        it.phone.closeStore()
        val wrong = assertThrows(PhoneException.WrongKey::class.java) { Phone.open(it.store(), ByteArray(48)) }
        val short = assertThrows(PhoneException.WrongKey::class.java) { Phone.open(it.store(), ByteArray(3)) }
        val said = listOf(inUse.said, noCampaign.said, noPack.said, noList.said, nobody.said, wrong.said, short.said)
        for (text in said) {
            assertTrue(text.hi, text.hi.any { letter -> letter in 'ऀ'..'ॿ' })
            assertNotEquals(text.hi, text.en)
        }
        assertTrue(wrong.said.en.contains("safe"))
        Phone.open(it.store(), TestPhone.KEY).use { again -> again.closeStore() }
    }

    @Test
    fun aDamagedStoreIsSaidToBeDamagedAndIsNotDeleted() = TestPhone().use {
        it.phone.closeStore()
        val file = File(it.store(), "camp.db")
        file.writeBytes(ByteArray(0))
        assertThrows(PhoneException.DamagedCamp::class.java) { Phone.open(it.store(), TestPhone.KEY) }
        assertTrue(file.exists())
    }
}
