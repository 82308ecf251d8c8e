package twiliotest_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/testcall"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

const voiceURL = "https://example.com/voice"

// dial makes a call that the simulator must accept.
func dial(t *testing.T, sim *twiliotest.Sim, change func(*twilio.CallCreateParams)) *twilio.Call {
	t.Helper()
	sim.Number(clinic)
	sim.Handle("https://example.com", twiml.Voice(twiml.Pause{Length: 10}))
	params := twilio.CallCreateParams{To: ada, From: clinic, URL: voiceURL}
	if change != nil {
		change(&params)
	}
	call, err := sim.Client().Calls.Create(t.Context(), params)
	require.NoError(t, err)
	return call
}

// statuses follows a call until it is over.
func statuses(t *testing.T, sim *twiliotest.Sim, call *twilio.Call) (seen []twilio.CallStatus, last *twilio.Call) {
	t.Helper()
	seen = append(seen, call.Status)
	for range 2000 {
		require.NoError(t, sim.Clock.Sleep(t.Context(), 100*time.Millisecond))
		call, err := sim.Client().Calls.Get(t.Context(), call.SID)
		require.NoError(t, err)
		if call.Status != seen[len(seen)-1] {
			seen = append(seen, call.Status)
		}
		if call.Status.Final() {
			return seen, call
		}
	}
	require.Fail(t, "the call never ends")
	return nil, nil
}

func TestCallsByWhatThePhoneDoes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		phone    func(*twiliotest.Phone)
		statuses []twilio.CallStatus
		duration time.Duration
		price    twilio.Decimal
		by       twilio.AnsweredBy
	}{
		{"answered", func(*twiliotest.Phone) {}, []twilio.CallStatus{"queued", "ringing", "in-progress", "completed"}, 12 * time.Second, "-0.01400", "human"},
		{"a machine", func(p *twiliotest.Phone) { p.Answer(twilio.AnsweredByMachineEndBeep) }, []twilio.CallStatus{"queued", "ringing", "in-progress", "completed"}, 12 * time.Second, "-0.01400", "machine_start"},
		{"busy", (*twiliotest.Phone).Busy, []twilio.CallStatus{"queued", "ringing", "busy"}, 0, "", ""},
		{"no answer", (*twiliotest.Phone).NoAnswer, []twilio.CallStatus{"queued", "ringing", "no-answer"}, 0, "", ""},
		{"failed", (*twiliotest.Phone).OutOfService, []twilio.CallStatus{"queued", "failed"}, 0, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t)
			phone := sim.Phone(ada)
			tt.phone(phone)
			began := sim.Clock.Now()
			call := dial(t, sim, func(p *twilio.CallCreateParams) { p.MachineDetection = twilio.MachineDetectionEnable })
			seen, last := statuses(t, sim, call)
			assert.Equal(t, tt.statuses, seen)
			assert.Equal(t, tt.duration, last.Duration.Duration)
			assert.Equal(t, tt.price, last.Price)
			assert.Equal(t, tt.by, last.AnsweredBy)
			assert.Equal(t, tt.by == "", last.StartTime.IsZero())
			assert.Equal(t, "(415) 555-1234", last.ToFormatted)
			assert.Equal(t, tt.statuses[len(tt.statuses)-1], sim.Calls()[0].Status)
			if tt.name == "no answer" {
				assert.GreaterOrEqual(t, sim.Clock.Now().Sub(began), 60*time.Second)
				require.ErrorIs(t, last.Err(), twilio.ErrUnreachable)
			}
			balance, err := sim.Client().Balance.Get(t.Context())
			require.NoError(t, err)
			assert.Equal(t, tt.price != "", balance.Amount == "19.98600", balance.Amount)
			taken := phone.ExpectCall()
			assert.Equal(t, call.SID, taken.SID)
			assert.Equal(t, voiceURL, taken.URL)
		})
	}
}

