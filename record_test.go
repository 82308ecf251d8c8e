package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/memnet"
)

// recordParams are what createMessage sends.
func recordParams() MessageCreateParams {
	return MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"}
}

func newMessageRecord(t *testing.T, c *Client, opts ...CallOption) *CreateRecord {
	t.Helper()
	record, err := c.Messages.NewRecord(t.Context(), recordParams(), opts...)
	require.NoError(t, err)
	return record
}

// anyRecord is a record as another process may have left it.
func anyRecord(change func(*CreateRecord)) *CreateRecord {
	started := time.Date(2030, 1, 2, 3, 4, 5, 6, time.UTC)
	r := &CreateRecord{
		Op: "Messages.Create", AccountSID: testAccount, Started: started, NotAfter: started.Add(time.Minute),
		Fingerprint: fingerprint([]byte("12345678"), []byte("To=%2B14155551234&From=%2B14155556789&Body=Hello")),
	}
	change(r)
	return r
}

func TestNewRecord(t *testing.T) {
	t.Parallel()
	clock, transport := newFakeClock(), play(broken(errCable))
	c := testClient(t, transport, WithClock(clock))
	record := newMessageRecord(t, c)
	assert.Equal(t, "Messages.Create", record.Op)
	assert.Equal(t, testAccount, record.AccountSID)
	assert.Equal(t, clock.Now(), record.Started)
	assert.Equal(t, clock.Now().Add(10*time.Minute), record.NotAfter, "without a deadline")
	assert.Equal(t, testSubaccount, newMessageRecord(t, c, OnAccount(testSubaccount)).AccountSID)

	call, err := c.Calls.NewRecord(t.Context(), CallCreateParams{To: "+14155551234", From: "+14155556789", URL: "https://example.com/voice"})
	require.NoError(t, err)
	assert.Equal(t, "Calls.Create", call.Op)
	chat, err := c.WhatsApp.NewRecord(t.Context(), WhatsAppSendParams{To: "+14155551234", From: "+14155556789", Body: "Hello"})
	require.NoError(t, err)
	assert.Equal(t, "WhatsApp.Send", chat.Op)

	_, err = c.Messages.NewRecord(t.Context(), MessageCreateParams{To: "+14155551234"})
	var problems *ParamError
	require.ErrorAs(t, err, &problems)
	require.Len(t, problems.Problems, 2)
	_, err = c.Lookup.Get(t.Context(), "+14155551234", LookupGetParams{}, WithRecord(record))
	require.ErrorAs(t, err, &problems)
	assert.Empty(t, transport.sent(), "a record needs no request")
}

// TestNotAfterIsTheDeadline, at most ten minutes from now.
func TestNotAfterIsTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := testClient(t, play(broken(errCable)))
		for deadline, want := range map[time.Duration]time.Duration{
			time.Second: time.Second, 10 * time.Minute: 10 * time.Minute, 11 * time.Minute: 10 * time.Minute, 1000 * time.Hour: 10 * time.Minute,
		} {
			ctx, cancel := context.WithTimeout(t.Context(), deadline)
			record, err := c.Messages.NewRecord(ctx, recordParams())
			cancel()
			require.NoError(t, err)
			assert.Equal(t, time.Now().UTC(), record.Started)
			assert.Equal(t, time.Now().UTC().Add(want), record.NotAfter)
			_, err = c.Messages.NewRecord(ctx, recordParams())
			assertMatches(t, err, []error{context.Canceled, ErrNotSent}, []error{ErrOutcomeUnknown})
		}
		ctx, cancel := context.WithDeadline(t.Context(), time.Now())
		defer cancel()
		_, err := c.Messages.NewRecord(ctx, recordParams())
		assertMatches(t, err, []error{context.DeadlineExceeded, ErrNotSent}, []error{ErrOutcomeUnknown})
	})
}

