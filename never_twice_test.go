package twilio_test

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

var longWalk = flag.Bool("long", false, "walk a million steps through a hostile network instead of ten thousand")

// namedFate is one way in which an attempt can end.
type namedFate struct {
	name string
	fate fate
}

// fates are the ends of an attempt, as a client above a transport of its own sees
// them: before the request was carried out, after it, or never.
var fates = []namedFate{
	{name: "passes", fate: passes},
	{name: "carried out, connection lost", fate: loses},
	{name: "read, connection lost", fate: swallows},
	{name: "not read, connection lost", fate: swallowsAll},
	{name: "429, 20429", fate: before(http.StatusTooManyRequests, `{"code":20429,"message":"Too many requests"}`, "Retry-After", "1")},
	{name: "429 without code", fate: before(http.StatusTooManyRequests, "")},
	{name: "429 of a product", fate: before(http.StatusTooManyRequests, `{"code":60203,"message":"Max send attempts reached"}`)},
	{name: "400", fate: before(http.StatusBadRequest, `{"code":21211,"message":"Invalid 'To' Phone Number"}`)},
	{name: "503 before", fate: before(http.StatusServiceUnavailable, `{"code":20503,"message":"Unavailable"}`, "Retry-After", "1")},
	{name: "503 after", fate: after(http.StatusServiceUnavailable, `{"code":20503,"message":"Unavailable"}`, "Retry-After", "1")},
	{name: "502 in HTML before", fate: before(http.StatusBadGateway, "<html>")},
	{name: "502 in HTML after", fate: after(http.StatusBadGateway, "<html>")},
	{name: "redirect elsewhere", fate: before(http.StatusTemporaryRedirect, "", "Location", "https://elsewhere.example.com/")},
	{name: "201 cut short", fate: cutShort},
	{name: "201 in HTML", fate: after(http.StatusCreated, "<html>")},
	{name: "201 without SID", fate: after(http.StatusCreated, `{"status":"queued"}`)},
}

func responseTo(req *http.Request, status int, body io.Reader, header []string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(body), ContentLength: -1, Request: req, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
	for i := 0; i < len(header); i += 2 {
		resp.Header.Set(header[i], header[i+1])
	}
	return resp
}

// before answers instead of carrying the request out.
func before(status int, body string, header ...string) fate {
	return func(_ http.RoundTripper, req *http.Request) (*http.Response, error) {
		_, _ = io.Copy(io.Discard, req.Body)
		return responseTo(req, status, strings.NewReader(body), header), nil
	}
}

// after carries the request out and answers something else.
func after(status int, body string, header ...string) fate {
	return func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		return responseTo(req, status, strings.NewReader(body), header), resp.Body.Close()
	}
}

// cutShort carries the request out and loses half of the answer.
func cutShort(next http.RoundTripper, req *http.Request) (*http.Response, error) {
	resp, err := next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	whole, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	half := io.MultiReader(strings.NewReader(string(whole[:len(whole)/2])), failing{})
	return responseTo(req, http.StatusCreated, half, nil), resp.Body.Close()
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// hostile is a network in which creates meet one fate after the other; the last
// one stays.
type hostile struct {
	sim     *twiliotest.Sim
	fates   []fate
	creates atomic.Int64
}

func (h *hostile) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodPost {
		return h.sim.Transport().RoundTrip(req)
	}
	n := int(h.creates.Add(1)) - 1
	return h.fates[min(n, len(h.fates)-1)](h.sim.Transport(), req)
}

func (h *hostile) meet(fates ...fate) {
	h.creates.Store(0)
	h.fates = fates
}

// tally counts the outcomes of the sends of a walk.
type tally struct{ sent, refused, notSent, reconciled, notSeen, ambiguous, duplicates, lost int }

func (s tally) String() string {
	return fmt.Sprintf("sent %d, refused %d, not sent %d, unknown and found %d, unknown and not seen %d, ambiguous %d; duplicates %d, lost %d",
		s.sent, s.refused, s.notSent, s.reconciled, s.notSeen, s.ambiguous, s.duplicates, s.lost)
}

