package twiliotest_test

import (
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/testcall"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/usage"
	"github.com/seed15d99369/twilio/verify"
)

// lastDay is the evening before a year ends.
func lastDay() twiliotest.Option {
	return twiliotest.StartAt(time.Date(2026, time.December, 31, 23, 50, 0, 0, time.UTC))
}

// sendAll sends one thing of each kind and waits until all of it is over.
func sendAll(t *testing.T, sim *twiliotest.Sim) {
	t.Helper()
	client, ctx := sim.Client(), t.Context()
	send := func(params twilio.MessageCreateParams) {
		t.Helper()
		_, err := client.Messages.Create(ctx, params)
		require.NoError(t, err)
	}
	send(twilio.MessageCreateParams{From: clinic, To: ada, Body: strings.Repeat("a", 161)})
	send(twilio.MessageCreateParams{From: clinic, To: "+447700900123", Body: "Hello"})
	send(twilio.MessageCreateParams{From: clinic, To: ada, Body: "Look", MediaURL: []string{"https://example.com/a.png"}})
	sim.Phone(ada).SendSMS(clinic, "Hi")
	sim.Phone(ada).SendWhatsApp(clinic, "Hi")
	send(twilio.MessageCreateParams{From: "whatsapp:" + clinic, To: "whatsapp:" + ada, Body: "Hello"})
	_, err := client.Calls.Create(ctx, twilio.CallCreateParams{From: clinic, To: ada, TwiML: `<Response><Say>Hello</Say></Response>`})
	require.NoError(t, err)
	_, err = numbers.New(client).Incoming.Buy(ctx, numbers.BuyParams{PhoneNumber: "+14155550100"})
	require.NoError(t, err)
	_, err = verify.New(client).Verifications.Create(ctx, sim.VerifyService("Owl Bank"), verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS})
	require.NoError(t, err)
	sim.Clock.Advance(2 * time.Minute)
}

func rat(t *testing.T, d twilio.Decimal) *big.Rat {
	t.Helper()
	value, ok := d.Rat()
	require.True(t, ok, d)
	return value
}

// The prices of all usage are the money that is gone, and each total is the sum of its parts.
func TestUsageIsTheMoneyThatIsGone(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, lastDay(), twiliotest.AllowUnexpected())
	sim.Number(clinic)
	before, err := sim.Client().Balance.Get(t.Context())
	require.NoError(t, err)
	sendAll(t, sim)
	after, err := sim.Client().Balance.Get(t.Context())
	require.NoError(t, err)
	gone := new(big.Rat).Sub(rat(t, before.Amount), rat(t, after.Amount))

	records := map[usage.Category]*usage.Record{}
	for record, err := range usage.New(sim.Client()).Records.Today.All(t.Context(), usage.RecordListParams{PageSize: 7}) {
		require.NoError(t, err)
		records[record.Category] = record
	}
	assert.Equal(t, gone, rat(t, records[usage.CategoryTotalPrice].Price))
	for total, parts := range map[usage.Category][]usage.Category{
		usage.CategoryTotalPrice:  {usage.CategorySMS, usage.CategoryMMS, usage.CategoryCalls, usage.CategoryChannels, usage.CategoryPhoneNumbers},
		usage.CategorySMS:         {usage.CategorySMSInbound, usage.CategorySMSOutbound},
		usage.CategorySMSOutbound: {usage.CategorySMSOutboundLongCode, usage.CategorySMSOutboundShortCode},
	} {
		sum := new(big.Rat)
		for _, part := range parts {
			require.NotNil(t, records[part], part)
			sum.Add(sum, rat(t, records[part].Price))
		}
		assert.Equal(t, rat(t, records[total].Price), sum, total)
	}
	tests := []struct {
		category    usage.Category
		count       twilio.Int
		usage       twilio.Decimal
		unit, price string
	}{
		{usage.CategorySMSOutbound, 3, "4", "segments", "0.07610"}, // two segments, Great Britain, a verification
		{usage.CategorySMSInbound, 1, "1", "segments", "0.00790"},
		{usage.CategoryMMSOutbound, 1, "1", "messages", "0.02000"},
		{usage.CategoryCallsOutbound, 1, "1", "minutes", "0.01400"},
		{usage.CategoryChannels, 2, "2", "messages", "0.01000"},
		{usage.CategoryPhoneNumbersLocal, 1, "1", "numbers", "1.15000"},
		{usage.CategoryAuthySMSOutbound, 1, "1", "segments", "0.00790"},
	}
	for _, tt := range tests {
		record := records[tt.category]
		require.NotNil(t, record, tt.category)
		assert.Equal(t, tt.count, record.Count, tt.category)
		assert.Equal(t, tt.usage, record.Usage, tt.category)
		assert.Equal(t, tt.unit, record.UsageUnit, tt.category)
		assert.Equal(t, twilio.Decimal(tt.price), record.Price, tt.category)
		assert.Equal(t, "usd", record.PriceUnit, tt.category)
	}
}

