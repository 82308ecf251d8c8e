package main

import (
	"bufio"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/seed15d99369/twilio/internal/pgserver"
	"github.com/seed15d99369/twilio/internal/redisserver"
	"github.com/seed15d99369/twilio/limiter"
	"github.com/seed15d99369/twilio/limiter/pglimiter"
)

// scenario is one run.
type scenario struct {
	store   string
	workers int
	senders int
	rate    limiter.Rate
	share   float64
	warm    time.Duration
	length  time.Duration
	trouble bool
	outage  time.Duration
}

func (s *scenario) flags(f *flag.FlagSet) {
	f.StringVar(&s.store, "store", "redis", "redis, postgres, or redis_rate for that package alone")
	f.IntVar(&s.workers, "workers", 4, "processes")
	f.IntVar(&s.senders, "senders", 20, "requests that each worker makes at a time")
	f.Float64Var(&s.rate.PerSecond, "rate", limiter.ShortCode, "requests a second")
	f.IntVar(&s.rate.Burst, "burst", 0, "of the rate; 0 is 1, and for redis_rate the package's own")
	f.Float64Var(&s.share, "share", 0, "requests a second that each worker sends while the store is away")
	f.DurationVar(&s.warm, "warm", 5*time.Second, "until the count begins")
	f.DurationVar(&s.length, "for", time.Minute, "how long is counted")
	f.BoolVar(&s.trouble, "trouble", false, "kill a worker, stop another one for a while, and restart the store")
	f.DurationVar(&s.outage, "outage", 0, "how long the store is away, from the middle on")
}

// storeServer is a server of a store.
type storeServer interface {
	Stop() error
	Restart(ctx context.Context) error
}

// process is a worker.
type process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	killed  bool
}

// run carries a scenario out.
func (s *scenario) run(ctx context.Context) (r *result, err error) {
	dir, err := os.MkdirTemp("", "fleettest-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	server, address, err := s.startStore(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	twilio, err := startCounter(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, twilio.server.Close()) }()
	var processes []*process
	defer func() {
		for _, p := range processes {
			_ = p.command.Process.Kill()
		}
	}()
	for i := range s.workers {
		p, err := startWorker(ctx, order{Worker: i, Store: s.store, Address: address, Twilio: twilio.url, Rate: s.rate, Share: s.share, Senders: s.senders})
		if err != nil {
			return nil, err
		}
		processes = append(processes, p)
	}
	pause(ctx, s.warm)
	r = &result{from: time.Now()}
	if err := s.pass(ctx, processes, server, r); err != nil {
		return nil, err
	}
	r.to = time.Now()
	for _, p := range processes {
		if err := p.end(r); err != nil {
			return nil, err
		}
	}
	processes = nil
	r.read(s, twilio.all())
	return r, ctx.Err()
}

// pass lets the time of the count pass, with its troubles.
func (s *scenario) pass(ctx context.Context, processes []*process, server storeServer, r *result) error {
	began := time.Now()
	until := func(share float64) {
		pause(ctx, time.Until(began.Add(time.Duration(share*float64(s.length)))))
	}
	if s.trouble {
		until(0.15)
		processes[0].killed = true
		if err := processes[0].command.Process.Kill(); err != nil {
			return err
		}
		until(0.25)
		if err := processes[1].command.Process.Signal(syscall.SIGSTOP); err != nil {
			return err
		}
		until(0.4)
		if err := processes[1].command.Process.Signal(syscall.SIGCONT); err != nil {
			return err
		}
	}
	if outage := s.outageTime(); outage > 0 {
		until(0.5)
		if err := server.Stop(); err != nil {
			return err
		}
		r.awayFrom = time.Now()
		pause(ctx, outage)
		r.awayTo = time.Now()
		if err := server.Restart(ctx); err != nil {
			return err
		}
	}
	until(1)
	return nil
}

func (s *scenario) outageTime() time.Duration {
	if s.trouble {
		return cmp.Or(s.outage, s.length/10)
	}
	return s.outage
}

func (s *scenario) startStore(ctx context.Context, dir string) (storeServer, string, error) {
	if s.store != "postgres" {
		server, err := redisserver.Start(ctx, dir)
		if err != nil {
			return nil, "", err
		}
		return server, server.Address, nil
	}
	server, err := pgserver.Start(ctx, dir, "max_connections = 300")
	if err != nil {
		return nil, "", err
	}
	db, err := sql.Open("pgx", server.DSN)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = db.Close() }()
	return server, server.DSN, pglimiter.Migrate(ctx, db)
}

func startWorker(ctx context.Context, o order) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	p := &process{command: exec.CommandContext(ctx, self)}
	p.command.Env = append(os.Environ(), variable+"="+string(text))
	p.command.Stderr = os.Stderr
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	if p.in, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	return p, p.command.Start()
}

// end asks a worker for its report.
func (p *process) end(r *result) error {
	_ = p.in.Close()
	if p.killed {
		_ = p.command.Wait()
		return nil
	}
	var told report
	if err := json.NewDecoder(p.out).Decode(&told); err != nil {
		return fmt.Errorf("a worker gave no report: %w", err)
	}
	r.reports = append(r.reports, told)
	return p.command.Wait()
}
