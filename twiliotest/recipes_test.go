package twiliotest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/verify"
	"github.com/seed15d99369/twilio/voice"
	"github.com/seed15d99369/twilio/webhook"
)

// The tests of this file are the recipes of docs/testing.md, line by line. Each of them
// can be copied, so that they share no helpers.

func TestRecipeTime(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, service := sim.Phone("+14155551234"), sim.MessagingService(sim.Number("+14155556789"))

	msg, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
		To: ada.Number(), MessagingServiceSID: service, Body: "See you at 9", SendAt: sim.Clock.Now().Add(24 * time.Hour),
	})
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusScheduled, msg.Status)

	sim.Clock.Advance(23 * time.Hour)
	assert.Equal(t, twilio.MessageStatusScheduled, sim.Messages()[0].Status)
	ada.ExpectSMS("See you at 9") // the last hour passes here
}

func TestRecipeExpectedAlert(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	broken := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "the database is away", http.StatusInternalServerError)
	})
	clinic := sim.Number("+14155556789", twiliotest.SMSWebhook(broken))

	answer := sim.Phone("+14155551234").SendSMS(clinic.Number(), "Hi")

	assert.Equal(t, http.StatusInternalServerError, answer.Status)
	sim.ExpectAlert(11217) // without this line the test fails
}

func TestRecipeOneTimePassword(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	v, service := verify.New(sim.Client()), sim.VerifyService("Owl Bank")
	ada := sim.Phone("+14155551234")
	check := func(code string) *verify.Check {
		checked, err := v.Checks.Create(t.Context(), service, verify.CheckCreateParams{To: ada.Number(), Code: code})
		require.NoError(t, err)
		return checked
	}

	_, err := v.Verifications.Create(t.Context(), service, verify.VerificationCreateParams{
		To: ada.Number(), Channel: verify.ChannelSMS,
	})
	require.NoError(t, err)
	code := ada.ExpectCode()

	assert.False(t, check("000000").Approved()) // a wrong code is no error
	assert.True(t, check(code).Approved())
}

func TestRecipeExpiredPassword(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	v, service := verify.New(sim.Client()), sim.VerifyService("Owl Bank")
	ada := sim.Phone("+14155551234")

	_, err := v.Verifications.Create(t.Context(), service, verify.VerificationCreateParams{
		To: ada.Number(), Channel: verify.ChannelSMS,
	})
	require.NoError(t, err)
	code := ada.ExpectCode()
	sim.Clock.Advance(10 * time.Minute)

	_, err = v.Checks.Create(t.Context(), service, verify.CheckCreateParams{To: ada.Number(), Code: code})
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

func TestRecipeReminderWithReply(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	verifier, err := webhook.NewVerifier(webhook.Token(sim.AuthToken()), webhook.PublicURL("https://hooks.example.com"))
	require.NoError(t, err)
	app := verifier.Middleware(webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
		return twiml.Messaging(twiml.Message{Body: "You said: " + in.Body}), nil
	}))
	sim.Handle("https://hooks.example.com", app)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789", twiliotest.SMSURL("https://hooks.example.com/sms"))

	_, err = sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
		To: ada.Number(), From: clinic.Number(), Body: "See you at 9?",
	})
	require.NoError(t, err)

	answer := ada.ExpectSMS("See you at 9?").Reply("yes")
	assert.Equal(t, http.StatusOK, answer.Status)
	ada.ExpectSMS("You said: yes")
}

func TestRecipeForgedWebhook(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	verifier, err := webhook.NewVerifier(webhook.Token(sim.AuthToken()), webhook.PublicURL("https://hooks.example.com"))
	require.NoError(t, err)
	app := verifier.Middleware(webhook.AnswerMessage(func(context.Context, *webhook.Message) (*twiml.Response, error) {
		t.Error("somebody who is not Twilio was answered")
		return nil, nil
	}))

	forged := httptest.NewRequest(http.MethodPost, "https://hooks.example.com/sms", strings.NewReader("Body=yes"))
	forged.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	app.ServeHTTP(answer, forged)

	assert.Equal(t, http.StatusForbidden, answer.Code)
}

