package shop.common

// No word of a library stands in this file: it is read because others ask for what it declares.
const val ORDERED = "order placed"

object EventNames {
    const val REFUSED = "order refused"
}
