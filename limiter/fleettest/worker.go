package main

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/go-redis/redis_rate/v10"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/redis/go-redis/v9"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/limiter"
	"github.com/seed15d99369/twilio/limiter/pglimiter"
	"github.com/seed15d99369/twilio/limiter/redislimiter"
)

// order is what a worker is told, by its environment.
type order struct {
	Worker  int
	Store   string
	Address string // of the store
	Twilio  string // the base URL
	Rate    limiter.Rate
	Share   float64
	Senders int // goroutines
}

const (
	variable   = "FLEETTEST_WORKER"
	accountSID = "AC00000000000000000000000000000001"
	authToken  = "00000000000000000000000000000000"
	sender     = "+14155556789"
	leftHeader = "X-Left"
)

// errNoWorker says that this process is no worker.
var errNoWorker = errors.New("this process is no worker")

// report is what a worker says in the end.
type report struct {
	Sent    []string       // the bodies that were accepted
	Unknown []string       // those of which nobody knows
	Refused map[string]int // calls that were not sent and were made again, by reason
}

// worker sends messages until its input ends.
type worker struct {
	order

	client *twilio.Client
	mu     sync.Mutex
	count  int
	report report
}

// work does what a worker is told.
func work(ctx context.Context, in io.Reader, out io.Writer) error {
	if os.Getenv(variable) == "" {
		return errNoWorker
	}
	redis.SetLogger(silent{})
	w := &worker{report: report{Refused: map[string]int{}}}
	if err := json.Unmarshal([]byte(os.Getenv(variable)), &w.order); err != nil {
		return err
	}
	limits, err := w.limiter()
	if err != nil {
		return err
	}
	w.client, err = twilio.New(accountSID, twilio.AuthToken(authToken), twilio.WithBaseURL(w.Twilio), twilio.WithLimiter(limits),
		twilio.WithHTTPClient(&http.Client{Transport: stamping{&http.Transport{MaxIdleConnsPerHost: w.Senders}}}))
	if err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, in)
		close(ended)
	}()
	var group sync.WaitGroup
	for range w.Senders {
		group.Go(func() { w.sendUntil(ctx, ended) })
	}
	group.Wait()
	return json.NewEncoder(out).Encode(w.report)
}

// silent keeps go-redis from telling of each connection that fails.
type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// sendUntil sends one message after the other. Each of them is tried until it is sent.
func (w *worker) sendUntil(ctx context.Context, ended <-chan struct{}) {
	for {
		select {
		case <-ended:
			return
		default:
		}
		w.mu.Lock()
		w.count++
		body := fmt.Sprintf("worker %d, message %d", w.Worker, w.count)
		w.mu.Unlock()
		for !w.send(ctx, body) {
			pause(ctx, 100*time.Millisecond)
		}
	}
}

func (w *worker) send(ctx context.Context, body string) (over bool) {
	_, err := w.client.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155551234", From: sender, Body: body})
	w.mu.Lock()
	defer w.mu.Unlock()
	var away *limiter.StoreError
	switch {
	case err == nil:
		w.report.Sent = append(w.report.Sent, body)
	case errors.As(err, &away) && errors.Is(err, twilio.ErrNotSent):
		w.report.Refused["store away"]++
		return false
	case errors.Is(err, twilio.ErrNotSent):
		w.report.Refused[err.Error()]++
		return false
	default:
		w.report.Unknown = append(w.report.Unknown, err.Error())
	}
	return true
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// stamping notes when a request leaves.
type stamping struct{ http.RoundTripper }

func (t stamping) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set(leftHeader, strconv.FormatInt(time.Now().UnixNano(), 10))
	return t.RoundTripper.RoundTrip(req)
}

func (w *worker) limiter() (twilio.Limiter, error) {
	config := limiter.Config{Rules: []limiter.Rule{
		{By: limiter.BySender, Ops: []string{"Messages.Create"}, Rate: w.Rate, Share: w.Share},
	}}
	switch w.Store {
	case "redis":
		config.Store = redislimiter.New(redis.NewClient(&redis.Options{Addr: w.Address}))
	case "postgres":
		db, err := sql.Open("pgx", w.Address)
		if err != nil {
			return nil, err
		}
		db.SetMaxIdleConns(w.Senders)
		config.Store = pglimiter.New(db)
	case "redis_rate":
		return &redisRate{redis_rate.NewLimiter(redis.NewClient(&redis.Options{Addr: w.Address})), w.Rate}, nil
	default:
		return nil, errors.New("the store is redis, postgres or redis_rate")
	}
	return limiter.New(config)
}

// redisRate is what a program would write with redis_rate alone. A burst of 0 is the package's own.
type redisRate struct {
	limits *redis_rate.Limiter
	rate   limiter.Rate
}

func (r *redisRate) Wait(ctx context.Context) error {
	limit := redis_rate.PerSecond(int(r.rate.PerSecond))
	limit.Burst = cmp.Or(r.rate.Burst, limit.Burst)
	for {
		result, err := r.limits.Allow(ctx, "sender", limit)
		if err != nil || result.Allowed > 0 {
			return err
		}
		pause(ctx, result.RetryAfter)
	}
}
