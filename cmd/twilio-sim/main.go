// Twilio-sim is a Twilio on the desk: a server that every program on this machine can use in
// Twilio's place, in whatever language, and a page that shows the phones, their conversations
// and every request.
//
//	go run github.com/seed15d99369/twilio/cmd/twilio-sim
//
// It prints its address, the address of the page, example credentials, and the environment
// variables that lead a program to it. It runs until it gets an interrupt or is terminated,
// and ends with status 0 then. Status 1 says that the server could not go on, and 2 that a
// flag or a variable cannot be used.
//
// Each flag has an environment variable: TWILIO_SIM_ and its name in capitals, with _ for -,
// such as TWILIO_SIM_WEBHOOK_HOSTS. The flag wins when both are given. Run it with -help for
// the list.
//
// It listens on loopback. Whoever reaches its socket can use it, and read the messages that
// programs have sent to it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/seed15d99369/twilio/internal/desk"
)

// The exit statuses.
const (
	exitGood   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	opts, err := readOptions(args, getenv, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitGood
	case err != nil:
		_, _ = fmt.Fprintln(stderr, "twilio-sim:", err)
		return exitUsage
	case opts.version:
		_, _ = fmt.Fprintln(stdout, "twilio-sim", version())
		return exitGood
	}
	opts.config.Logger = slog.New(slog.NewTextHandler(stderr, nil))
	if opts.quiet {
		opts.config.Logger = slog.New(slog.DiscardHandler)
	}
	d, err := desk.New(opts.config)
	if err != nil {
		return complain(stderr, err)
	}
	if d.IsExposed() {
		_, _ = fmt.Fprintln(stderr, "twilio-sim: warning: other machines can reach this server. Whoever does can use it, and read every message that programs have sent to it. Use -address 127.0.0.1:8945 unless you want that.")
	}
	if !opts.quiet {
		_, _ = io.WriteString(stdout, greeting(d))
	}
	if err := d.Serve(ctx); err != nil {
		_, _ = fmt.Fprintln(stderr, "twilio-sim:", err)
		return exitFailed
	}
	return exitGood
}

// complain names the flag of a part of the configuration that cannot be used.
func complain(stderr io.Writer, err error) int {
	var field *desk.FieldError
	if errors.As(err, &field) {
		_, _ = fmt.Fprintf(stderr, "twilio-sim: -%s (%s): %v\n", flagOf(field.Field), variable(flagOf(field.Field)), field.Err)
		return exitUsage
	}
	_, _ = fmt.Fprintln(stderr, "twilio-sim:", err)
	return exitFailed
}

// version is that of the module, "(devel)" for one that was built from its folder.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