// Usage is counted on the simulator's clock, and a list divides the days as its name says.
func TestUsageByPeriod(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, lastDay(), twiliotest.AllowUnexpected())
	sim.Number(clinic)
	send := func() {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{From: clinic, To: ada, Body: "Hello"})
		require.NoError(t, err)
		sim.Clock.Advance(time.Minute)
	}
	send()
	sim.Clock.Advance(time.Hour) // 1 January
	send()
	send()
	records := usage.New(sim.Client()).Records
	tests := []struct {
		name string
		list *usage.Period
		want []string
	}{
		{"daily", records.Daily, []string{"2027-01-01 2027-01-01 2", "2026-12-31 2026-12-31 1"}},
		{"monthly", records.Monthly, []string{"2027-01-01 2027-01-01 2", "2026-12-31 2026-12-31 1"}},
		{"yearly", records.Yearly, []string{"2027-01-01 2027-01-01 2", "2026-12-31 2026-12-31 1"}},
		{"all time", records.AllTime, []string{"2026-12-31 2027-01-01 3"}},
		{"today", records.Today, []string{"2027-01-01 2027-01-01 2"}},
		{"yesterday", records.Yesterday, []string{"2026-12-31 2026-12-31 1"}},
		{"this month", records.ThisMonth, []string{"2027-01-01 2027-01-01 2"}},
		{"last month", records.LastMonth, []string{"2026-12-01 2026-12-31 1"}},
	}
	for _, tt := range tests {
		var got []string
		for record, err := range tt.list.All(t.Context(), usage.RecordListParams{Category: usage.CategorySMSOutbound}) {
			require.NoError(t, err, tt.name)
			got = append(got, record.StartDate.Format(time.DateOnly)+" "+record.EndDate.Format(time.DateOnly)+" "+string(record.Usage))
		}
		assert.Equal(t, tt.want, got, tt.name)
	}
	for query, want := range map[string][]twilio.Int{
		"StartDate=-1days&EndDate=-1days": {1}, "StartDate=-30days": {3}, "StartDate=2027-01-01": {2}, "EndDate=2026-12-31": {1}, "StartDate=%2B1days": nil,
	} {
		extra, err := url.ParseQuery(query)
		require.NoError(t, err)
		page, err := records.List(t.Context(), usage.RecordListParams{Category: usage.CategorySMS, Extra: extra})
		require.NoError(t, err, query)
		var got []twilio.Int
		for _, record := range page.Items {
			got = append(got, record.Count)
		}
		assert.Equal(t, want, got, query)
	}
}

// The usage of the main account includes that of its subaccounts, unless that is left out.
func TestUsageOfSubaccounts(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	sub := sim.Subaccount()
	for _, opts := range [][]twilio.CallOption{nil, {twilio.OnAccount(sub)}} {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{From: clinic, To: ada, Body: "Hello"}, opts...)
		require.NoError(t, err)
	}
	sim.Clock.Advance(time.Minute)
	count := func(include *bool, opts ...twilio.CallOption) twilio.Int {
		params := usage.RecordListParams{Category: usage.CategorySMS, IncludeSubaccounts: include}
		page, err := usage.New(sim.Client()).Records.List(t.Context(), params, opts...)
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
		return page.Items[0].Count
	}
	assert.EqualValues(t, 2, count(nil))
	assert.EqualValues(t, 2, count(twilio.Ptr(true)))
	assert.EqualValues(t, 1, count(twilio.Ptr(false)))
	assert.EqualValues(t, 1, count(nil, twilio.OnAccount(sub)))
}

