<?php

namespace Shop\Api;

use Shop\Common\Container;
use Shop\Common\EventNames;
use Shop\Common\Journal;
use Shop\Common\LoggerInterface;
use Shop\Common\Service;

class Orders extends Service
{
    public function __construct(private Journal $journal, private LoggerInterface $logger)
    {
    }

    public function place(string $user): void
    {
        $this->logger->info(EventNames::ORDERED, ['user' => $user]);
        $this->chronicle->warning("slow $user");
        Container::get(LoggerInterface::class)->debug('asked for');
        $this->journal->audit('audited ' . $user);
        Journal::shout('shouted');
        $this->fail('failed');
    }

    private function fail(string $why): void
    {
        $this->logger->error($why);
    }
}
