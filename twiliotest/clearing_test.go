package twiliotest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

func TestClear(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name                              string
		clear                             twiliotest.Clearing
		cleared                           int
		messages, calls, requests, alerts int // that are left
	}{
		{"nothing", twiliotest.Clearing{}, 0, 3, 1, 3, 1},
		{"messages", twiliotest.Clearing{Messages: true}, 2, 1, 1, 3, 1},
		{"messages of one person", twiliotest.Clearing{Messages: true, Phone: "+14155550123"}, 1, 2, 1, 3, 1},
		{"calls", twiliotest.Clearing{Calls: true}, 1, 3, 0, 3, 1},
		{"the wire", twiliotest.Clearing{Wire: true}, 4, 3, 1, 0, 1},
		{"the wire of one person", twiliotest.Clearing{Wire: true, Alerts: true, Phone: ada}, 0, 3, 1, 3, 1},
		{"alerts", twiliotest.Clearing{Alerts: true}, 1, 3, 1, 3, 0},
		{"all that is old", twiliotest.Clearing{Messages: true, Calls: true, Wire: true, Alerts: true, Before: start.Add(time.Hour)}, 7, 1, 0, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.AllowAlerts(), twiliotest.StartAt(start))
			sim.Number(clinic, twiliotest.SMSURL("https://nobody.example.com"))
			sim.Phone("+14155550123").SendSMS(clinic, "Hello") // nobody answers
			textAda(t, sim, "old")
			require.NoError(t, ringing(t, sim, (*twiliotest.Phone).NoAnswer).Decline())
			sim.Clock.Advance(2 * time.Hour)
			textAda(t, sim, "under way")
			assert.Equal(t, tt.cleared, sim.Clear(tt.clear))
			assert.Equal(t, []int{tt.messages, tt.calls, tt.requests, tt.alerts}, []int{len(sim.Messages()), len(sim.Calls()), len(sim.Requests()), len(sim.Alerts())})
		})
	}
}

// textAda lets the program text Ada.
func textAda(t *testing.T, sim *twiliotest.Sim, body string) *twilio.Message {
	t.Helper()
	sent, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: body})
	require.NoError(t, err)
	return sent
}

func TestClearedMessagesAreGone(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	sent := textAda(t, sim, "first")
	sim.Phone(ada).ExpectSMS("first")
	_, kept := sim.MessageOf(sent.SID)
	assert.True(t, kept)
	assert.Equal(t, 1, sim.Clear(twiliotest.Clearing{Messages: true}))
	_, kept = sim.MessageOf(sent.SID)
	assert.False(t, kept)
	_, err := sim.Client().Messages.Get(t.Context(), sent.SID)
	require.ErrorIs(t, err, twilio.CodeNotFound)
	textAda(t, sim, "second")
	sim.Phone(ada).ExpectSMS("second")
}

func TestRepeatRequest(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.KeepAnswers())
	sim.Number(clinic)
	first := textAda(t, sim, "Hi")
	kept, ok := sim.RequestOf(1)
	require.True(t, ok)
	assert.Equal(t, []string{sim.AccountSID(), sim.AccountSID()}, []string{kept.Account, kept.By})
	assert.Contains(t, kept.Answer, first.SID)
	again, err := sim.RepeatRequest(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, []int{2, http.StatusCreated}, []int{again.ID, again.Status})
	assert.Contains(t, again.Answer, sim.Messages()[1].SID)
	sim.Phone(ada).ExpectSMS("Hi")
	sim.Phone(ada).ExpectSMS("Hi")
	_, err = sim.RepeatRequest(t.Context(), 3)
	require.Error(t, err, "there is none")
}

// TestLedgerShowsNoSecret: a secret that stands in the place of a user name is not kept.
func TestLedgerShowsNoSecret(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.KeepAnswers())
	keySID, secret := sim.APIKey()
	for _, user := range []string{sim.AuthToken(), keySID} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.twilio.com/2010-04-01/Accounts/"+sim.AccountSID()+"/Balance.json", http.NoBody)
		require.NoError(t, err)
		req.SetBasicAuth(user, secret)
		resp, err := sim.Transport().RoundTrip(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
	}
	assert.Equal(t, []string{"", keySID}, []string{sim.Requests()[0].By, sim.Requests()[1].By})
	assert.Equal(t, []string{"", sim.AccountSID()}, []string{sim.Requests()[0].Account, sim.Requests()[1].Account})
	_, err := sim.RepeatRequest(t.Context(), 1)
	require.Error(t, err, "its credentials were wrong")
}

// TestCallbacksShowWhatWasSigned: the signature of a request holds for the address and the
// parameters that are shown.
func TestCallbacksShowWhatWasSigned(t *testing.T) {
	t.Parallel()
	sim, application := twiliotest.New(t), newApp()
	application.answer("/sms", text("text/xml", "<Response/>"))
	sim.Handle(hooks, application)
	sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms?a=b"))
	answer := sim.Phone(ada).SendSMS(clinic, "Hi")
	kept, ok := sim.CallbackOf(answer.ID)
	require.True(t, ok)
	assert.Equal(t, hooks+"/sms?a=b", kept.SignedURL)
	assert.Equal(t, webhook.Sign(sim.AuthToken(), kept.SignedURL, kept.Form), kept.Signature)
	assert.Equal(t, sim.Messages()[0].SID, kept.About)
	sim.Number(clinic, twiliotest.SMSURL("https://user:secret@hooks.example.com/sms?a=b"), twiliotest.WebhookMethod(http.MethodGet))
	kept = *sim.Phone(ada).SendSMS(clinic, "Hi")
	assert.Equal(t, hooks+"/sms?a=b&"+kept.Form.Encode(), kept.SignedURL, "the parameters of a GET are signed with its address")
	assert.Equal(t, webhook.Sign(sim.AuthToken(), kept.SignedURL, nil), kept.Signature)
	assert.Empty(t, sim.CallbacksUnderWay())
	_, ok = sim.CallbackOf(99)
	assert.False(t, ok)
}

func TestFaultsAreShown(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	sim.Fault(twiliotest.OnCreateMessage().To(ada).Nth(2).Status(http.StatusServiceUnavailable, 0))
	sim.Fault(twiliotest.OnCreateCall().Times(3).Rate(0.5, 7).HTML(http.StatusBadGateway))
	textAda(t, sim, "Hi")
	sim.Phone(ada).ExpectSMS("Hi")
	got := sim.Faults()
	require.Len(t, got, 2)
	assert.Equal(t, twiliotest.FaultState{
		ID: 1, Name: got[0].Name, Method: http.MethodPost, Path: "/2010-04-01/Accounts/*/Messages.json", To: ada, Nth: 2, Rate: 1, Seen: 1,
	}, got[0])
	assert.Equal(t, []int{2, 3}, []int{got[1].ID, got[1].Times})
	assert.True(t, sim.RemoveFault(1))
	assert.False(t, sim.RemoveFault(1))
	assert.Len(t, sim.Faults(), 1)
}
