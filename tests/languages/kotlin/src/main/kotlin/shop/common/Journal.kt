package shop.common

import org.slf4j.Logger
import org.slf4j.LoggerFactory

inline fun <reified T : Any> T.contextLogger(): Logger = LoggerFactory.getLogger(T::class.java)

class Journal(private val inner: Logger) {
    fun audit(message: String) {
        inner.info(message)
    }
}

abstract class Service(protected val log: Logger)
