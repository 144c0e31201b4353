<?php

namespace Shop\Common;

// No word of a library stands in this file: it is read because others ask for what it declares.
final class EventNames
{
    public const ORDERED = 'order placed by {user}';
}
