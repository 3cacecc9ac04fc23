package shivir.logic.carry

import shivir.logic.kit.Words

/** What is said of the way to the district, where the core could not say it: nothing came that it might have read. */
enum class CarryWords : Words { CARRY_NO_ANSWER, CARRY_NO_ANSWER_ENROL, CARRY_STOPPED, CARRY_LIST_LATER }
