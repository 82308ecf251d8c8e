// Crash sends one text each to 500 people while its worker is killed again and again, and then
// counts what the simulated Twilio has accepted. It needs no account and no server: the outbox
// is a SQLite file.
//
//	go run ./examples/crash
//
// The program starts itself as two more processes: the simulated Twilio, whose ledger survives
// everything that happens here, and the worker, which is killed without warning and started
// again.
package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"golang.org/x/time/rate"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/outboxsqlite"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

const (
	people    = 500
	perSecond = 100
	sender    = "+14155556789"
	campaign  = "opening"
	kills     = 3

	roleVariable = "OUTBOX_CRASH_ROLE" // "" is the program that starts the others
)

func main() {
	ctx := context.Background()
	var err error
	switch os.Getenv(roleVariable) {
	case "twilio":
		err = simulate(os.Stdin, os.Stdout)
	case "worker":
		err = work(ctx)
	default:
		err = run(ctx, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "crash:", err)
		os.Exit(1)
	}
}

// address is where a simulated Twilio is reached, and how.
type address struct{ URL, AccountSID, AuthToken string }

// ledger is what a simulated Twilio has accepted.
type ledger struct{ Texts, People, Twice int }

// run is the program that starts the others.
func run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "outbox-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "outbox.db")

	sim, err := startTwilio(ctx)
	if err != nil {
		return err
	}
	defer sim.stop()
	hooks, err := listen(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = hooks.Close() }()
	settings := append(os.Environ(), roleVariable+"=worker", "OUTBOX_FILE="+file, "OUTBOX_HOOKS=http://"+hooks.Addr().String(),
		"TWILIO_BASE_URL="+sim.at.URL, "TWILIO_ACCOUNT_SID="+sim.at.AccountSID, "TWILIO_AUTH_TOKEN="+sim.at.AuthToken)

	o, pool, err := open(ctx, file, sim.at, "http://"+hooks.Addr().String())
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	verifier, err := webhook.NewVerifier(webhook.Token(sim.at.AuthToken), webhook.PublicURL("http://"+hooks.Addr().String()))
	if err != nil {
		return err
	}
	server := &http.Server{Handler: o.Callbacks(verifier), ReadTimeout: 10 * time.Second}
	go func() { _ = server.Serve(hooks) }()

	done, err := o.EnqueueMany(ctx, invitations())
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "%d people are to get one text each, %d a second.\n", done.New, perSecond)
	if err := sendWithCrashes(ctx, out, pool, settings); err != nil {
		return err
	}
	told, err := sim.tally()
	if err != nil {
		return err
	}
	return report(ctx, out, pool, told)
}

// invitations makes one message for each of the people. The numbers are nobody's.
func invitations() iter.Seq2[outbox.Message, error] {
	return func(yield func(outbox.Message, error) bool) {
		for n := range people {
			m := outbox.Message{
				Key:      fmt.Sprintf("opening-%03d", n),
				Campaign: campaign,
				Params: outbox.Text(twilio.MessageCreateParams{
					To: fmt.Sprintf("+1%d5550%03d", 201+n%5*100, 100+n/5%100), From: sender, Body: "We open on Monday. Come and see us!",
				}),
			}
			if !yield(m, nil) {
				return
			}
		}
	}
}

// sendWithCrashes starts a worker, kills it while it sends, and starts the next one. The last
// worker lives until every message has an outcome.
func sendWithCrashes(ctx context.Context, out io.Writer, pool *sql.DB, settings []string) error {
	for n := range kills + 1 {
		if n == kills {
			_, _ = fmt.Fprintln(out, "This one sends the rest. Messages whose worker died before their request are looked for, which can take a minute.")
		}
		worker, err := startWorker(ctx, settings)
		if err != nil {
			return err
		}
		goal, state := people, "state NOT IN ('pending', 'sending', 'unknown')"
		if n < kills {
			goal = people * (n + 1) / (kills + 1)
		}
		have, err := waitFor(ctx, pool, state, goal)
		if err != nil {
			return errors.Join(err, worker.Process.Kill())
		}
		if err := worker.Process.Kill(); err != nil { // SIGKILL: it gets no chance to say goodbye
			return err
		}
		_ = worker.Wait()
		if n < kills {
			_, _ = fmt.Fprintf(out, "The worker is killed when %d messages have an outcome. The next worker goes on.\n", have)
		}
	}
	return nil
}

// waitFor waits until so many messages are in a state, which is a condition of SQL.
func waitFor(ctx context.Context, pool *sql.DB, state string, goal int) (have int, err error) {
	ctx, cancel := context.WithTimeout(ctx, 100*time.Second)
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		have, err = count(ctx, pool, state)
		if err != nil || have >= goal {
			return have, err
		}
		select {
		case <-ctx.Done():
			return have, fmt.Errorf("only %d of %d messages have an outcome: %w", have, goal, ctx.Err())
		case <-ticker.C:
		}
	}
}