// TestRecordAsJSON: nothing is lost on the way, and nothing of the parameters is in it.
func TestRecordAsJSON(t *testing.T) {
	t.Parallel()
	c := testClient(t, play(broken(errCable)))
	record := newMessageRecord(t, c)
	text, err := json.Marshal(record)
	require.NoError(t, err)
	var back CreateRecord
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, *record, back)
	var keys map[string]any
	require.NoError(t, json.Unmarshal(text, &keys))
	assert.Len(t, keys, 5)
	for _, secret := range []string{"4155551234", "4155556789", "Hello", testToken} {
		assert.NotContains(t, string(text), secret)
	}
}

// TestFingerprint has 16 bits behind its salt: 2 bytes, and no two records of the same
// parameters have the same.
func TestFingerprint(t *testing.T) {
	t.Parallel()
	c := testClient(t, play(broken(errCable)))
	first, second := newMessageRecord(t, c), newMessageRecord(t, c)
	assert.Len(t, first.Fingerprint, 2*(8+2))
	assert.NotEqual(t, first.Fingerprint[:16], second.Fingerprint[:16])
	assert.True(t, first.madeFor([]byte("To=%2B14155551234&From=%2B14155556789&Body=Hello")))
	assert.True(t, first.madeFor([]byte("Body=Hello&To=%2B14155551234&From=%2B14155556789")), "another version may send them in another order")
	wrong := 0
	for _, body := range []string{"Hella", "hello", "Hello.", ""} {
		if first.madeFor([]byte("To=%2B14155551234&From=%2B14155556789&Body=" + body)) {
			wrong++
		}
	}
	assert.Less(t, wrong, 3, "one in 65,536 passes")
}

func TestRecordThatDoesNotFit(t *testing.T) {
	t.Parallel()
	at := time.Date(2030, 1, 2, 3, 4, 5, 6, time.UTC)
	tests := map[string]func(*CreateRecord){
		"no operation":        func(r *CreateRecord) { r.Op = "" },
		"another operation":   func(r *CreateRecord) { r.Op = "WhatsApp.Send" },
		"an unknown one":      func(r *CreateRecord) { r.Op = "Queues.Create" },
		"no account":          func(r *CreateRecord) { r.AccountSID = "" },
		"no account's SID":    func(r *CreateRecord) { r.AccountSID = testMessage },
		"another account":     func(r *CreateRecord) { r.AccountSID = testSubaccount },
		"no beginning":        func(r *CreateRecord) { r.Started = time.Time{} },
		"no end":              func(r *CreateRecord) { r.NotAfter = time.Time{} },
		"ends as it begins":   func(r *CreateRecord) { r.NotAfter = r.Started },
		"ends before":         func(r *CreateRecord) { r.NotAfter = r.Started.Add(-time.Second) },
		"too long":            func(r *CreateRecord) { r.NotAfter = at.Add(10*time.Minute + 1) },
		"far too long":        func(r *CreateRecord) { r.NotAfter = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) },
		"no fingerprint":      func(r *CreateRecord) { r.Fingerprint = "" },
		"half a fingerprint":  func(r *CreateRecord) { r.Fingerprint = r.Fingerprint[:16] },
		"two fingerprints":    func(r *CreateRecord) { r.Fingerprint += r.Fingerprint },
		"odd fingerprint":     func(r *CreateRecord) { r.Fingerprint = "12345678901234567890x" },
		"other parameters":    func(r *CreateRecord) { r.Fingerprint = fingerprint([]byte("12345678"), []byte("To=1")) },
		"everything is empty": func(r *CreateRecord) { *r = CreateRecord{} },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := newFakeClock()
			clock.now = at
			transport := play(reply(200, messageJSON))
			c := testClient(t, transport, WithClock(clock))
			record := anyRecord(change)
			c.records.add(*record)
			err := createMessage(t.Context(), c, WithRecord(record))
			assertMatches(t, err, []error{ErrInvalidParams, ErrNotSent}, nil)
			requirePrintable(t, err)

			if name != "another operation" && name != "another account" { // there they fit
				_, err = c.Messages.Reconcile(t.Context(), recordParams(), record.Unknown())
				assertMatches(t, err, []error{ErrInvalidParams, ErrOutcomeUnknown}, []error{ErrNotSent, ErrNotSeen})
				requirePrintable(t, err)
			}
			assert.Empty(t, transport.sent())
		})
	}
}

