package messaging_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	ada         = "+14155551234"
	owl         = "+14155556789" // of the account
	correlation = "ad388b5a46b33b874b0d41f7226db2ef"
)

// bench is Messaging of a simulator.
type bench struct {
	*messaging.Client

	t   *testing.T
	sim *twiliotest.Sim
}

func newBench(t *testing.T, opts ...twiliotest.Option) *bench {
	t.Helper()
	sim := twiliotest.New(t, opts...)
	return &bench{Client: messaging.New(sim.Client()), t: t, sim: sim}
}

// service makes a service with a name in its pool.
func (b *bench) service() *messaging.Service {
	b.t.Helper()
	service, err := b.Services.Create(b.t.Context(), messaging.ServiceCreateParams{FriendlyName: "Owl Bank", StickySender: twilio.Ptr(false)})
	require.NoError(b.t, err)
	_, err = b.AlphaSenders.Create(b.t.Context(), service.SID, messaging.AlphaSenderCreateParams{AlphaSender: "Owl Bank"})
	require.NoError(b.t, err)
	return service
}

// requests counts the requests whose path ends so.
func (b *bench) requests(method, suffix string) int {
	n := 0
	for _, r := range b.sim.Requests() {
		if r.Method == method && strings.HasSuffix(r.Path, suffix) {
			n++
		}
	}
	return n
}

// problems returns the problems of an error, "field problem", nil when it has none.
func problems(err error) (found []string) {
	var refused *twilio.ParamError
	if errors.As(err, &refused) {
		for _, p := range refused.Problems {
			found = append(found, p.Field+" "+p.Problem)
		}
	}
	return found
}

// roundTripper answers requests in place of Twilio.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answering is Messaging of a Twilio that a test plays.
func answering(t *testing.T, answer roundTripper) *messaging.Client {
	t.Helper()
	c, err := twilio.New("AC00000000000000000000000000000001", twilio.AuthToken(strings.Repeat("0123456789abcdef", 2)),
		twilio.WithHTTPClient(&http.Client{Transport: answer}))
	require.NoError(t, err)
	return messaging.New(c)
}

// reply is an answer in JSON.
func reply(r *http.Request, status int, body string) (*http.Response, error) {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}
