// Package outbox sends messages, calls and verifications that are kept in a database: each key at
// most once, whatever crashes.
package outbox