// TestRecordOfACallIsNoMessages: each resource has its own records.
func TestRecordOfACallIsNoMessages(t *testing.T) {
	t.Parallel()
	c := testClient(t, play(reply(200, emptyList)), WithClock(impatientClock{}))
	params := CallCreateParams{To: "+14155551234", From: "+14155556789", URL: "https://example.com/voice"}
	record, err := c.Calls.NewRecord(t.Context(), params)
	require.NoError(t, err)
	_, err = c.Messages.Reconcile(t.Context(), recordParams(), record.Unknown())
	require.ErrorIs(t, err, ErrInvalidParams)
	_, err = c.Calls.Reconcile(t.Context(), params, newMessageRecord(t, c).Unknown())
	require.ErrorIs(t, err, ErrInvalidParams)
	params.URL = "https://example.com/other"
	_, err = c.Calls.Reconcile(t.Context(), params, record.Unknown())
	require.ErrorIs(t, err, ErrInvalidParams)
	_, err = c.Messages.Reconcile(t.Context(), recordParams(), (*CreateRecord)(nil).Unknown())
	require.ErrorIs(t, err, ErrInvalidParams)
}

// TestOptionsOfACreateAreRefusedElsewhere, where nothing could be reconciled.
func TestOptionsOfACreateAreRefusedElsewhere(t *testing.T) {
	t.Parallel()
	for field, opt := range map[string]CallOption{"WithRecord": WithRecord(anyRecord(func(*CreateRecord) {})), "WithRecord(nil)": WithRecord(nil), "Settle": Settle(0)} {
		for _, b := range operations {
			if b.op.ReconciledBy != "" {
				continue
			}
			c := testClient(t, play(broken(errCable)))
			err := new(prepared).prepare(t.Context(), c, b.op.On(testMessage, testMessage), []CallOption{opt})
			var problems *ParamError
			require.ErrorAs(t, err, &problems, b.op.Name)
			assert.Equal(t, strings.TrimSuffix(field, "(nil)"), problems.Problems[0].Field)
			assert.Equal(t, "does not apply to "+b.op.Name, problems.Problems[0].Problem)
		}
		transport := play(broken(errCable))
		err := createEmpty(t.Context(), testClient(t, transport), opt)
		require.ErrorIs(t, err, ErrInvalidParams)
		assert.Empty(t, transport.sent())
	}
	assert.ErrorIs(t, createMessage(t.Context(), testClient(t, play(broken(errCable))), WithRecord(nil)), ErrInvalidParams)
}

// TestReconciledOperations have a method Reconcile and a method NewRecord, and no
// others have.
func TestReconciledOperations(t *testing.T) {
	t.Parallel()
	services := map[string]bool{}
	for _, b := range operations {
		if b.inner {
			assert.Empty(t, b.op.ReconciledBy, b.op.Name)
			continue
		}
		service, _, _ := strings.Cut(b.op.Name, ".")
		services[service] = services[service] || b.op.ReconciledBy != ""
	}
	for _, op := range [...]*Operation{&messageCreate, &whatsAppSend, &callCreate} {
		assert.NotEmpty(t, op.ReconciledBy, op.Name)
	}
	client := reflect.TypeFor[Client]()
	for service, reconciled := range services {
		field, found := client.FieldByName(service)
		require.True(t, found, service)
		for _, name := range []string{"Reconcile", "NewRecord"} {
			_, found = field.Type.MethodByName(name)
			assert.Equal(t, reconciled, found, "%s.%s", service, name)
		}
	}
}

