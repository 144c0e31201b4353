<?php

namespace Shop\Common;

interface LoggerInterface extends \Psr\Log\LoggerInterface
{
}
