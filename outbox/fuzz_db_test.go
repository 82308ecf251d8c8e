package outbox_test

import (
	"errors"
	"net/url"
	"os"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
)

// The note of an attempt is read as it was written, or refused.
func FuzzReadNote(f *testing.F) {
	f.Add(`{"record":{"account":"AC1","op":"Messages.Create"},"callback":"https://example.com","sid":"SM1"}`)
	f.Add(`{"record":null}`)
	f.Add(`{"record":{"started":"2026-01-01T00:00:00Z"}}`)
	f.Add(``)
	f.Fuzz(func(t *testing.T, text string) {
		once, err := outbox.ReadNote(text)
		if err != nil {
			assert.NotContains(t, err.Error(), "+1", "an error shows nothing of the note")
			return
		}
		again, err := outbox.ReadNote(once)
		require.NoError(t, err, once)
		assert.Equal(t, once, again)
	})
}

// Parameters are read as they were written.
func FuzzReadWire(f *testing.F) {
	f.Add(1, "Body=Hello&To=%2B14155551234", "https://example.com/?row=1")
	f.Add(2, "Body=Hello", "")
	f.Add(1, "%zz", "")
	f.Add(1, "a=1;b=2", "")
	f.Fuzz(func(t *testing.T, version int, params, callback string) {
		form, err := outbox.ReadWire(version, params, callback)
		if err != nil {
			return
		}
		assert.Equal(t, 1, version)
		want, err := url.ParseQuery(params)
		require.NoError(t, err)
		if callback != "" {
			want.Set("StatusCallback", callback)
		}
		assert.Equal(t, want, form)
		again, err := outbox.ReadWire(version, form.Encode(), "")
		require.NoError(t, err)
		assert.Equal(t, form, again)
	})
}

// A digest fits the parameters of which it was made, cut short or not, and no others.
func FuzzDigest(f *testing.F) {
	f.Add("Hello", "Hello, you", []byte("12345678"), "00")
	f.Add("", " ", []byte{}, "zz")
	f.Fuzz(func(t *testing.T, body, otherBody string, salt []byte, foreign string) {
		if len(salt) != 8 || !utf8.ValidString(body+otherBody) {
			return // such a body has no parameters: see FuzzEnqueue
		}
		params := func(body string) outbox.Params {
			return outbox.Text(twilio.MessageCreateParams{To: ada, From: clinic, Body: body + "x"})
		}
		digest := outbox.DigestOf(params(body), salt)
		assert.True(t, outbox.DigestFits(params(body), digest))
		assert.True(t, outbox.DigestFits(params(body), digest[:20]), "after erasure")
		if body != otherBody {
			assert.False(t, outbox.DigestFits(params(otherBody), digest))
		}
		if foreign != digest[:min(len(foreign), len(digest))] {
			assert.False(t, len(foreign) > 24 && outbox.DigestFits(params(body), foreign))
		}
	})
}

// Whatever a message holds, it is refused by name, or each driver keeps it, and by both ways.
func FuzzEnqueue(f *testing.F) {
	f.Add("order-1", "spring", ada, clinic, "Hello", "00-1", int64(0), int64(0), 2)
	f.Add("\x00", "*", "a\x00b", "\xff", "\xff\x00", "\x00", int64(1)<<62, -int64(1)<<62, 9)
	f.Add("'\"\\{}$1", "%_", "whatsapp:+1", "client:☂", "\u2028", "\n", int64(-62135596801), int64(253402300800), 4)
	f.Add("order-2", "spring", ada, clinic, "Hello", "00-1", int64(0), int64(1)<<61, 2)
	f.Add("order-3", "spring", ada, clinic+"\x00", "Hello", "00-1", int64(0), int64(1)<<33, 2)
	f.Add("order-4", "spring", ada+"\xff", clinic, "Hello", "00-1", int64(0), int64(1)<<33, 2)
	f.Add("order-5", "spring", ada, clinic, "Hello", "00\x00-1", int64(0), int64(1)<<33, 2)
	boxes := map[string]*box{}
	for _, d := range drivers {
		if d.name != "sqlite" && os.Getenv("OUTBOX_POSTGRES") == "" {
			continue
		}
		b := d.make(f)
		require.NoError(f, b.migrate(f.Context()))
		boxes[d.name] = b.open(settings{})
	}
	f.Fuzz(func(t *testing.T, key, campaign, to, from, body, trace string, after, until int64, priority int) {
		m := outbox.Message{
			Key: key, Campaign: campaign, Priority: priority, Trace: trace, SendAfter: time.Unix(after, 0), GiveUpAfter: time.Unix(until, 1),
			Params: outbox.Text(twilio.MessageCreateParams{Body: "x" + body, Extra: url.Values{"To": {to}, "From": {from}, "Other": {body}}}),
		}
		for name, o := range boxes {
			done, err := o.enqueueMany(t.Context(), each(m))
			if err != nil {
				var conflict *outbox.KeyError
				assert.True(t, errors.As(err, &conflict) || errors.Is(err, twilio.ErrInvalidParams), "%s: %v", name, err)
				continue
			}
			assert.Equal(t, 1, done.New+done.Existing)
			again, err := o.enqueue(t, m)
			require.NoError(t, err)
			assert.Equal(t, outbox.Enqueued{Existing: 1}, again, name)
			e, err := o.get(t.Context(), key)
			require.NoError(t, err)
			if done.New == 1 {
				assert.WithinDuration(t, m.GiveUpAfter, e.GiveUpAfter, time.Microsecond, name)
			}
			assert.Equal(t, []string{campaign, to, from}, []string{e.Campaign, e.To, e.Sender}, name)
		}
	})
}
