package numbers_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestBuyConverges: after a lost answer the purchase is repeated, and finds its own number
// when that is taken by then.
func TestBuyConverges(t *testing.T) {
	t.Parallel()
	on := twiliotest.OnBuyNumber().Nth(1)
	tests := []struct {
		name     string
		fault    twiliotest.Fault
		requests int
	}{
		{name: "no fault", requests: 1},
		{name: "committed, then reset", fault: on.CommitThenReset(), requests: 2},
		{name: "committed, then closed", fault: on.CommitThenClose(), requests: 2},
		{name: "committed, and a gateway's page", fault: on.HTML(http.StatusInternalServerError).AfterCommit(), requests: 2},
		{name: "committed, and in no list for 20 seconds", fault: on.CommitHidden(20 * time.Second), requests: 2},
		{name: "dropped before it was read", fault: on.DropBeforeRead(), requests: 2},
		{name: "read, then closed", fault: on.ReadThenClose(), requests: 2},
		{name: "a gateway's page", fault: on.HTML(http.StatusInternalServerError), requests: 2},
		{name: "too many requests", fault: on.TooManyRequests("1"), requests: 2},
	}
	for _, tt := range tests {
		b := newBench(t)
		if tt.requests > 1 {
			b.sim.Fault(tt.fault)
		}
		bought, err := b.Incoming.Buy(t.Context(), numbers.BuyParams{PhoneNumber: wanted, Settings: numbers.Settings{FriendlyName: "clinic"}})
		require.NoError(t, err, tt.name)
		assert.Equal(t, []string{wanted, "clinic"}, []string{bought.PhoneNumber, bought.FriendlyName}, tt.name)
		assert.Equal(t, tt.requests, b.purchases(), tt.name)
		b.sim.Clock.Advance(time.Minute)
		assert.Equal(t, []string{wanted}, b.owned(numbers.IncomingListParams{}), tt.name)
	}
}

// TestBuyTaken: a number that somebody owned before is not the purchase's, whether or not
// an attempt was lost.
func TestBuyTaken(t *testing.T) {
	t.Parallel()
	owned := func(b *bench) {
		b.buy(wanted, numbers.Settings{})
		b.sim.Clock.Advance(2 * time.Hour)
	}
	strange := func(b *bench) { // a number of a subaccount is not in the account's list
		_, err := b.Incoming.Buy(t.Context(), numbers.BuyParams{PhoneNumber: wanted}, twilio.OnAccount(b.sim.Subaccount()))
		require.NoError(t, err)
	}
	tests := []struct {
		name    string
		before  func(b *bench)
		lost    bool
		settles bool
	}{
		{name: "owned before", before: owned},
		{name: "owned before, and an attempt was lost", before: owned, lost: true},
		{name: "owned before, an attempt was lost, and Settle looks", before: owned, lost: true, settles: true},
		{name: "another account's", before: strange},
		{name: "another account's, and an attempt was lost", before: strange, lost: true},
	}
	for _, tt := range tests {
		b := newBench(t)
		tt.before(b)
		if tt.lost {
			b.sim.Fault(twiliotest.OnBuyNumber().Nth(1).ReadThenClose())
		}
		var opts []twilio.CallOption
		if tt.settles {
			opts = append(opts, twilio.Settle(0))
		}
		_, err := b.Incoming.Buy(t.Context(), numbers.BuyParams{PhoneNumber: wanted}, opts...)
		require.ErrorIs(t, err, twilio.CodeNumberTaken, tt.name)
		require.NotErrorIs(t, err, twilio.ErrOutcomeUnknown, tt.name)
		assert.Contains(t, err.Error(), "numbers.Incoming.Buy: HTTP 400, code 21422", tt.name)
		assert.Contains(t, err.Error(), "Search for numbers anew", "%s: with the advice", tt.name)
	}
}

