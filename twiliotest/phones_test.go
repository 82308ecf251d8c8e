package twiliotest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

func TestPhonesAreThoseWhoTakePart(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.AnswerAfter(7*time.Second))
	sim.Number(clinic)
	sim.Phone("+14155550123").SetName("Grace")
	sim.Phone("+14155550123").AnswerAfter(time.Second)
	sim.Phone("+14155550123").Unreachable(30003)
	for _, to := range []string{ada, "whatsapp:+14155550199", ada} {
		from := clinic
		if to != ada {
			from = "whatsapp:" + clinic
		}
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: to, From: from, Body: "Hi"})
		require.NoError(t, err)
	}
	assert.Equal(t, []twiliotest.PhoneState{
		{Number: "+14155550123", Name: "Grace", Habit: twiliotest.HabitAnswer, AnswerAfter: time.Second, Unreachable: 30003},
		{Number: "+14155550199", Habit: twiliotest.HabitAnswer, AnswerAfter: 7 * time.Second},
		{Number: ada, Habit: twiliotest.HabitAnswer, AnswerAfter: 7 * time.Second},
	}, sim.Phones())
}

func TestHabitsOfPhones(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	phone := sim.Phone(ada)
	tests := []struct {
		set  func()
		want twiliotest.Habit
	}{
		{phone.Busy, twiliotest.HabitBusy},
		{phone.NoAnswer, twiliotest.HabitNoAnswer},
		{phone.OutOfService, twiliotest.HabitOutOfService},
		{func() { phone.Answer(twilio.AnsweredByMachineStart) }, twiliotest.HabitAnswer},
	}
	for _, tt := range tests {
		tt.set()
		assert.Equal(t, tt.want, phone.State().Habit)
	}
	assert.Equal(t, twilio.AnsweredByMachineStart, phone.State().AnsweredBy)
}

// ringing lets the program call a phone, until it rings.
func ringing(t *testing.T, sim *twiliotest.Sim, habit func(*twiliotest.Phone)) *twiliotest.Call {
	t.Helper()
	sim.Number(clinic)
	habit(sim.Phone(ada))
	placed, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: clinic, TwiML: twiml.Voice(twiml.Say{Text: "Hello"}).String()})
	require.NoError(t, err)
	sim.Clock.Advance(time.Second)
	call, ok := sim.CallOf(placed.SID)
	require.True(t, ok)
	require.Equal(t, twilio.CallStatusRinging, call.Status)
	return call
}

func TestAnswerACallThatRings(t *testing.T) {
	t.Parallel()
	for name, habit := range map[string]func(*twiliotest.Phone){
		"it would be answered later": func(p *twiliotest.Phone) { p.AnswerAfter(30 * time.Second) },
		"nobody would answer":        (*twiliotest.Phone).NoAnswer,
		"it would be busy":           (*twiliotest.Phone).Busy,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			call := ringing(t, sim, habit)
			require.NoError(t, call.Answer())
			assert.Equal(t, sim.Clock.Now(), call.Started)
			require.Error(t, call.Answer(), "it rings no more")
			require.Error(t, call.Decline())
			call.ExpectSay("Hello")
			call.ExpectEnd()
			assert.Equal(t, twilio.CallStatusCompleted, call.Status)
		})
	}
}

func TestDeclineACallThatRings(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	call := ringing(t, sim, func(p *twiliotest.Phone) { p.AnswerAfter(30 * time.Second) })
	require.NoError(t, call.Decline())
	assert.Equal(t, twilio.CallStatusBusy, call.Status)
	sim.Clock.Advance(time.Minute)
	assert.Equal(t, twilio.CallStatusBusy, sim.Calls()[0].Status)
}

func TestThePersonWhoCallsCannotAnswer(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	call := enqueued(t, sim)
	require.ErrorContains(t, call.Answer(), "the person has made the call")
	require.Error(t, new(twiliotest.Call).Answer())
	call.Hangup()
}

func TestCallListens(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	clinicRuns(sim, twiml.Pause{Length: 2}, twiml.Gather{NumDigits: 1, Children: []twiml.GatherChild{twiml.Say{Text: "Press 1"}}}, twiml.Record{PlayBeep: twiml.False})
	call := sim.Phone(ada).Call(clinic)
	listens := func() [2]bool {
		keys, words := call.Listens()
		return [2]bool{keys, words}
	}
	assert.Equal(t, [2]bool{}, listens(), "to a pause")
	call.ExpectSay("Press 1")
	assert.Equal(t, [2]bool{true, false}, listens(), "to a Gather of keys")
	sim.Clock.Advance(10 * time.Second)
	assert.Equal(t, [2]bool{true, true}, listens(), "to a Record")
	call.Hangup()
	assert.Equal(t, [2]bool{}, listens(), "after the end")
}

func TestTrySMS(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	answer, err := sim.Phone(ada).TrySMS(t.Context(), "+14155550188", "Hi")
	require.ErrorContains(t, err, "none of the account's numbers")
	require.Error(t, answer.Err)
	application := newApp()
	application.answer("/sms", text("text/xml", "<Response><Message>Thank you</Message></Response>"))
	sim.Handle(hooks, application)
	sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
	answer, err = sim.Phone(ada).TrySMS(t.Context(), clinic, "Hi")
	require.NoError(t, err)
	assert.Equal(t, 200, answer.Status)
	sim.Phone(ada).ExpectSMS("Thank you")
	_, err = sim.Phone(ada).TryWhatsApp(t.Context(), clinic, "Hello")
	require.NoError(t, err)
	assert.Equal(t, "whatsapp:"+ada, sim.Messages()[2].From)
	sim.Phone(ada).ExpectWhatsApp("Thank you")
}

// TestPerson: a person has one number, whatever the channel and the direction are.
func TestPerson(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		direction twilio.MessageDirection
		from, to  string
		want      string
	}{
		{twilio.MessageDirectionOutboundAPI, clinic, ada, ada},
		{twilio.MessageDirectionOutboundReply, clinic, ada, ada},
		{twilio.MessageDirectionInbound, ada, clinic, ada},
		{twilio.MessageDirectionInbound, "whatsapp:" + ada, "whatsapp:" + clinic, ada},
		{twilio.MessageDirectionOutboundAPI, "rcs:clinic", "rcs:" + ada, ada},
	} {
		m := twiliotest.Message{Direction: tt.direction, From: tt.from, To: tt.to}
		assert.Equal(t, tt.want, m.Person(), "%s to %s", tt.from, tt.to)
	}
	for direction, want := range map[twilio.CallDirection]string{
		twilio.CallDirectionInbound: ada, twilio.CallDirectionOutboundAPI: clinic, twilio.CallDirectionOutboundDial: clinic,
	} {
		call := twiliotest.Call{Direction: direction, From: ada, To: clinic}
		assert.Equal(t, want, call.Person(), direction)
	}
}
