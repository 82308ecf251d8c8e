package redislimiter_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/redisserver"
	"github.com/seed15d99369/twilio/limiter"
	"github.com/seed15d99369/twilio/limiter/internal/storetest"
	"github.com/seed15d99369/twilio/limiter/redislimiter"
)

// connect returns a client of the server for tests.
func connect(t *testing.T) *redis.Client {
	t.Helper()
	address := os.Getenv("LIMITER_REDIS")
	if address == "" {
		t.Skip("this test needs Redis: run it with \"go run github.com/seed15d99369/twilio/limiter/internal/with go test ./...\", or set LIMITER_REDIS to the address of a server")
	}
	return connectTo(t, address)
}

func connectTo(t *testing.T, address string) *redis.Client {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: address})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client
}

// warm makes the server know the scripts, and waits until it gives turns.
func warm(t *testing.T, store *redislimiter.Store) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		b, err := store.Take(t.Context(), limiter.Ask{Turns: 1, Quiet: time.Millisecond})
		require.NoError(t, err)
		if b.Closed == 0 {
			return
		}
		<-ticker.C
	}
}

func TestStore(t *testing.T) {
	t.Parallel()
	store, other := redislimiter.New(connect(t)), redislimiter.New(connect(t))
	warm(t, store)
	storetest.Run(t, store, other)
}

// TestRedisRateOwnBurst: redis_rate.PerSecond(100) lets a hundred requests leave at once. Twilio's rates
// have no burst.
func TestRedisRateOwnBurst(t *testing.T) {
	t.Parallel()
	rates := redis_rate.NewLimiter(connect(t))
	allowed := 0
	for range 99 {
		result, err := rates.Allow(t.Context(), "own burst", redis_rate.PerSecond(100))
		require.NoError(t, err)
		allowed += result.Allowed
	}
	assert.Equal(t, 99, allowed)

	store := redislimiter.New(connect(t))
	warm(t, store)
	ask := limiter.Ask{Keys: []limiter.Key{{Name: "no burst", Interval: time.Hour, Burst: 1}}, Turns: 99}
	b, err := store.Take(t.Context(), ask)
	require.NoError(t, err)
	assert.Equal(t, 1, b.Turns)
}

// TestRestart: a server that has forgotten everything gives no turns while those that it gave before are
// still used.
func TestRestart(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	server, err := redisserver.Start(ctx, t.TempDir())
	if err == redisserver.ErrNotInstalled { //nolint:errorlint // as Start returns it
		t.Skip(err)
	}
	require.NoError(t, err)
	defer func() { require.NoError(t, server.Stop()) }()
	store := redislimiter.New(connectTo(t, server.Address))
	warm(t, store)
	ask := limiter.Ask{Keys: []limiter.Key{{Name: "key", Interval: time.Hour, Burst: 1}}, Turns: 1, Quiet: time.Hour}
	b, err := store.Take(ctx, ask)
	require.NoError(t, err)
	require.Equal(t, 1, b.Turns)

	require.NoError(t, server.Stop())
	_, err = store.Take(ctx, ask)
	require.Error(t, err)
	require.NoError(t, server.Restart(ctx))
	again := redislimiter.New(connectTo(t, server.Address)) // that waits for no reconnection
	for range 2 {
		b, err = again.Take(ctx, ask)
		require.NoError(t, err)
		assert.Zero(t, b.Turns)
		assert.Greater(t, b.Closed, 50*time.Minute)
	}
	require.NoError(t, again.End(ctx, limiter.End{Cool: "cool", For: time.Minute}), "a script that the server does not know either")
}