func TestRecipeOptOut(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	remind := func() error {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
			To: ada.Number(), From: clinic.Number(), Body: "See you at 9",
		})
		return err
	}

	require.NoError(t, remind())
	ada.ExpectSMS("See you at 9").Reply("STOP")
	require.ErrorIs(t, remind(), twilio.ErrOptedOut) // code 21610

	ada.SendSMS(clinic.Number(), "START")
	require.NoError(t, remind())
	ada.ExpectSMS("See you at 9")
}

func TestRecipeOutage(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	ready := twilio.MessageCreateParams{To: ada.Number(), From: clinic.Number(), Body: "Your table is ready"}

	sim.Fault(twiliotest.OnCreateMessage().Nth(1).Status(http.StatusServiceUnavailable, 20503))
	_, err := sim.Client().Messages.Create(t.Context(), ready, twilio.Settle(0))
	require.ErrorIs(t, err, twilio.ErrNotSeen) // it was not sent: it may be sent again

	sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenReset())
	msg, err := sim.Client().Messages.Create(t.Context(), ready, twilio.Settle(0))
	require.NoError(t, err) // it was sent, its answer was lost, and it was found

	assert.Equal(t, msg.SID, ada.ExpectSMS("Your table").SID)
	assert.Len(t, sim.Messages(), 1)
}

func TestRecipeReconcileLater(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	ready := twilio.MessageCreateParams{To: ada.Number(), From: clinic.Number(), Body: "Your table is ready"}
	sim.Fault(twiliotest.OnCreateMessage().CommitThenReset())

	_, err := sim.Client().Messages.Create(t.Context(), ready)
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown) // nobody can say yet whether it was sent

	msg, err := sim.Client().Messages.Reconcile(t.Context(), ready, unknown)
	require.NoError(t, err)
	assert.Equal(t, msg.SID, ada.ExpectSMS("Your table").SID)
	assert.Len(t, sim.Messages(), 1)
}

func TestRecipeTooManyRequests(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	ready := twilio.MessageCreateParams{To: ada.Number(), From: clinic.Number(), Body: "Your table is ready"}

	sim.Fault(twiliotest.OnCreateMessage().Times(2).TooManyRequests("1"))
	_, err := sim.Client().Messages.Create(t.Context(), ready)
	require.NoError(t, err) // the client has waited twice, on the simulator's clock
	ada.ExpectSMS("Your table")

	sim.Fault(twiliotest.OnCreateMessage().TooManyRequests("60"))
	_, err = sim.Client().Messages.Create(t.Context(), ready)
	require.ErrorIs(t, err, twilio.ErrRateLimited)
	require.ErrorIs(t, err, twilio.ErrNotSent)
	assert.Equal(t, time.Minute, twilio.RetryAfter(err))
}

func TestRecipeNotDelivered(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	ada.Unreachable(30003) // the phone is off

	msg, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
		To: ada.Number(), From: clinic.Number(), Body: "See you at 9",
	})
	require.NoError(t, err) // Twilio accepts the message, and learns later

	sim.Clock.Advance(time.Minute)
	msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusUndelivered, msg.Status)
	require.ErrorIs(t, msg.Err(), twilio.ErrUnreachable)
}

func TestRecipeProgramInAnotherProcess(t *testing.T) {
	t.Parallel()
	binary, arguments := os.Args[0], []string{"-test.run=^TestReminderProgram$", "remind"}
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")

	program := exec.CommandContext(t.Context(), binary, append(arguments, clinic.Number(), ada.Number())...)
	program.Env = append(os.Environ(),
		"TWILIO_ACCOUNT_SID="+sim.AccountSID(), "TWILIO_AUTH_TOKEN="+sim.AuthToken(), "TWILIO_BASE_URL="+sim.URL())
	output, err := program.CombinedOutput()
	require.NoError(t, err, "%s", output)

	ada.ExpectSMS("See you at 9")
}

