package twilio

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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

// TestReconcileOfAnOpenRecord finds a message that is there at any time, and says that nothing
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

// TestScheduledMessageFitsItsRecord: a value that a parameter implies is part of the request.
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
