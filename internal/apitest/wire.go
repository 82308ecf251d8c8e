package apitest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/seed15d99369/twilio"
)

// The account that the calls are made for.
const (
	account = "AC00000000000000000000000000000001"
	secret  = "c0ffee0123456789abcdef0123456789"

	clientID    = "OQ00000000000000000000000000000001"
	accessToken = "c0ffee-token" // of that app
)

// maxAttempts is how often the default policy sends a request that may be repeated.
const maxAttempts = 4

// request is a request as it arrived.
type request struct {
	*http.Request
	body []byte
}

// reply is an answer, or the failure of the network.
type reply struct {
	status int
	header http.Header
	body   string
	err    error
}

// wire stands in Twilio's place: it keeps the requests and answers them.
type wire struct {
	answer func(n int, req *request) reply // n counts from 1
	oauth  bool                            // the client has an OAuth app

	mu   sync.Mutex
	sent []*request
}

// always answers all requests alike.
func always(r reply) *wire { return &wire{answer: func(int, *request) reply { return r }} }

// RoundTrip reads the request whole, as a server would.
func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	if w.oauth && req.URL.Host == "oauth.twilio.com" {
		return respond(req, reply{status: http.StatusOK, body: `{"access_token":"` + accessToken + `","expires_in":3600}`}), nil
	}
	arrived := &request{Request: req}
	if req.Body != nil {
		arrived.body, _ = io.ReadAll(req.Body)
		_ = req.Body.Close()
	}
	w.mu.Lock()
	w.sent = append(w.sent, arrived)
	n := len(w.sent)
	w.mu.Unlock()
	r := w.answer(n, arrived)
	if r.err != nil {
		return nil, r.err
	}
	return respond(req, r), nil
}

func respond(req *http.Request, r reply) *http.Response {
	header := r.header
	if header == nil {
		header = http.Header{"Content-Type": {"application/json"}}
	}
	return &http.Response{
		StatusCode: r.status, Header: header, Request: req, ContentLength: -1,
		Body: io.NopCloser(strings.NewReader(r.body)), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
}

// client returns a client that sends to the wire and never really waits.
func (w *wire) client() (*twilio.Client, error) {
	credential := twilio.AuthToken(secret)
	if w.oauth {
		credential = twilio.OAuth(clientID, secret)
	}
	return twilio.New(account, credential, twilio.WithHTTPClient(&http.Client{Transport: w}), twilio.WithClock(clock{}))
}

// client returns the client for an operation, with a credential that it takes.
func (o *operation) client(w *wire) (*twilio.Client, error) {
	w.oauth = o.row.OAuth
	return w.client()
}

// clock tells the time and sleeps not at all.
type clock struct{}

func (clock) Now() time.Time { return time.Now() }

func (clock) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

var errCut = errors.New("the connection was cut")
