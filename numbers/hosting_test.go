package numbers_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
)

// order orders the hosting of a number.
func (b *bench) order(number, address string) (*numbers.HostedNumberOrder, error) {
	return b.HostedNumberOrders.Create(b.t.Context(), numbers.HostedNumberOrderCreateParams{
		PhoneNumber: number, ContactPhoneNumber: ada, AddressSID: address, Email: "ada@example.com",
	})
}

// verified is an order whose owner has entered the code.
func (b *bench) verified(number, address string) *numbers.HostedNumberOrder {
	b.t.Helper()
	order, err := b.order(number, address)
	require.NoError(b.t, err)
	assert.Equal(b.t, numbers.HostedReceived, order.Status)
	order, err = b.HostedNumberOrders.Verify(b.t.Context(), order.SID, numbers.HostedNumberOrderVerifyParams{})
	require.NoError(b.t, err)
	assert.Equal(b.t, numbers.HostedPendingVerification, order.Status)
	assert.Len(b.t, order.VerificationCode, 6)
	b.sim.Clock.Advance(time.Minute)
	order, err = b.HostedNumberOrders.Get(b.t.Context(), order.SID)
	require.NoError(b.t, err)
	assert.Equal(b.t, numbers.HostedVerified, order.Status)
	return order
}

func (b *bench) letter(address string, orders ...string) *numbers.AuthorizationDocument {
	b.t.Helper()
	letter, err := b.AuthorizationDocuments.Create(b.t.Context(), numbers.AuthorizationDocumentCreateParams{
		HostedNumberOrderSIDs: orders, AddressSID: address, Email: "ada@example.com", ContactPhoneNumber: ada,
	})
	require.NoError(b.t, err)
	return letter
}

// TestNumberIsHosted: from the order to a number that sends texts.
func TestNumberIsHosted(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.HostedNumberReview(3*time.Hour))
	ctx, address := t.Context(), b.address("US").SID
	check, err := b.Eligibilities.Create(ctx, numbers.EligibilityCreateParams{PhoneNumbers: []numbers.EligibilityNumber{{PhoneNumber: landline}}})
	require.NoError(t, err)
	require.NoError(t, check.Results[0].Err())
	order := b.verified(landline, address)
	letter := b.letter(address, order.SID)
	states := map[time.Duration]numbers.HostedNumberOrderStatus{}
	for range 4 {
		got, err := b.HostedNumberOrders.Get(ctx, order.SID)
		require.NoError(t, err)
		states[b.sim.Clock.Now().Sub(letter.DateCreated.Time).Round(time.Hour)] = got.Status
		require.NoError(t, got.Err())
		b.sim.Clock.Advance(time.Hour)
	}
	assert.Equal(t, map[time.Duration]numbers.HostedNumberOrderStatus{
		0: numbers.HostedPendingLOA, time.Hour: numbers.HostedCarrierProcessing, 2 * time.Hour: numbers.HostedCarrierProcessing, 3 * time.Hour: numbers.HostedCompleted,
	}, states)
	letter, err = b.AuthorizationDocuments.Get(ctx, letter.SID)
	require.NoError(t, err)
	assert.Equal(t, numbers.AuthorizationSigned, letter.Status)
	page, err := b.DependentHostedNumberOrders.List(ctx, letter.SID, numbers.DependentHostedNumberOrderListParams{Status: numbers.HostedCompleted})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1)
	phone := b.sim.Phone(ada)
	_, err = b.sim.Client().Messages.Create(ctx, twilio.MessageCreateParams{To: ada, From: landline, Body: "Hello from the hosted number"})
	require.NoError(t, err)
	phone.ExpectSMS("Hello from the hosted number")
}

