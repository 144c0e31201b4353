package main

import (
	"log/slog"
	"os"
)

func main() {
	slog.Info("worker started", "queue", os.Getenv("QUEUE"))
	if err := run(); err != nil {
		slog.Error("worker stopped", "err", err)
	}
}