// count sends one message, settles its outcome, and compares the outcome that the client was
// told with the message that the simulator carried out.
func (s *tally) count(t *testing.T, client *twilio.Client, sim *twiliotest.Sim, body string) {
	t.Helper()
	already := len(sim.Messages())
	params := reconcileParams(body)
	msg, err := client.Messages.Create(t.Context(), params)
	var unknown *twilio.OutcomeUnknownError
	wasUnknown := errors.As(err, &unknown)
	if wasUnknown {
		msg, err = client.Messages.Reconcile(t.Context(), params, unknown)
	}
	carriedOut := len(sim.Messages()) - already
	told := 0
	var ambiguous *twilio.AmbiguousError
	switch {
	case err == nil:
		told = 1
		assert.Equal(t, body, sim.Messages()[already].Body)
		assert.Equal(t, sim.Messages()[already].SID, msg.SID)
		if wasUnknown {
			s.reconciled++
		} else {
			s.sent++
		}
	case errors.Is(err, twilio.ErrNotSeen):
		s.notSeen++
	case errors.Is(err, twilio.ErrNotSent):
		s.notSent++
	case errors.As(err, &ambiguous):
		s.ambiguous++
		told = carriedOut
	case errors.Is(err, twilio.ErrOutcomeUnknown):
		told = -1 // it was not settled: every outcome has to be
	default:
		s.refused++
	}
	s.duplicates += max(carriedOut-1, 0)
	if told != min(carriedOut, 1) {
		s.lost++
		t.Errorf("%q: the client was told %d, carried out were %d: %v", body, told, carriedOut, err)
	}
}

func newHostile(t *testing.T, opts ...twilio.Option) (*hostile, *twilio.Client) {
	t.Helper()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.Balance("1000000", "USD"))
	sim.Number(reconcileFrom)
	h := &hostile{sim: sim}
	client, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()),
		append(append(sim.Options(), twilio.WithHTTPClient(&http.Client{Transport: h})), opts...)...)
	require.NoError(t, err)
	return h, client
}

// TestNeverTwice lets a send meet every pair of fates.
func TestNeverTwice(t *testing.T) {
	t.Parallel()
	var all tally
	cases := 0
	for _, first := range fates {
		h, client := newHostile(t)
		for _, then := range fates {
			h.meet(first.fate, then.fate)
			all.count(t, client, h.sim, first.name+", then "+then.name)
			cases++
		}
	}
	t.Logf("%d cases: %s", cases, all)
	assert.GreaterOrEqual(t, cases, 150)
	assert.Zero(t, all.duplicates)
	assert.Zero(t, all.lost)
	assert.Positive(t, all.sent)
	assert.Positive(t, all.reconciled)
	assert.Positive(t, all.notSent)
	assert.Positive(t, all.notSeen)
}

// TestNeverTwiceOnARandomWalk meets fates at random, the same in every run.
func TestNeverTwiceOnARandomWalk(t *testing.T) {
	t.Parallel()
	steps, stretch := 10_000/raceFactor, 10
	if *longWalk {
		steps = 1_000_000
	}
	random := rand.New(rand.NewPCG(1, 2))
	var all tally
	for done := 0; done < steps; done += stretch {
		h, client := newHostile(t) // the list of one account would grow
		for step := range stretch {
			var met []fate
			for range 4 {
				met = append(met, fates[random.IntN(len(fates))].fate)
			}
			h.meet(met...)
			all.count(t, client, h.sim, fmt.Sprintf("step %d", done+step))
		}
	}
	t.Logf("%d steps: %s", steps, all)
	assert.Zero(t, all.duplicates)
	assert.Zero(t, all.lost)
}

// TestControlExperiment walks with a plain go-retryablehttp client, whose defaults
// repeat a POST after a 5xx and after a lost connection.
func TestControlExperiment(t *testing.T) {
	t.Parallel()
	h, _ := newHostile(t)
	plain := retryablehttp.NewClient()
	plain.HTTPClient = &http.Client{Transport: h}
	plain.Logger = nil
	plain.RetryMax = 3
	plain.RetryWaitMin, plain.RetryWaitMax = time.Nanosecond, time.Nanosecond
	plain.Backoff = func(time.Duration, time.Duration, int, *http.Response) time.Duration { return 0 }
	duplicates, cases := 0, 0
	for _, first := range fates {
		for _, then := range fates {
			h.meet(first.fate, then.fate, passes)
			already := len(h.sim.Messages())
			sendPlain(t, plain, h.sim, "https://api.twilio.com", first.name)
			duplicates += max(len(h.sim.Messages())-already-1, 0)
			cases++
		}
	}
	t.Logf("plain go-retryablehttp: %d cases, %d duplicates", cases, duplicates)
	assert.Positive(t, duplicates, "the experiment shows nothing")
}

// sendPlain sends a message with a plain go-retryablehttp client.
func sendPlain(t *testing.T, plain *retryablehttp.Client, sim *twiliotest.Sim, base, body string) {
	t.Helper()
	form := url.Values{"To": {reconcileTo}, "From": {reconcileFrom}, "Body": {body}}
	req, err := retryablehttp.NewRequestWithContext(t.Context(), http.MethodPost,
		base+"/2010-04-01/Accounts/"+sim.AccountSID()+"/Messages.json", []byte(form.Encode()))
	require.NoError(t, err)
	req.SetBasicAuth(sim.AccountSID(), sim.AuthToken())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if resp, err := plain.Do(req); err == nil {
		require.NoError(t, resp.Body.Close())
	}
}