func TestRecordServesOneCreate(t *testing.T) {
	t.Parallel()
	transport := play(refuseDial, refuseDial, reply(200, messageJSON))
	c := testClient(t, transport, WithClock(newFakeClock()), WithRetry(RetryPolicy{MaxAttempts: 2}))
	record := newMessageRecord(t, c)
	err := createMessage(t.Context(), c, WithRecord(record))
	assertMatches(t, err, []error{ErrNotSent}, []error{ErrInvalidParams})
	require.NoError(t, createMessage(t.Context(), c, WithRecord(record)), "nothing was sent, so that it may be sent now")
	err = createMessage(t.Context(), c, WithRecord(record))
	assertMatches(t, err, []error{ErrInvalidParams}, []error{ErrNotSent, ErrOutcomeUnknown})
	assert.Contains(t, err.Error(), "was given to a create already")
	assert.Len(t, transport.sent(), 3)

	unknown := newMessageRecord(t, c)
	transport.answers = []answer{broken(errCable)}
	require.ErrorIs(t, createMessage(t.Context(), c, WithRecord(unknown)), ErrOutcomeUnknown)
	require.ErrorIs(t, createMessage(t.Context(), c, WithRecord(unknown)), ErrInvalidParams)

	foreign := newMessageRecord(t, testClient(t, transport, WithClock(newFakeClock())))
	require.ErrorIs(t, createMessage(t.Context(), c, WithRecord(foreign)), ErrInvalidParams, "it is another process's")
	assert.Len(t, transport.sent(), 4)
}

// TestRecordServesOneOfManyCreates that are made at the same time.
func TestRecordServesOneOfManyCreates(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, messageJSON))
	c := testClient(t, transport)
	record := newMessageRecord(t, c)
	var done atomic.Int64
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if createMessage(t.Context(), c, WithRecord(record)) == nil {
				done.Add(1)
			}
		})
	}
	group.Wait()
	assert.Equal(t, int64(1), done.Load())
	assert.Len(t, transport.sent(), 1)
}

// TestOpenRecordsAreForgotten once they have expired.
func TestOpenRecordsAreForgotten(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	c := testClient(t, play(broken(errCable)), WithClock(clock))
	for range 5 {
		newMessageRecord(t, c)
		clock.advance(9 * time.Minute)
	}
	assert.Len(t, c.records.open, 2)
}

// TestNothingIsSentAfterNotAfter, wherever the process was when the time went by.
func TestNothingIsSentAfterNotAfter(t *testing.T) {
	t.Parallel()
	const late = 10*time.Minute + time.Nanosecond
	tests := map[string]struct {
		run      func(t *testing.T, clock *fakeClock, c *Client, record *CreateRecord) error
		attempts int
	}{
		"before the create": {run: func(t *testing.T, clock *fakeClock, c *Client, record *CreateRecord) error {
			t.Helper()
			clock.advance(late)
			newMessageRecord(t, c) // the client forgets the first one
			return createMessage(t.Context(), c, WithRecord(record))
		}, attempts: 0},
		"at that very moment": {run: func(t *testing.T, clock *fakeClock, c *Client, record *CreateRecord) error {
			t.Helper()
			clock.advance(10 * time.Minute)
			return createMessage(t.Context(), c, WithRecord(record))
		}, attempts: 0},
		"while it waits for a retry": {run: func(t *testing.T, clock *fakeClock, c *Client, record *CreateRecord) error {
			t.Helper()
			clock.before = func() { clock.advance(late) }
			return createMessage(t.Context(), c, WithRecord(record))
		}, attempts: 1},
		"while it waits for the limiter": {run: func(t *testing.T, clock *fakeClock, c *Client, record *CreateRecord) error {
			t.Helper()
			c.config.limiter = limiterFunc(func(context.Context) error { clock.advance(late); return nil })
			return createMessage(t.Context(), c, WithRecord(record))
		}, attempts: 0},
		"in the attempt": {run: func(t *testing.T, clock *fakeClock, c *Client, record *CreateRecord) error {
			t.Helper()
			c.config.signer = slowSigner(func() { clock.advance(late) })
			return createMessage(t.Context(), c, WithRecord(record))
		}, attempts: 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock, transport, attempts := newFakeClock(), play(reply(429, "")), 0
			c := testClient(t, answer(func(req *http.Request) (*http.Response, error) {
				attempts++
				return transport.RoundTrip(req)
			}), WithClock(clock))
			err := tt.run(t, clock, c, newMessageRecord(t, c))
			assertMatches(t, err, []error{ErrNotSent, context.DeadlineExceeded}, []error{ErrOutcomeUnknown, ErrInvalidParams})
			assert.True(t, isTimeout(err))
			requirePrintable(t, err)
			assert.Equal(t, tt.attempts, attempts)
			assert.Equal(t, name == "while it waits for a retry", len(transport.sent()) > 0, "sent")
			assert.LessOrEqual(t, len(clock.sleeps), 1, "nothing is waited for any more")
		})
	}
}

func isTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}

func slowSigner(wait func()) signFunc {
	return func(context.Context, string, *url.URL, http.Header, []byte) (string, error) {
		wait()
		return "a.b.c", nil
	}
}

// TestNothingIsWrittenAfterNotAfter: the time goes by once the attempt has begun, as
// it does for a process that is stopped there.
func TestNothingIsWrittenAfterNotAfter(t *testing.T) {
	t.Parallel()
	const late = 11 * time.Minute
	check := func(t *testing.T, c *Client, creates func() int) {
		t.Helper()
		err := createMessage(t.Context(), c, WithRecord(newMessageRecord(t, c)))
		assertMatches(t, err, []error{ErrNotSent, context.DeadlineExceeded}, []error{ErrOutcomeUnknown})
		assert.Zero(t, creates())
		require.NoError(t, createMessage(t.Context(), c), "a create without a record is not held up")
	}
	t.Run("on our own transport, while it connects", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			clock := newFakeClock()
			p := newPeer(t, sends)
			c := p.client(t, WithClock(clock))
			dialWith(t, c, func(ctx context.Context, network, address string) (net.Conn, error) {
				clock.advance(late)
				return p.listener.DialContext(ctx, network, address)
			})
			check(t, c, func() int { return int(p.creates.Load()) })
		})
	})
	t.Run("on our own transport, on a connection that was used before", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			clock := newFakeClock()
			p := newPeer(t, answersTwice)
			c := p.client(t, WithClock(clock))
			require.NoError(t, createMessage(t.Context(), c))
			synctest.Wait()
			record := newMessageRecord(t, c)
			c.config.signer = slowSigner(func() { clock.advance(late) })
			assertMatches(t, createMessage(t.Context(), c, WithRecord(record)), []error{ErrNotSent, context.DeadlineExceeded}, []error{ErrOutcomeUnknown})
			assert.Equal(t, int64(1), p.creates.Load())
		})
	})
	t.Run("on a caller's transport", func(t *testing.T) {
		t.Parallel()
		clock, transport := newFakeClock(), play(reply(200, messageJSON))
		c := testClient(t, answer(func(req *http.Request) (*http.Response, error) {
			clock.advance(late)
			return transport.RoundTrip(req)
		}), WithClock(clock))
		check(t, c, func() int { return len(transport.sent()) })
	})
}

// dialWith lets a client of a peer make its connections elsewhere.
func dialWith(t *testing.T, c *Client, dial func(context.Context, string, string) (net.Conn, error)) {
	t.Helper()
	DialWith(c, dial)
	t.Cleanup(c.CloseIdleConnections)
}

// answersTwice keeps the connection after its first answer.
var answersTwice = deed(func(p *peer, conn *memnet.Conn) {
	for range 2 {
		p.read(conn)
		_, _ = conn.Write([]byte("HTTP/1.1 201 Created\r\nContent-Length: 44\r\n\r\n" + `{"sid":"` + testMessage + `"}`))
	}
})