// TestBuyUnknown: when no attempt has an answer, or the list cannot be read, nobody can say
// whether the number was bought.
func TestBuyUnknown(t *testing.T) {
	t.Parallel()
	on, list := twiliotest.OnBuyNumber(), twiliotest.On(http.MethodGet, "/2010-04-01/Accounts/*/IncomingPhoneNumbers.json")
	tests := []struct {
		name     string
		faults   []twiliotest.Fault
		requests int
	}{
		{name: "every attempt is lost", faults: []twiliotest.Fault{on.ReadThenClose()}, requests: 4},
		{name: "every attempt gets a gateway's page", faults: []twiliotest.Fault{on.HTML(http.StatusInternalServerError)}, requests: 4},
		{name: "half of every answer", faults: []twiliotest.Fault{on.TruncatedJSON()}, requests: 2},
		{name: "the list fails", faults: []twiliotest.Fault{on.Nth(1).CommitThenReset(), list.HTML(http.StatusBadGateway)}, requests: 2},
		{name: "the list is not there", faults: []twiliotest.Fault{on.Nth(1).CommitThenReset(), list.Status(http.StatusNotFound, 20404)}, requests: 2},
	}
	for _, tt := range tests {
		b := newBench(t)
		for _, fault := range tt.faults {
			b.sim.Fault(fault)
		}
		_, err := b.Incoming.Buy(t.Context(), numbers.BuyParams{PhoneNumber: wanted})
		require.ErrorIs(t, err, twilio.ErrOutcomeUnknown, tt.name)
		require.NotErrorIs(t, err, twilio.ErrNotSent, tt.name)
		assert.Contains(t, err.Error(), "reconcile before any second try", tt.name)
		assert.Equal(t, tt.requests, b.purchases(), tt.name)
	}
}

// TestReconcile: a number that was bought is found, by Reconcile and by Settle, of every
// kind; one that was not bought is not seen.
func TestReconcile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		number string
		path   string
		buy    func(b *bench) buyer
		commit bool
		seen   bool
	}{
		{name: "bought", number: wanted, path: "IncomingPhoneNumbers.json", buy: func(b *bench) buyer { return b.Incoming.Buy }, commit: true, seen: true},
		{name: "not bought", number: wanted, path: "IncomingPhoneNumbers.json", buy: func(b *bench) buyer { return b.Incoming.Buy }},
		{name: "local", number: wanted, path: "IncomingPhoneNumbers/Local.json", buy: func(b *bench) buyer { return b.Incoming.Local.Buy }, commit: true, seen: true},
		{name: "toll-free", number: "+18005550123", path: "IncomingPhoneNumbers/TollFree.json", buy: func(b *bench) buyer { return b.Incoming.TollFree.Buy }, commit: true, seen: true},
		{name: "mobile, not bought", number: "+447700900123", path: "IncomingPhoneNumbers/Mobile.json", buy: func(b *bench) buyer { return b.Incoming.Mobile.Buy }},
	}
	for _, tt := range tests {
		for _, settles := range []bool{true, false} {
			b := newBench(t)
			on := twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/"+tt.path)
			fault := on.ReadThenClose()
			if tt.commit {
				fault = on.TruncatedJSON()
			}
			b.sim.Fault(fault)
			params := numbers.BuyParams{PhoneNumber: tt.number}
			var opts []twilio.CallOption
			if settles {
				opts = append(opts, twilio.Settle(0))
			}
			bought, err := tt.buy(b)(t.Context(), params, opts...)
			if !settles {
				var unknown *twilio.OutcomeUnknownError
				require.ErrorAs(t, err, &unknown, tt.name)
				bought, err = b.Incoming.Reconcile(t.Context(), params, unknown)
			}
			if !tt.seen {
				require.ErrorIs(t, err, twilio.ErrNotSeen, tt.name)
				continue
			}
			require.NoError(t, err, tt.name)
			assert.Equal(t, tt.number, bought.PhoneNumber, tt.name)
		}
	}
}

type buyer = func(ctx context.Context, params numbers.BuyParams, opts ...twilio.CallOption) (*numbers.IncomingNumber, error)

// TestReconcileOwnedBefore: a number that the account had long before is not the lost
// purchase's.
func TestReconcileOwnedBefore(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.buy(wanted, numbers.Settings{})
	b.sim.Clock.Advance(2 * time.Hour)
	b.sim.Fault(twiliotest.OnBuyNumber().ReadThenClose())
	params := numbers.BuyParams{PhoneNumber: wanted}
	_, err := b.Incoming.Buy(t.Context(), params)
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	_, err = b.Incoming.Reconcile(t.Context(), params, unknown)
	require.ErrorIs(t, err, twilio.ErrNotSeen)
}

// TestReconcileIsForPurchases: the error of another create is refused, and so are other
// parameters than those of the record.
func TestReconcileIsForPurchases(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.Incoming.Reconcile(t.Context(), numbers.BuyParams{PhoneNumber: wanted}, &twilio.OutcomeUnknownError{
		Op: "numbers.Incoming.BuyInAreaCode", AccountSID: b.sim.AccountSID(), Started: b.sim.Clock.Now(), Ended: b.sim.Clock.Now(),
	})
	require.ErrorIs(t, err, twilio.ErrInvalidParams)
	record, err := b.Incoming.NewRecord(t.Context(), numbers.BuyParams{PhoneNumber: wanted})
	require.NoError(t, err)
	_, err = b.Incoming.Reconcile(t.Context(), numbers.BuyParams{PhoneNumber: other}, record.Unknown())
	require.ErrorIs(t, err, twilio.ErrInvalidParams)
	_, err = b.Incoming.Buy(t.Context(), numbers.BuyParams{PhoneNumber: other}, twilio.WithRecord(record))
	require.ErrorIs(t, err, twilio.ErrInvalidParams)
}

