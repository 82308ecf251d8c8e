package main

import (
	"context"
	"errors"
	"io"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed15d99369/twilio/outbox/outboxpgx"
	"github.com/seed15d99369/twilio/outbox/outboxsqlite"
)

func measureSQLite(ctx context.Context, o options, file string, out io.Writer) error {
	pool, err := outboxsqlite.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	return measureOutbox(ctx, o, outboxsqlite.New(pool), out)
}

func measurePostgres(ctx context.Context, o options, address string, out io.Writer) error {
	if address == "" {
		return errors.New("OUTBOX_POSTGRES is empty: run it with ./internal/pgserver/with")
	}
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return err
	}
	config.MaxConns = int32(o.workers) //nolint:gosec // some
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	return measureOutbox(ctx, o, outboxpgx.New(pool), out)
}