func TestUnexpectedCallFailsTheTest(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec)
	dial(t, sim, nil)
	assert.Contains(t, rec.finish(), "nobody expected call CA")

	rec = record(t)
	sim = twiliotest.New(rec)
	sim.Phone(ada).ExpectCall()
	assert.Contains(t, rec.finish(), "received no call")
}

func TestCallsAreEnded(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	client := sim.Client()
	ringing := dial(t, sim, nil)
	sim.Clock.Advance(time.Second)
	got, err := client.Calls.Cancel(t.Context(), ringing.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.CallStatusCanceled, got.Status)

	answered := dial(t, sim, nil)
	sim.Handle("https://example.com", twiml.Voice(twiml.Pause{Length: 3600}))
	sim.Phone(ada).ExpectCall()
	_, err = client.Calls.Cancel(t.Context(), answered.SID)
	require.ErrorIs(t, err, twilio.CodeCallNotInProgress)
	require.ErrorIs(t, client.Calls.Delete(t.Context(), answered.SID), twilio.CodeNotFinished)
	_, err = client.Calls.Redirect(t.Context(), answered.SID, twilio.CallRedirectParams{URL: voiceURL + "2"})
	require.NoError(t, err)
	assert.Equal(t, voiceURL+"2", sim.Calls()[1].URL)
	sim.Clock.Advance(3 * time.Second)
	got, err = client.Calls.Hangup(t.Context(), answered.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.CallStatusCompleted, got.Status)
	assert.Equal(t, 3*time.Second, got.Duration.Duration)
	_, err = client.Calls.Hangup(t.Context(), answered.SID)
	require.ErrorIs(t, err, twilio.CodeCallNotInProgress)
	_, err = client.Calls.Redirect(t.Context(), answered.SID, twilio.CallRedirectParams{URL: voiceURL})
	require.ErrorIs(t, err, twilio.CodeCallNotInProgress)

	require.NoError(t, client.Calls.Delete(t.Context(), answered.SID))
	_, err = client.Calls.Get(t.Context(), answered.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
	_, err = client.Calls.Hangup(t.Context(), answered.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
	require.ErrorIs(t, client.Calls.Delete(t.Context(), answered.SID), twilio.ErrNotFound)
	assert.Len(t, sim.Calls(), 2, "the ledger forgets nothing")

	queued := dial(t, sim, nil)
	_, err = client.Calls.Redirect(t.Context(), queued.SID, twilio.CallRedirectParams{URL: voiceURL})
	require.ErrorIs(t, err, twilio.CodeCallNotInProgress, "nobody has answered")
	_, err = client.Calls.Cancel(t.Context(), queued.SID)
	require.NoError(t, err)
}

func TestListOfCalls(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	first := dial(t, sim, nil)
	sim.Clock.Advance(time.Minute)
	second := dial(t, sim, func(p *twilio.CallCreateParams) { p.To = "+14155550123" })
	list := func(params twilio.CallListParams) (sids []string) {
		for call, err := range sim.Client().Calls.All(t.Context(), params) {
			require.NoError(t, err)
			sids = append(sids, call.SID)
		}
		return sids
	}
	assert.Equal(t, []string{second.SID, first.SID}, list(twilio.CallListParams{PageSize: 1}))
	assert.Equal(t, []string{first.SID}, list(twilio.CallListParams{To: ada}))
	assert.Equal(t, []string{first.SID}, list(twilio.CallListParams{Status: twilio.CallStatusCompleted}))
	assert.Equal(t, []string{first.SID}, list(twilio.CallListParams{StartedAfter: time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)}))
	assert.Empty(t, list(twilio.CallListParams{EndedBefore: time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)}))
	assert.Empty(t, list(twilio.CallListParams{From: ada}))
}

