// Twilio-campaign sends a text to everybody in a CSV file, each of them once, also when it is
// killed on the way and started again:
//
//	twilio-campaign -text "Hello {{.name}}, we open on Monday." -from +14155556789 people.csv
//
// The first line of the file names the columns. One of them holds the phone numbers; the text
// may use all of them. A file called - is standard input.
//
// Without -send nothing is sent. The command reads the whole file, and says how many people get
// the text, in which countries, in how many segments, at which price, and how long it takes. What
// cannot be sent is written to a file of rejects.
//
// With -send it sends to the simulator to which TWILIO_BASE_URL leads, and with -send -live to
// Twilio. The credentials come from the environment: TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN, or
// with TWILIO_API_KEY and TWILIO_API_SECRET.
//
// A campaign has a name, that of the file unless -campaign gives another one. Its messages and
// its state are kept in a SQLite file of that name beside the CSV file, or in PostgreSQL by
// -database. The same command again goes on where the last one was stopped. A file, a text or a
// sender that is another one by then is refused, with what can be done.
//
// At the end it says what became of the messages, and writes a report with a line for each.
//
// The exit status is
//
//	0  everything was accepted, or would be sent;
//	1  it could not go on, or was interrupted;
//	2  the command, the file or the text cannot be used as it is, and nothing was sent;
//	3  some lines were rejected, or some messages failed or are uncertain.
//
// Run it with -help for all flags. The page docs/campaign.md of the module has more.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/seed15d99369/twilio"
)

// The exit statuses.
const (
	exitGood   = 0
	exitFailed = 1
	exitUsage  = 2
	exitSome   = 3
)

func main() { os.Exit(newCommand().main(os.Args[1:])) }

// command is the program with its surroundings.
type command struct {
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
	newClient      func(opts ...twilio.Option) (*twilio.Client, error)
	times          times
}

// times are those of the outbox. The zero value leaves them to it.
type times struct {
	create, lease, horizon, fetch time.Duration
}

// newCommand is the command in its process.
func newCommand() *command {
	return &command{getenv: os.Getenv, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, newClient: twilio.NewFromEnv}
}

// main runs the command until its end or an interrupt, and returns the exit status. A second
// interrupt ends the process at once.
func (c *command) main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return c.run(ctx, args)
}

// usageError is about the command, the file or the text: nothing was sent, and the caller has to
// change something.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errSome says that not all messages were accepted. Everything was said about it.
var errSome = errors.New("some messages were not accepted")

func (c *command) run(ctx context.Context, args []string) int {
	c.stdout = wrapping(c.stdout)
	opts, err := readOptions(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		usage(c.stderr)
		return exitGood
	case err == nil && opts.version:
		_, _ = fmt.Fprintln(c.stdout, "twilio-campaign", version())
		return exitGood
	case err == nil:
		err = c.campaign(ctx, opts)
	}
	var wrong usageError
	switch {
	case err == nil:
		return exitGood
	case errors.Is(err, errSome):
		return exitSome
	}
	_, _ = fmt.Fprintln(wrapping(c.stderr), "twilio-campaign:", err)
	if errors.As(err, &wrong) {
		return exitUsage
	}
	return exitFailed
}

// campaign reads and counts everything, says what it has found, and sends it if it is asked to.
func (c *command) campaign(ctx context.Context, opts *options) error {
	p, err := c.newPlan(ctx, opts)
	if err != nil {
		return err
	}
	defer p.close()
	if err := p.say(c.stdout); err != nil {
		return err
	}
	switch {
	case p.count.recipients == 0:
		return usagef("no line of %s can be sent", p.source)
	case opts.send:
		return c.send(ctx, p)
	}
	if err := c.sayState(ctx, p); err != nil {
		return err
	}
	_, err = fmt.Fprint(c.stdout, "\n", p.howToSend(), "\n")
	if err == nil && p.count.rejects > 0 {
		err = errSome
	}
	return err
}

// version is that of the module, "(devel)" for one that was built from its folder.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