// TestReminderProgram is the other process of TestRecipeProgramInAnotherProcess. It does
// nothing when it is run as a test.
func TestReminderProgram(t *testing.T) {
	t.Parallel()
	at := slices.Index(os.Args, "remind")
	if at < 0 {
		return
	}
	client, err := twilio.NewFromEnv()
	require.NoError(t, err)
	_, err = client.Messages.Create(t.Context(), twilio.MessageCreateParams{From: os.Args[at+1], To: os.Args[at+2], Body: "See you at 9"})
	require.NoError(t, err)
}

func TestRecipeAnotherLanguage(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")

	address := sim.URL() + "/api/2010-04-01/Accounts/" + sim.AccountSID() + "/Messages.json"
	form := url.Values{"To": {ada.Number()}, "From": {clinic.Number()}, "Body": {"See you at 9"}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(sim.AccountSID(), sim.AuthToken())
	answer, err := new(http.Client).Do(request)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())

	assert.Equal(t, http.StatusCreated, answer.StatusCode)
	ada.ExpectSMS("See you at 9")
}

func TestRecipeServerInAnotherProcess(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(twiml.Messaging(twiml.Message{Body: "Thank you"}))
	t.Cleanup(server.Close)
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789", twiliotest.SMSURL(server.URL+"/sms"))

	ada.SendSMS(clinic.Number(), "yes")

	ada.ExpectSMS("Thank you")
}

// clinicLine answers calls: a menu, the doctor, and a voicemail when the doctor is away.
func clinicLine(doctor string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/voice", twiml.Voice(
		twiml.Gather{NumDigits: 1, Action: "/choice", Children: []twiml.GatherChild{twiml.Say{Text: "For the doctor, press 1."}}},
		twiml.Redirect{URL: "/voice"},
	))
	mux.HandleFunc("/choice", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("Digits") == "1" {
			twiml.Voice(twiml.Dial{Number: doctor, Timeout: 10, Action: "/dialed"}).ServeHTTP(w, r)
			return
		}
		twiml.Voice(twiml.Say{Text: "There is no such choice."}, twiml.Redirect{URL: "/voice"}).ServeHTTP(w, r)
	})
	mux.HandleFunc("/dialed", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("DialCallStatus") == "completed" {
			twiml.Voice(twiml.Hangup{}).ServeHTTP(w, r)
			return
		}
		twiml.Voice(twiml.Say{Text: "Please leave a message."}, twiml.Record{Action: "/recorded", MaxLength: 60}).ServeHTTP(w, r)
	})
	mux.Handle("/recorded", twiml.Voice(twiml.Say{Text: "Thank you. We will call you back."}))
	return mux
}

func TestRecipeVoicemail(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, doctor := sim.Phone("+14155551234"), sim.Phone("+14155550123")
	sim.Handle("https://clinic.example.com", clinicLine(doctor.Number()))
	clinic := sim.Number("+14155556789", twiliotest.VoiceURL("https://clinic.example.com/voice"))
	doctor.NoAnswer()

	call := ada.Call(clinic.Number())
	call.ExpectSay("press 1")
	call.Press("7")
	call.ExpectSay("no such choice")
	call.Press("1")
	call.ExpectSay("leave a message") // the doctor's phone has rung for 10 seconds
	call.LeaveMessage(12 * time.Second)
	call.Press("#")
	call.ExpectSay("we will call you back")
	call.ExpectEnd()

	sim.Clock.Advance(3 * time.Second) // until the recording is complete
	recordings := voice.New(sim.Client()).Recordings
	page, err := recordings.List(t.Context(), voice.RecordingListParams{CallSID: call.SID})
	require.NoError(t, err)
	assert.Equal(t, 12*time.Second, page.Items[0].Duration.Duration)
	file, err := recordings.DownloadMP3(t.Context(), page.Items[0].SID, voice.RecordingDownloadParams{})
	require.NoError(t, err)
	assert.NoError(t, file.Close())
}