// TestConnectionIsOpenToTheNextCreate: what held one create to its record does not
// hold the next one on the same connection.
func TestConnectionIsOpenToTheNextCreate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		clock := newFakeClock()
		p := newPeer(t, answersTwice, closesUnread)
		c := p.client(t, WithClock(clock))
		require.NoError(t, createMessage(t.Context(), c, WithRecord(newMessageRecord(t, c))))
		synctest.Wait()
		clock.advance(time.Hour)
		require.NoError(t, createMessage(t.Context(), c))
		assert.Equal(t, int64(2), p.creates.Load())
	})
}

// TestAttemptEndsByNotAfter: what is under way then is unknown.
func TestAttemptEndsByNotAfter(t *testing.T) {
	t.Parallel()
	for name, client := range map[string]func(t *testing.T) *Client{
		"our own transport":    func(t *testing.T) *Client { t.Helper(); return newPeer(t, readsThenHangs).client(t) },
		"a caller's transport": func(t *testing.T) *Client { t.Helper(); return testClient(t, readsAndHangs) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := client(t)
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				record, err := c.Messages.NewRecord(ctx, recordParams())
				require.NoError(t, err)
				began := time.Now()
				err = createMessage(t.Context(), c, WithRecord(record))
				assertMatches(t, err, []error{ErrOutcomeUnknown, context.DeadlineExceeded}, []error{ErrNotSent, context.Canceled})
				assert.True(t, isTimeout(err))
				requirePrintable(t, err)
				assert.Contains(t, err.Error(), "the NotAfter of the record has passed")
				assert.Equal(t, 3*time.Second, time.Since(began))
				var unknown *OutcomeUnknownError
				require.ErrorAs(t, err, &unknown)
				assert.False(t, unknown.Started.Before(record.Started))
				assert.False(t, unknown.Ended.After(record.NotAfter))
			})
		})
	}
}

var readsAndHangs = answer(func(req *http.Request) (*http.Response, error) {
	_, _ = req.Body.Read(make([]byte, 1))
	return hang(req)
})

// TestClockThatWasSetBack: what the create makes would lie before its record.
func TestClockThatWasSetBack(t *testing.T) {
	t.Parallel()
	clock, transport := newFakeClock(), play(reply(200, messageJSON))
	c := testClient(t, transport, WithClock(clock))
	record := newMessageRecord(t, c)
	clock.advance(-time.Minute)
	assertMatches(t, createMessage(t.Context(), c, WithRecord(record)), []error{ErrNotSent}, []error{context.DeadlineExceeded})
	assert.Empty(t, transport.sent())
	clock.advance(59 * time.Second)
	require.NoError(t, createMessage(t.Context(), c, WithRecord(record)), "a second is a clock being adjusted")
}

// TestStartedCoversEveryAttempt: an idempotent create may have been carried out by its
// first attempt.
func TestStartedCoversEveryAttempt(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	began := clock.Now()
	for name, answers := range map[string][]answer{
		"all unknown":          {broken(errCable)},
		"then not sent":        {broken(errCable), refuseDial},
		"not sent, then known": {broken(errCable), refuseDial, reply(400, "")},
	} {
		clock.now = began
		c := testClient(t, play(answers...), WithClock(clock))
		var unknown *OutcomeUnknownError
		require.ErrorAs(t, createMessage(t.Context(), c, Idempotent(), WithRecord(newMessageRecord(t, c))), &unknown, name)
		assert.Equal(t, began, unknown.Started, name)
		assert.True(t, unknown.Ended.After(began), name)
	}
}

