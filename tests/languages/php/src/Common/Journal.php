<?php

namespace Shop\Common;

use Psr\Log\LoggerInterface;

abstract class Service
{
    public function __construct(protected LoggerInterface $chronicle)
    {
    }
}

class Journal
{
    private LoggerInterface $inner;

    public function __construct(LoggerInterface $inner)
    {
        $this->inner = $inner;
    }

    public function audit(string $message): void
    {
        $this->inner->info($message);
    }

    public static function shout($message): void
    {
        if (is_object($message)) {
            $message = var_export($message, true);
        }
        error_log($message);
    }
}