func count(ctx context.Context, pool *sql.DB, condition string) (n int, err error) {
	err = pool.QueryRowContext(ctx, "SELECT count(*) FROM twilio_outbox WHERE "+condition).Scan(&n)
	return n, err
}

// report says what happened, in words.
func report(ctx context.Context, out io.Writer, pool *sql.DB, told ledger) error {
	var numbers [3]int
	for i, condition := range [...]string{"settled_by = 'answer'", "settled_by IN ('callback', 'search')", "state <> 'accepted'"} {
		var err error
		if numbers[i], err = count(ctx, pool, condition); err != nil {
			return err
		}
	}
	_, _ = fmt.Fprintf(out, "Every message has an outcome: %d were told by Twilio's answer, %d by a callback or a search, because their worker had died before the answer came.\n", numbers[0], numbers[1])
	_, _ = fmt.Fprintf(out, "Not accepted: %d.\n", numbers[2])
	_, _ = fmt.Fprintf(out, "The simulated Twilio accepted %d texts for %d people. People who got two: %d.\n", told.Texts, told.People, told.Twice)
	if told.Twice > 0 || told.Texts != people-numbers[2] {
		return errors.New("the outbox and the ledger of the simulated Twilio differ")
	}
	return nil
}

// open opens the outbox of a process.
func open(ctx context.Context, file string, at address, hooks string) (*outbox.Outbox[*sql.Tx], *sql.DB, error) {
	client, err := twilio.New(at.AccountSID, twilio.AuthToken(at.AuthToken), twilio.WithBaseURL(at.URL),
		twilio.WithLimiter(rate.NewLimiter(perSecond, 1)))
	if err != nil {
		return nil, nil, err
	}
	pool, err := outboxsqlite.Open(file)
	if err != nil {
		return nil, nil, err
	}
	driver := outboxsqlite.New(pool)
	if err := outbox.Migrate(ctx, driver); err != nil {
		return nil, nil, err
	}
	o, err := outbox.Open(ctx, driver, outbox.Config[*sql.Tx]{
		Client: client, Rate: perSecond, CallbackURL: hooks, Logger: slog.New(slog.DiscardHandler),
		// The usual times are longer: a second here is one that you wait for.
		RateWait: 5 * time.Second, CreateTimeout: 2 * time.Second, Lease: 17 * time.Second, Horizon: 32 * time.Second,
	})
	return o, pool, err
}

// work is the process that sends, until it is killed.
func work(ctx context.Context) error {
	at := address{os.Getenv("TWILIO_BASE_URL"), os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_AUTH_TOKEN")}
	o, pool, err := open(ctx, os.Getenv("OUTBOX_FILE"), at, os.Getenv("OUTBOX_HOOKS"))
	if err != nil {
		return err
	}
	return errors.Join(o.Run(ctx), pool.Close())
}

func startWorker(ctx context.Context, settings []string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	worker := exec.CommandContext(ctx, self)
	worker.Env, worker.Stderr = settings, os.Stderr
	err = worker.Start()
	return worker, err
}

// listen opens the socket for callbacks.
func listen(ctx context.Context) (net.Listener, error) {
	var config net.ListenConfig
	return config.Listen(ctx, "tcp", "127.0.0.1:0")
}

// twilioProcess is the simulated Twilio, in a process of its own.
type twilioProcess struct {
	at      address
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

func startTwilio(ctx context.Context) (*twilioProcess, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &twilioProcess{command: exec.CommandContext(ctx, self)}
	p.command.Env, p.command.Stderr = append(os.Environ(), roleVariable+"=twilio"), os.Stderr
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if p.in, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	err = p.read(&p.at)
	return p, err
}

// read reads the next line that the process says.
func (p *twilioProcess) read(into any) error {
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("the simulated Twilio has ended: %w", err)
	}
	return json.Unmarshal(line, into)
}

// tally ends the process, which then says what it has accepted.
func (p *twilioProcess) tally() (told ledger, err error) {
	if err := p.in.Close(); err != nil {
		return told, err
	}
	err = p.read(&told)
	return told, err
}

func (p *twilioProcess) stop() {
	_ = p.in.Close()
	_ = p.command.Wait()
}

// simulate is the process of the simulated Twilio. It ends with its input.
func simulate(in io.Reader, out io.Writer) error {
	sim, err := twiliotest.Start(twiliotest.WallTime())
	if err != nil {
		return err
	}
	defer func() { _ = sim.Close() }()
	sim.Number(sender)
	say := json.NewEncoder(out)
	if err := say.Encode(address{sim.URL(), sim.AccountSID(), sim.AuthToken()}); err != nil { //nolint:gosec // of a simulated account
		return err
	}
	if _, err := io.Copy(io.Discard, in); err != nil {
		return err
	}
	texts := map[string]int{}
	told := ledger{}
	for _, m := range sim.Messages() {
		texts[m.To]++
		told.Texts++
		if texts[m.To] == 2 {
			told.Twice++
		}
	}
	told.People = len(texts)
	return say.Encode(told)
}