// TestHostingByHand: it fails with a reason, or is done at once.
func TestHostingByHand(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	address := b.address("US").SID
	first, second := b.verified(landline, address), b.verified("+14155550124", address)
	b.letter(address, first.SID, second.SID)
	b.sim.ReviewHostedNumber(first.SID, "The carrier has no such customer.")
	b.sim.ReviewHostedNumber(second.SID)
	failed, err := b.HostedNumberOrders.Get(t.Context(), first.SID)
	require.NoError(t, err)
	var rejected *numbers.RejectedError
	require.ErrorAs(t, failed.Err(), &rejected)
	assert.Equal(t, "The carrier has no such customer.", rejected.Reason)
	done, err := b.HostedNumberOrders.Get(t.Context(), second.SID)
	require.NoError(t, err)
	assert.Equal(t, numbers.HostedCompleted, done.Status)
	b.sim.Clock.Advance(30 * 24 * time.Hour)
	failed, err = b.HostedNumberOrders.Get(t.Context(), first.SID)
	require.NoError(t, err)
	assert.Equal(t, numbers.HostedFailed, failed.Status, "what was scheduled is over")
}

// TestHostingIsRefused: numbers that cannot be hosted, orders in the wrong state, and a
// fourth call.
func TestHostingIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Number("+14155550150")
	ctx, address := t.Context(), b.address("US").SID
	for number, code := range map[string]twilio.ErrorCode{"+447700900123": 22103, "+14155550150": 22110} {
		_, err := b.order(number, address)
		require.ErrorIs(t, err, code)
	}
	_, err := b.order(landline, "AD00000000000000000000000000000001")
	require.ErrorIs(t, err, twilio.ErrorCode(20001))
	order, err := b.order(landline, address)
	require.NoError(t, err)
	_, err = b.AuthorizationDocuments.Create(ctx, numbers.AuthorizationDocumentCreateParams{
		HostedNumberOrderSIDs: []string{order.SID}, AddressSID: address, Email: "ada@example.com", ContactPhoneNumber: ada,
	})
	require.ErrorIs(t, err, twilio.ErrorCode(22101), "nobody has verified it")
	_, err = b.HostedNumberOrders.Update(ctx, order.SID, numbers.HostedNumberOrderUpdateParams{Status: numbers.HostedCompleted})
	require.ErrorIs(t, err, twilio.CodeConflict)
	for range 3 {
		_, err = b.HostedNumberOrders.Verify(ctx, order.SID, numbers.HostedNumberOrderVerifyParams{})
		require.NoError(t, err)
	}
	_, err = b.HostedNumberOrders.Verify(ctx, order.SID, numbers.HostedNumberOrderVerifyParams{})
	require.ErrorIs(t, err, twilio.ErrorCode(22100))
	require.ErrorIs(t, b.HostedNumberOrders.Cancel(ctx, order.SID), twilio.CodeConflict)
	stuck, err := b.HostedNumberOrders.Get(ctx, order.SID)
	require.NoError(t, err)
	assert.Equal(t, numbers.HostedActionRequired, stuck.Status)
	require.Error(t, stuck.Err())
	other, err := b.order("+14155550124", address)
	require.NoError(t, err)
	require.NoError(t, b.HostedNumberOrders.Cancel(ctx, other.SID))
	_, err = b.HostedNumberOrders.Get(ctx, other.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestBulkHosting: each number has an order, or the reason why it has none.
func TestBulkHosting(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	bulk, err := b.BulkHostedNumberOrders.Create(ctx, numbers.BulkHostedNumberOrderCreateParams{RequestItems: []numbers.BulkHostedItem{{
		Email: "ada@example.com", AddressSID: b.address("US").SID, ContactPhoneNumber: ada,
		Numbers: []numbers.BulkHostedNumber{{PhoneNumber: landline}, {PhoneNumber: "+447700900123"}},
	}}})
	require.NoError(t, err)
	assert.Equal(t, []any{numbers.BulkQueued, twilio.Int(2)}, []any{bulk.RequestStatus, bulk.TotalCount})
	b.sim.Clock.Advance(time.Minute)
	bulk, err = b.BulkHostedNumberOrders.Get(ctx, bulk.BulkHostingSID, numbers.BulkHostedNumberOrderGetParams{})
	require.NoError(t, err)
	assert.True(t, bulk.RequestStatus.Final())
	require.Len(t, bulk.Results, 2)
	assert.Equal(t, landline, bulk.Results[0].Orders[0].PhoneNumber)
	assert.Contains(t, bulk.Results[1].Orders[0].FailureReason, "COUNTRY_NOT_SUPPORTED")
	bulk, err = b.BulkHostedNumberOrders.Get(ctx, bulk.BulkHostingSID, numbers.BulkHostedNumberOrderGetParams{OrderStatus: numbers.HostedFailed})
	require.NoError(t, err)
	assert.Len(t, bulk.Results, 1)
}

// TestEligibility is the same for the same number, one by one and in bulk.
func TestEligibility(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Number("+14155550150")
	b.sim.Lookup("+14155550151", twilio.LookupResult{LineTypeIntelligence: twilio.LookupLineTypeIntelligence{Type: "mobile"}})
	ctx := t.Context()
	want := map[string]string{
		landline: "ELIGIBLE", "+18335550100": "ELIGIBLE", "+447700900123": "COUNTRY_INELIGIBLE", "+14155550150": "ALREADY_IN_TWILIO",
		"+14155550151": "NUMBER_TYPE_INELIGIBLE",
	}
	var all []numbers.EligibilityNumber
	for number, status := range want {
		all = append(all, numbers.EligibilityNumber{PhoneNumber: number})
		one, err := b.Eligibilities.Create(ctx, numbers.EligibilityCreateParams{PhoneNumbers: []numbers.EligibilityNumber{{PhoneNumber: number}}})
		require.NoError(t, err)
		assert.Equal(t, status, one.Results[0].EligibilitySubStatus)
		assert.Equal(t, status == "ELIGIBLE", one.Results[0].Eligible())
		assert.Equal(t, status == "ELIGIBLE", one.Results[0].Err() == nil)
	}
	bulk, err := b.BulkEligibilities.Create(ctx, numbers.BulkEligibilityCreateParams{FriendlyName: "all", PhoneNumbers: all})
	require.NoError(t, err)
	assert.Equal(t, numbers.EligibilityQueued, bulk.Status)
	b.sim.Clock.Advance(time.Minute)
	bulk, err = b.BulkEligibilities.Get(ctx, bulk.RequestID)
	require.NoError(t, err)
	assert.True(t, bulk.Status.Final())
	require.Len(t, bulk.Results, len(want))
	for _, result := range bulk.Results {
		assert.Equal(t, want[result.PhoneNumber], result.EligibilitySubStatus)
	}
}

// TestHostedNumberIsTheOrders: the number of a completed order has the SID that the order
// names, and another origin than those that were bought.
func TestHostedNumberIsTheOrders(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.buy(other, numbers.Settings{})
	order := b.verified(landline, b.address("US").SID)
	b.sim.ReviewHostedNumber(order.SID)
	hosted, err := b.Incoming.Get(t.Context(), order.IncomingPhoneNumberSID)
	require.NoError(t, err)
	assert.Equal(t, []string{landline, "hosted"}, []string{hosted.PhoneNumber, hosted.Origin})
	assert.Equal(t, []string{landline}, b.owned(numbers.IncomingListParams{Origin: "hosted"}))
	assert.Equal(t, []string{other}, b.owned(numbers.IncomingListParams{Origin: "twilio"}))
}

// TestLetterOfAnOrderThatIsOver: a letter that is taken back leaves a completed order
// completed.
func TestLetterOfAnOrderThatIsOver(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	address := b.address("US").SID
	order := b.verified(landline, address)
	letter := b.letter(address, order.SID)
	b.sim.ReviewHostedNumber(order.SID)
	require.NoError(t, b.AuthorizationDocuments.Delete(t.Context(), letter.SID))
	order, err := b.HostedNumberOrders.Get(t.Context(), order.SID)
	require.NoError(t, err)
	assert.Equal(t, numbers.HostedCompleted, order.Status)
}