// TestRecord of a process that died.
func TestRecord(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := numbers.BuyParams{PhoneNumber: wanted}
	record, err := b.Incoming.NewRecord(t.Context(), params)
	require.NoError(t, err)
	b.sim.Fault(twiliotest.OnBuyNumber().TruncatedJSON())
	_, err = b.Incoming.Buy(t.Context(), params, twilio.WithRecord(record))
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	bought, err := b.Incoming.Reconcile(t.Context(), params, record.Unknown())
	require.NoError(t, err)
	assert.Equal(t, wanted, bought.PhoneNumber)
}

// TestBuyInAreaCodeIsNeverRepeated: Twilio would choose a second number. The error says how
// to look.
func TestBuyInAreaCodeIsNeverRepeated(t *testing.T) {
	t.Parallel()
	on := twiliotest.OnBuyNumber()
	for name, fault := range map[string]twiliotest.Fault{
		"committed, then reset": on.CommitThenReset(), "read, then closed": on.ReadThenClose(),
		"a gateway's page": on.HTML(http.StatusInternalServerError), "half an answer": on.TruncatedJSON(),
	} {
		b := newBench(t)
		b.sim.Fault(fault)
		_, err := b.Incoming.BuyInAreaCode(t.Context(), numbers.BuyInAreaCodeParams{AreaCode: 415})
		require.ErrorIs(t, err, twilio.ErrOutcomeUnknown, name)
		assert.Regexp(t, "look for it with Get or List before any second try|fetch PN.* before any second try", err.Error(), name)
		assert.Equal(t, 1, b.purchases(), name)
		assert.LessOrEqual(t, len(b.owned(numbers.IncomingListParams{})), 1, name)
		_, err = b.Incoming.BuyInAreaCode(t.Context(), numbers.BuyInAreaCodeParams{AreaCode: 415}, twilio.Settle(0))
		require.ErrorIs(t, err, twilio.ErrInvalidParams, "%s: it has no reconciliation", name)
	}
}

// TestTransferConverges: after a lost answer the number is found in the other account.
func TestTransferConverges(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	bought, sub := b.buy(wanted, numbers.Settings{}), b.sim.Subaccount()
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/IncomingPhoneNumbers/*").Nth(1).CommitThenReset())
	moved, err := b.Incoming.Transfer(t.Context(), bought.SID, numbers.TransferParams{ToAccountSID: sub})
	require.NoError(t, err)
	assert.Equal(t, []string{sub, bought.SID}, []string{moved.AccountSID, moved.SID})
	_, err = b.Incoming.Transfer(t.Context(), bought.SID, numbers.TransferParams{ToAccountSID: sub})
	require.ErrorIs(t, err, twilio.ErrNotFound, "without a lost answer it is refused")
}

// TestLostReleaseConverges: a number that is gone when the second request comes was
// released by the first.
func TestLostReleaseConverges(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	bought := b.buy(wanted, numbers.Settings{})
	b.sim.Fault(twiliotest.On(http.MethodDelete, "/2010-04-01/Accounts/*/IncomingPhoneNumbers/*").Nth(1).CommitThenReset())
	require.NoError(t, b.Incoming.Release(t.Context(), bought.SID))
	require.ErrorIs(t, b.Incoming.Release(t.Context(), bought.SID), twilio.ErrNotFound)
}

// TestListLags: a number that no list has yet is found once it is listed, and is not
// bought anew.
func TestListLags(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Fault(twiliotest.OnBuyNumber().CommitHidden(time.Minute))
	params := numbers.BuyParams{PhoneNumber: wanted}
	_, err := b.Incoming.BuyInAreaCode(t.Context(), numbers.BuyInAreaCodeParams{AreaCode: 312})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.Empty(t, b.owned(numbers.IncomingListParams{}), "it is not listed yet")
	b.sim.Clock.Advance(time.Minute)
	assert.Equal(t, []string{"+13125550100"}, b.owned(numbers.IncomingListParams{}))
	_, err = b.Incoming.Buy(t.Context(), params)
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown, "every answer is lost")
	bought, err := b.Incoming.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
	assert.Equal(t, wanted, bought.PhoneNumber)
}
