// Command with runs another command with a Redis and a PostgreSQL server beside it, whose addresses stand
// in the variables LIMITER_REDIS and LIMITER_POSTGRES. The servers end with the command, and
// their data goes.
//
//	go run ./limiter/internal/with go test ./...
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/seed15d99369/twilio/internal/pgserver"
	"github.com/seed15d99369/twilio/internal/redisserver"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "with:", err)
		code = 1
	}
	os.Exit(code)
}

func run(command []string) (code int, err error) {
	if len(command) == 0 {
		return 0, errors.New("give the command that needs Redis and PostgreSQL")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	dir, err := os.MkdirTemp("", "limiter-servers-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	starting, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	redis, err := redisserver.Start(starting, dir)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, redis.Stop()) }()
	postgres, err := pgserver.Start(starting, dir)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, postgres.Stop()) }()
	child := exec.CommandContext(ctx, command[0], command[1:]...) //nolint:gosec // the caller's own
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	child.Env = append(os.Environ(), "LIMITER_REDIS="+redis.Address, "LIMITER_POSTGRES="+postgres.DSN)
	err = child.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return max(ended.ExitCode(), 1), nil
	}
	return 0, err
}