// A trigger calls its webhook, signed, once in each of its periods.
func TestTriggersFire(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		recurring usage.Recurring
		value     string
		want      int // calls of the webhook in two days of two messages each
	}{
		{"once", "", "2", 1},
		{"all time", usage.RecurringAllTime, "2", 1},
		{"daily", usage.RecurringDaily, "1", 2},
		{"monthly", usage.RecurringMonthly, "1", 2}, // the second day is in another month
		{"yearly", usage.RecurringYearly, "3", 0},
		{"not reached", "", "5", 0},
		{"more than there was", "", "+2", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, lastDay(), twiliotest.AllowUnexpected())
			sim.Number(clinic)
			hooks := newApp()
			sim.Handle("https://hooks.example.com", hooks.answer("/usage", status(http.StatusNoContent)))
			triggers := usage.New(sim.Client()).Triggers
			trigger, err := triggers.Create(t.Context(), usage.TriggerCreateParams{
				UsageCategory: usage.CategorySMSOutbound, TriggerBy: usage.TriggerFieldCount, TriggerValue: tt.value, Recurring: tt.recurring,
				CallbackURL: "https://hooks.example.com/usage",
			})
			require.NoError(t, err)
			for range 2 {
				for range 2 {
					_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{From: clinic, To: ada, Body: "Hello"})
					require.NoError(t, err)
					sim.Clock.Advance(time.Minute)
				}
				sim.Clock.Advance(time.Hour)
			}
			forms := hooks.forms()
			require.Len(t, forms, tt.want)
			if tt.want == 0 {
				return
			}
			assert.Equal(t, []string{
				"AccountSid", "CurrentValue", "DateFired", "IdempotencyToken", "Recurring", "TriggerBy", "TriggerValue", "UsageCategory", "UsageRecordUri", "UsageTriggerSid",
			}, names(forms[0]))
			assert.Equal(t, trigger.SID, forms[0].Get("UsageTriggerSid"))
			assert.Equal(t, strings.TrimPrefix(tt.value, "+"), forms[0].Get("CurrentValue"))
			got, err := triggers.Get(t.Context(), trigger.SID)
			require.NoError(t, err)
			assert.False(t, got.DateFired.IsZero())
		})
	}
}

// A trigger whose value was reached before it was made fires within a minute, and a trigger
// that was deleted does not.
func TestTriggersThatAreReached(t *testing.T) {
	t.Parallel()
	for _, deleted := range []bool{false, true} {
		sim := twiliotest.New(t, twiliotest.AllowUnexpected())
		sim.Number(clinic)
		hooks := newApp()
		sim.Handle("https://hooks.example.com", hooks.answer("/usage", status(http.StatusNoContent)))
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{From: clinic, To: ada, Body: "Hello"})
		require.NoError(t, err)
		sim.Clock.Advance(time.Minute)
		triggers := usage.New(sim.Client()).Triggers
		trigger, err := triggers.Create(t.Context(), usage.TriggerCreateParams{
			UsageCategory: usage.CategoryTotalPrice, TriggerBy: usage.TriggerFieldPrice, TriggerValue: "0.005", CallbackURL: "https://hooks.example.com/usage",
		})
		require.NoError(t, err)
		assert.Equal(t, twilio.Decimal("0.00790"), trigger.CurrentValue)
		want := 1
		if deleted {
			require.NoError(t, triggers.Delete(t.Context(), trigger.SID))
			want = 0
		}
		sim.Clock.Advance(2 * time.Minute)
		assert.Len(t, hooks.forms(), want)
	}
}

// The simulator refuses a value that is no number, as the client does before it is sent.
func TestTriggerMistakes(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	form := url.Values{"UsageCategory": {"sms"}, "TriggerValue": {"many"}, "CallbackUrl": {"https://example.com"}}
	err := testcall.Do(t.Context(), sim.Client(), testcall.Request{Method: "POST", Host: "api", Path: "/2010-04-01/Accounts/" + sim.AccountSID() + "/Usage/Triggers.json", Form: form}, nil)
	require.ErrorContains(t, err, "TriggerValue")
	_, err = usage.New(sim.Client()).Triggers.Get(t.Context(), "UT00000000000000000000000000000001")
	require.ErrorIs(t, err, twilio.ErrNotFound)
}
