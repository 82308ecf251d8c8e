// Package redislimiter lets the processes of a fleet share their rates in Redis, 7 or newer, by way
// of go-redis.
//
// Each question is one script, which Redis runs as one step. The package redis_rate does not do
// what is needed here: it never books a turn in advance, so that turns pass between two
// questions; it asks for one key at a time; and it knows neither cool-downs nor requests in flight.
//
// Everything stands in one slot of a cluster, under names that begin with "{twilio-limiter}:".
// The names are hashed: they show no phone numbers. A server that has lost its memory, by a
// restart or because it took over from another one, gives no turns for about two seconds. Choose
// a maxmemory-policy that evicts nothing, such as noeviction: an evicted key is a forgotten turn.
package redislimiter

import (
	"context"
	"crypto/sha1" //nolint:gosec // the name that Redis gives to a script
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/seed15d99369/twilio/limiter"
)

// prefix keeps all keys in one slot of a cluster, because a script may only use those of one.
const prefix = "{twilio-limiter}:"

// reconnect is how long go-redis can take to find out that a server is back: it looks once a second.
const reconnect = 1500 * time.Millisecond

var (
	//go:embed take.lua
	takeText string
	//go:embed end.lua
	endText string
)

// Store is a [limiter.Store] in Redis.
type Store struct {
	client    redis.Scripter
	take, end script
}

// script is a text and the name that Redis has for it.
type script struct{ text, sum string }

func newScript(text string) script {
	sum := sha1.Sum([]byte(text)) //nolint:gosec // Redis calls scripts so
	return script{text, hex.EncodeToString(sum[:])}
}

// New makes a store of a client, which stays the caller's: a *redis.Client or a *redis.ClusterClient.
// A *redis.Ring is none: when one of its servers is away, it asks another one, which knows nothing.
//
// Give the client ContextTimeoutEnabled, or a short ReadTimeout: by default go-redis waits for five
// seconds for a server that hangs, and not for limiter.Config.Timeout.
func New(client redis.Scripter) *Store {
	return &Store{client: client, take: newScript(takeText), end: newScript(endText)}
}

// Take implements [limiter.Store].
func (s *Store) Take(ctx context.Context, ask limiter.Ask) (limiter.Booking, error) {
	if s == nil || s.client == nil {
		return limiter.Booking{}, errNoClient
	}
	keys := make([]string, 0, 4+len(ask.Keys))
	keys = append(keys, prefix+"cold", prefix+ask.Cool, prefix+ask.Flight, prefix+ask.Flight+":cap")
	args := make([]any, 0, 7+2*len(ask.Keys)+len(ask.Leases))
	args = append(args, 0, (ask.Quiet + reconnect).Microseconds(), ask.Ahead.Microseconds(), ask.Turns, ask.Cap, ask.Lease.Microseconds(), len(ask.Keys))
	for _, key := range ask.Keys {
		keys = append(keys, prefix+key.Name)
		args = append(args, key.Interval.Microseconds(), key.Burst)
	}
	if ask.Flight != "" {
		for _, lease := range ask.Leases {
			args = append(args, lease)
		}
	}
	answer, err := s.client.EvalSha(ctx, s.take.sum, keys, args...).Int64Slice()
	if redis.HasErrorPrefix(err, "NOSCRIPT") {
		args[0] = 1
		answer, err = s.client.Eval(ctx, s.take.text, keys, args...).Int64Slice()
	}
	if err != nil {
		return limiter.Booking{}, err
	}
	return booking(answer)
}

var errNoClient = errors.New("redislimiter: the store has no client: make it with redislimiter.New and a client of go-redis")

// booking reads the answer of the script: the time, turns, closed, full, and an offset for each rate.
func booking(answer []int64) (limiter.Booking, error) {
	const offsets = 4
	if len(answer) < offsets {
		return limiter.Booking{}, fmt.Errorf("the script of turns answers with %d numbers", len(answer))
	}
	b := limiter.Booking{Now: time.UnixMicro(answer[0]), Turns: int(answer[1]), Closed: micros(answer[2]), Full: answer[3] == 1}
	for _, offset := range answer[offsets:] {
		b.Offsets = append(b.Offsets, micros(offset))
	}
	return b, nil
}

func micros(n int64) time.Duration { return time.Duration(n) * time.Microsecond }

// End implements [limiter.Store].
func (s *Store) End(ctx context.Context, end limiter.End) error {
	if s == nil || s.client == nil {
		return errNoClient
	}
	keys := []string{prefix + end.Cool, prefix + end.Flight, prefix + end.Flight + ":cap"}
	args := make([]any, 0, 5+len(end.Leases))
	args = append(args, end.Cap, end.Lease.Microseconds(), end.Busy, end.Done, end.For.Microseconds())
	for _, lease := range end.Leases {
		args = append(args, lease)
	}
	err := s.client.EvalSha(ctx, s.end.sum, keys, args...).Err()
	if redis.HasErrorPrefix(err, "NOSCRIPT") {
		err = s.client.Eval(ctx, s.end.text, keys, args...).Err()
	}
	if err == redis.Nil { //nolint:errorlint // as go-redis returns it
		return nil
	}
	return err
}
