package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// request is one that has arrived.
type request struct {
	body          string
	left, arrived time.Time
}

// counter stands for Twilio.
type counter struct {
	url    string
	server *http.Server

	mu       sync.Mutex
	requests []request
}

func startCounter(ctx context.Context) (*counter, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c := &counter{url: "http://" + l.Addr().String()}
	c.server = &http.Server{Handler: c, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = c.server.Serve(l) }()
	return c, nil
}

const answer = `{"account_sid":"` + accountSID + `","body":%q,"direction":"outbound-api","from":"` + sender + `","num_media":"0","num_segments":"1",` +
	`"sid":"SM%032x","status":"queued","to":"%s"}`

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	arrived := time.Now()
	r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
	body := r.PostFormValue("Body")
	left, _ := strconv.ParseInt(r.Header.Get(leftHeader), 10, 64)
	c.mu.Lock()
	c.requests = append(c.requests, request{body, time.Unix(0, left), arrived})
	number := len(c.requests)
	c.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_, _ = fmt.Fprintf(w, answer, body, number, r.PostFormValue("To")) //nolint:gosec // it is no page
}

// all returns what has arrived.
func (c *counter) all() []request {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.requests
}