// TestReconcileOfAnOpenRecord finds what is there at any time, and says that nothing
// is there only when nothing can come any more.
func TestReconcileOfAnOpenRecord(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	list := func(items string) answer { return reply(200, `{"messages":[`+items+`],"next_page_uri":null}`) }
	c := testClient(t, play(list("")), WithClock(clock))
	record := newMessageRecord(t, c)
	began := clock.Now()

	_, err := c.Messages.Reconcile(t.Context(), recordParams(), record.Unknown())
	assertMatches(t, err, []error{ErrOutcomeUnknown}, []error{ErrNotSeen, ErrNotSent})
	requirePrintable(t, err)
	assert.Contains(t, err.Error(), "may still carry it out for 8m32s")

	clock.now = began.Add(8*time.Minute + 32*time.Second - time.Nanosecond) // two minutes later it is a nanosecond too early
	_, err = c.Messages.Reconcile(t.Context(), recordParams(), record.Unknown())
	assertMatches(t, err, []error{ErrOutcomeUnknown}, []error{ErrNotSeen, ErrNotSent})

	clock.now = began.Add(8*time.Minute + 32*time.Second)
	_, err = c.Messages.Reconcile(t.Context(), recordParams(), record.Unknown())
	assertMatches(t, err, []error{ErrNotSeen}, []error{ErrOutcomeUnknown})

	clock.now = began
	c.transport = play(list(`{"sid":"` + testMessage + `","to":"+14155551234","from":"+14155556789","body":"Hello","direction":"outbound-api",` +
		`"date_created":"` + began.Add(9*time.Minute).Format(time.RFC1123Z) + `"}`))
	msg, err := c.Messages.Reconcile(t.Context(), recordParams(), record.Unknown())
	require.NoError(t, err)
	assert.Equal(t, testMessage, msg.SID)
}

// TestScheduledMessageFitsItsRecord: what a parameter implies is part of what is sent.
func TestScheduledMessageFitsItsRecord(t *testing.T) {
	t.Parallel()
	c := testClient(t, play(reply(200, messageJSON)), WithClock(newFakeClock()))
	params := MessageCreateParams{
		To: "+14155551234", MessagingServiceSID: "MG00000000000000000000000000000001", ContentSID: "HX00000000000000000000000000000001",
		SendAt: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), ContentVariables: map[string]string{"1": "a", "2": "b", "3": "c"},
		Extra: url.Values{"A": {"1", "2"}, "B": {""}},
	}
	record, err := c.Messages.NewRecord(t.Context(), params)
	require.NoError(t, err)
	created, err := c.Messages.Create(t.Context(), params, WithRecord(record))
	require.NoError(t, err)
	found, err := c.Messages.Reconcile(t.Context(), params, record.Unknown(), Horizon(11*time.Minute))
	require.NoError(t, err)
	assert.Equal(t, created.SID, found.SID, "it was returned to this very create")
}

// FuzzRecord: whatever stands in the store, nothing panics, nothing is sent, and an
// error says so.
func FuzzRecord(f *testing.F) {
	valid, err := json.Marshal(anyRecord(func(*CreateRecord) {}))
	require.NoError(f, err)
	for _, seed := range []string{
		string(valid), "null", "{}", `{"started":"2030-01-02T03:04:05Z","not_after":"0000-00-00T00:00:00Z"}`,
		`{"op":"Messages.Create","account_sid":"` + testAccount + `","started":"9999-12-31T23:59:59Z","not_after":"0001-01-01T00:00:00Z","fingerprint":"00"}`,
		strings.Replace(string(valid), "2030", "-2030", 1), strings.ReplaceAll(string(valid), "Messages", "Calls"), string(valid[:40]),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var record CreateRecord
		if json.Unmarshal(text, &record) != nil {
			return
		}
		transport := play(reply(200, emptyList))
		c := testClient(t, transport, WithClock(newFakeClock()))
		err := createMessage(t.Context(), c, WithRecord(&record))
		require.ErrorIs(t, err, ErrNotSent, "it is another process's")
		require.Empty(t, transport.sent())
		_, err = c.Messages.Reconcile(t.Context(), recordParams(), record.Unknown())
		require.Error(t, err)
		require.NotErrorIs(t, err, ErrNotSent)
		if record.problem() != "" {
			require.ErrorIs(t, err, ErrInvalidParams)
			return
		}
		again, err := json.Marshal(record)
		require.NoError(t, err)
		var back CreateRecord
		require.NoError(t, json.Unmarshal(again, &back))
		require.True(t, back.Started.Equal(record.Started) && back.NotAfter.Equal(record.NotAfter))
	})
}
