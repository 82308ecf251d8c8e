package outbox_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
)

// keys are those of the messages that a filter lets through.
func (d *desk) keys(f outbox.Filter) (keys []string) {
	d.t.Helper()
	for e, err := range d.Entries(d.t.Context(), f) {
		require.NoError(d.t, err)
		keys = append(keys, e.Key)
	}
	return keys
}

func TestEntries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("spring", 3)
		d.fill("codes", 2)
		d.fill("", 1)
		d.exec("UPDATE twilio_outbox SET state = 'uncertain' WHERE key IN ('codes-1', 'spring-2')")
		d.exec("UPDATE twilio_outbox SET state = 'accepted', recipient = '+14155550000' WHERE key = 'spring-1'")
		for _, tt := range []struct {
			filter outbox.Filter
			want   []string
		}{
			{outbox.Filter{}, []string{"spring-0", "spring-1", "spring-2", "codes-0", "codes-1", "-0"}},
			{outbox.Filter{Campaign: "spring"}, []string{"spring-0", "spring-1", "spring-2"}},
			{outbox.Filter{Campaign: "autumn"}, nil},
			{outbox.Filter{States: []outbox.State{outbox.Uncertain}}, []string{"spring-2", "codes-1"}},
			{outbox.Filter{Campaign: "spring", States: []outbox.State{outbox.Uncertain, outbox.Pending}}, []string{"spring-0", "spring-2"}},
			{outbox.Filter{To: "+14155550000"}, []string{"spring-1"}},
			{outbox.Filter{Campaign: "spring", To: ada}, []string{"spring-0", "spring-2"}},
		} {
			assert.Equal(t, tt.want, d.keys(tt.filter), "%+v", tt.filter)
		}
	})
}

func TestEntriesSince(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("spring", 4)
		<-time.After(time.Hour)
		since := time.Now()
		d.exec("UPDATE twilio_outbox SET settled_at = $1 WHERE key = 'spring-1'", since.UnixMicro())
		d.exec("UPDATE twilio_outbox SET settled_at = $1 WHERE key = 'spring-2'", since.UnixMicro()-1)
		d.exec("UPDATE twilio_outbox SET delivered_at = $1 WHERE key = 'spring-3'", since.UnixMicro())
		d.fill("codes", 1)
		assert.Equal(t, []string{"spring-1", "spring-3", "codes-0"}, d.keys(outbox.Filter{Since: since}))
		assert.Equal(t, []string{"spring-1", "spring-3"}, d.keys(outbox.Filter{Since: since, Campaign: "spring"}))
	})
}

// Pages join without a gap and without a repeat, and the loop may call the outbox: SQLite has one
// connection.
func TestEntriesPages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		const many = 1050 // more than two pages
		d.fill("spring", many)
		d.exec("UPDATE twilio_outbox SET state = 'accepted' WHERE id % 3 = 0")
		var want []string
		for i := range many {
			want = append(want, fmt.Sprint("spring-", i))
		}
		assert.Equal(t, want, d.keys(outbox.Filter{}))
		assert.Equal(t, want, d.keys(outbox.Filter{Campaign: "spring"}))
		assert.Len(t, d.keys(outbox.Filter{Campaign: "spring", States: []outbox.State{outbox.Pending, outbox.Pending}}), 700)
		seen := 0
		for e, err := range d.Entries(t.Context(), outbox.Filter{Campaign: "spring"}) {
			require.NoError(t, err)
			assert.Equal(t, e.Key, d.entry(e.Key).Key)
			if seen++; seen == 501 {
				break
			}
		}
		assert.Equal(t, 501, seen)
	})
}

// A row that changes its state meanwhile is seen once.
func TestEntriesSeesEachRowOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("spring", 1100)
		seen := map[string]int{}
		for e, err := range d.Entries(t.Context(), outbox.Filter{Campaign: "spring"}) {
			require.NoError(t, err)
			if seen[e.Key]++; len(seen) == 400 {
				_, err := d.Cancel(t.Context(), "spring")
				require.NoError(t, err)
			}
		}
		assert.Len(t, seen, 1100)
		for key, n := range seen {
			assert.Equal(t, 1, n, key)
		}
	})
}

func TestEntriesStopsAfterAnError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("spring", 600)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var errs []error
		n := 0
		for e, err := range d.Entries(ctx, outbox.Filter{}) {
			if err != nil {
				assert.Nil(t, e)
				errs = append(errs, err)
				continue
			}
			n++
			cancel()
		}
		assert.Equal(t, 500, n)
		require.Len(t, errs, 1)
		require.ErrorIs(t, errs[0], context.Canceled)
		errs = nil
		for _, err := range d.Entries(t.Context(), outbox.Filter{States: []outbox.State{"sent"}}) {
			errs = append(errs, err)
		}
		require.Len(t, errs, 1)
		assert.ErrorIs(t, errs[0], twilio.ErrInvalidParams)
	})
}