func TestRefusedCalls(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	tests := []struct {
		name string
		form url.Values
		code twilio.ErrorCode
	}{
		{"no recipient", url.Values{"To": nil}, twilio.CodeCallToMissing},
		{"no caller", url.Values{"From": nil}, twilio.CodeCallFromMissing},
		{"no instructions", url.Values{"Url": nil}, twilio.CodeCallURLInvalid},
		{"relative instructions", url.Values{"Url": {"voice"}}, twilio.CodeCallURLInvalid},
		{"long instructions", url.Values{"Url": nil, "Twiml": {strings.Repeat("x", 4001)}}, twilio.CodeTwiMLTooLong},
		{"recipient misshapen", url.Values{"To": {"415"}}, twilio.CodeInvalidTo},
		{"caller misshapen", url.Values{"From": {"415"}}, twilio.CodeInvalidFrom},
		{"somebody else's number", url.Values{"From": {"+14155550199"}}, twilio.CodeCallFromNotOwned},
		{"time-out in words", url.Values{"Timeout": {"long"}}, twilio.CodeCallTimeoutInvalid},
		{"method", url.Values{"Method": {"PUT"}}, 21209},
		{"application", url.Values{"ApplicationSid": {"AP1"}}, twilio.CodeApplicationSIDInvalid},
		{"unknown parameter", url.Values{"Colour": {"red"}}, twilio.CodeBadRequest},
	}
	for _, tt := range tests {
		form := url.Values{"To": {ada}, "From": {clinic}, "Url": {voiceURL}}
		for key, values := range tt.form {
			form[key] = values
		}
		err := testcall.Do(t.Context(), sim.Client(), testcall.Request{
			Name: "Calls.Create", Method: "POST", Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Calls.json", Form: form,
		}, nil)
		assert.ErrorIs(t, err, tt.code, tt.name)
	}
	assert.Empty(t, sim.Calls())
}

func TestCallsToOtherThanNumbers(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	for _, to := range []string{"sip:ada@example.com", "client:ada"} {
		call := dial(t, sim, func(p *twilio.CallCreateParams) { p.To = to })
		assert.Equal(t, to, call.To)
	}
}

func TestMagicCalls(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	for _, tt := range []struct {
		from, to string
		code     twilio.ErrorCode
	}{
		{"+15005550001", ada, 21212}, {clinic, ada, 21210}, {"+15005550006", "+15005550001", 21217}, {"+15005550006", "+15005550002", 21214},
		{"+15005550006", "+15005550003", 21215}, {"+15005550006", "+15005550004", 21216}, {"+15005550006", "33", 21211}, {"+15005550006", ada, 0},
	} {
		call := new(twilio.Call)
		err := testcall.Do(t.Context(), sim.TestClient(), testcall.Request{ // as another client might send it
			Name: "Calls.Create", Method: "POST", Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Calls.json",
			Form: url.Values{"To": {tt.to}, "From": {tt.from}, "Url": {voiceURL}},
		}, call)
		if tt.code != 0 {
			require.ErrorIs(t, err, tt.code, "%s to %s", tt.from, tt.to)
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, sim.TestAccountSID(), call.AccountSID)
	}
	assert.Empty(t, sim.Calls())
}

func TestSubaccounts(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	sub, client := sim.Subaccount(), sim.Client()
	msg, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "sub"}, twilio.OnAccount(sub))
	require.NoError(t, err)
	assert.Equal(t, sub, msg.AccountSID)
	sim.Phone(ada).ExpectSMS("sub")
	_, err = client.Messages.Get(t.Context(), msg.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound, "it is not the parent's")
	_, err = client.Messages.Get(t.Context(), msg.SID, twilio.OnAccount(sub))
	require.NoError(t, err)
	_, err = client.Messages.Get(t.Context(), msg.SID, twilio.OnAccount("ACffffffffffffffffffffffffffffffff"))
	require.ErrorIs(t, err, twilio.ErrAuthentication)
	_, err = client.Balance.Get(t.Context(), twilio.OnAccount(sub))
	require.ErrorIs(t, err, twilio.ErrNotFound, "the parent pays")
	page, err := client.Messages.List(t.Context(), twilio.MessageListParams{}, twilio.OnAccount(sub))
	require.NoError(t, err)
	assert.Len(t, page.Items, 1)
}
