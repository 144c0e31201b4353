package shop.api

import org.slf4j.Logger
import shop.common.EventNames
import shop.common.Journal
import shop.common.ORDERED
import shop.common.Service
import shop.common.contextLogger

class Orders(log: Logger, private val journal: Journal) : Service(log) {
    companion object {
        private val logger = contextLogger()
    }

    fun place(user: String) {
        logger.info("$ORDERED by $user")
        logger.warn(EventNames.REFUSED)
        log.debug("inherited $user")
        journal.audit("audited $user")
        fail("failed")
    }

    private fun fail(why: String) = logger.error(why)
}