func TestRecipeSynctest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.WallTime())
		ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
		began := time.Now()
		go func() { // the program under test
			<-time.After(time.Hour)
			_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
				To: ada.Number(), From: clinic.Number(), Body: "See you at 9",
			})
			assert.NoError(t, err)
		}()

		sms, err := ada.WaitSMS(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "See you at 9", sms.Body)
		assert.GreaterOrEqual(t, time.Since(began), time.Hour)
	})
}

func TestRecipeWhatsAppTemplate(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	sim.Template("HX00000000000000000000000000000001", "Hello {{1}}, your table is ready.")

	_, err := sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{
		To: ada.Number(), From: clinic.Number(),
		ContentSID: "HX00000000000000000000000000000001", ContentVariables: map[string]string{"1": "Ada"},
	})
	require.NoError(t, err)

	ada.ExpectWhatsApp("Hello Ada, your table is ready.")
}

func TestRecipeWhatsAppWindow(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	freeForm := twilio.WhatsAppSendParams{To: ada.Number(), From: clinic.Number(), Body: "Your table is ready"}

	msg, err := sim.Client().WhatsApp.Send(t.Context(), freeForm)
	require.NoError(t, err) // Twilio accepts the message, and refuses it later
	sim.Clock.Advance(time.Minute)
	msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	require.ErrorIs(t, msg.Err(), twilio.ErrTemplateRequired) // code 63016

	ada.SendWhatsApp(clinic.Number(), "Is my table ready?") // opens the window for 24 hours
	_, err = sim.Client().WhatsApp.Send(t.Context(), freeForm)
	require.NoError(t, err)
	ada.ExpectWhatsApp("Your table is ready")
}

func TestRecipeConference(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	team := sim.Number("+14155556789", twiliotest.VoiceWebhook(twiml.Voice(
		twiml.Dial{Children: []twiml.DialChild{twiml.Conference{Name: "standup"}}},
		twiml.Say{Text: "The meeting is over."},
	)))
	adasCall, bobsCall := sim.Phone("+14155551234").Call(team.Number()), sim.Phone("+14155550123").Call(team.Number())
	adasCall.Speak("Good morning.")
	bobsCall.ExpectHear("good morning")
	v := voice.New(sim.Client())
	for conference, err := range v.Conferences.All(t.Context(), voice.ConferenceListParams{}) {
		require.NoError(t, err)
		_, err = v.Conferences.End(t.Context(), conference.SID)
		require.NoError(t, err)
	}
	adasCall.ExpectSay("meeting is over")
	bobsCall.ExpectSay("meeting is over")
}

func TestRecipeOrderOfCallbacks(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.StatusCallbacks(twiliotest.Delayed(10*time.Second, "sent"), twiliotest.Doubled("delivered")))
	var told []string
	sim.Handle("https://hooks.example.com", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		told = append(told, r.FormValue("MessageStatus"))
	}))
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")

	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
		To: ada.Number(), From: clinic.Number(), Body: "See you at 9", StatusCallback: "https://hooks.example.com/status",
	})
	require.NoError(t, err)
	ada.ExpectSMS("See you at 9")
	sim.Clock.Advance(time.Minute) // the late callback comes

	assert.Equal(t, []string{"sending", "delivered", "delivered", "sent"}, told)
}

func TestRecipeRateLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.WallTime(), twiliotest.Concurrency(2), twiliotest.AllowUnexpected())
		clinic := sim.Number("+14155556789")
		var senders sync.WaitGroup
		for range 8 {
			senders.Go(func() {
				_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", From: clinic.Number(), Body: "Hello"})
				assert.NoError(t, err)
			})
		}
		senders.Wait()
		assert.Len(t, sim.Messages(), 8) // none is lost, none is sent twice
		assert.Greater(t, len(sim.Requests()), 8)
	})
}
