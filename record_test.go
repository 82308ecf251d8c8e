package twilio

import (
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recordParams are the parameters that createMessage sends.
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
