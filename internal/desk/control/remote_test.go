package control_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/desk/control"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// serveSim is a server with one simulator.
func serveSim(t *testing.T, opts ...twiliotest.Option) (*twiliotest.Sim, string) {
	t.Helper()
	d := newDesk(t, opts...)
	mux := http.NewServeMux()
	mux.Handle("/_sim/", d.handler)
	mux.Handle("/", d.sim.Handler())
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return d.sim, server.URL
}

func remoteOf(t *testing.T, opts ...twiliotest.Option) (*twiliotest.Sim, *twiliotest.RemoteSim) {
	t.Helper()
	sim, address := serveSim(t, opts...)
	remote, err := twiliotest.Remote(address)
	require.NoError(t, err)
	t.Cleanup(remote.Close)
	return sim, remote
}

func remoteText(t *testing.T, remote *twiliotest.RemoteSim, to, body string) {
	t.Helper()
	_, err := remote.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: to, From: clinic, Body: body})
	require.NoError(t, err)
	require.NoError(t, remote.Advance(t.Context(), 5*time.Second))
}

func TestRemoteMessages(t *testing.T) {
	t.Parallel()
	sim, remote := remoteOf(t)
	ctx, phone := t.Context(), remote.Phone(ada)
	assert.Same(t, phone, remote.Phone(ada))
	remoteText(t, remote, ada, "one")
	remoteText(t, remote, ada, "two")
	for _, want := range []string{"one", "two"} {
		sms, err := phone.WaitSMS(ctx)
		require.NoError(t, err)
		assert.Equal(t, want, sms.Body)
		assert.Equal(t, clinic, sms.From)
		assert.False(t, sms.At.IsZero())
	}
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	_, err := phone.WaitSMS(short)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.NotContains(t, err.Error(), ada)

	messages, err := remote.Messages(ctx)
	require.NoError(t, err)
	want := sim.Messages()
	require.Len(t, messages, 2)
	for i := range messages {
		assert.True(t, want[i].Created.Equal(messages[i].Created))
		want[i].Created, want[i].Sent, messages[i].Created, messages[i].Sent = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	}
	assert.Equal(t, want, messages)
}

// newCode is a test of a program in another process, as docs/desk.md shows it.
func newCode(ctx context.Context, address string) (string, error) {
	remote, err := twiliotest.Remote(address)
	if err != nil {
		return "", err
	}
	defer remote.Close()
	code, err := remote.Phone("+14155551234").WaitCode(ctx)
	return code, err
}

func TestRemoteOfTheDocuments(t *testing.T) {
	t.Parallel()
	sim, address := serveSim(t)
	codes := make(chan string, 1)
	go func() {
		code, _ := newCode(t.Context(), address)
		codes <- code
	}()
	for len(codes) == 0 { // until the text comes later than the Remote
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", From: clinic, Body: "Your code is 424242"})
		require.NoError(t, err)
		sim.Clock.Advance(time.Second)
	}
	assert.Equal(t, "424242", <-codes)
}

func TestRemoteCode(t *testing.T) {
	t.Parallel()
	_, remote := remoteOf(t)
	phone := remote.Phone(ada)
	remoteText(t, remote, ada, "Your code is 111111")
	remoteText(t, remote, ada, "Your code is 222222")
	code, err := phone.WaitCode(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "222222", code)
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = phone.WaitCode(short)
	require.ErrorIs(t, err, context.DeadlineExceeded, "a code comes once")
	remoteText(t, remote, ada, "Your code is 333333")
	code, err = phone.WaitCode(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "333333", code)
}

// A message from before does not count, and one that was seen may be forgotten.
func TestRemoteLooksForward(t *testing.T) {
	t.Parallel()
	sim, address := serveSim(t)
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "before"})
	require.NoError(t, err)
	sim.Clock.Advance(time.Minute)
	remote, err := twiliotest.Remote(address)
	require.NoError(t, err)
	defer remote.Close()
	for _, text := range []string{"one", "two"} {
		remoteText(t, remote, ada, text)
		sms, err := remote.Phone(ada).WaitSMS(t.Context())
		require.NoError(t, err)
		assert.Equal(t, text, sms.Body)
		n, err := remote.Clear(t.Context(), twiliotest.Clearing{Messages: true, Phone: ada})
		require.NoError(t, err)
		assert.Positive(t, n)
	}
	_, err = remote.Clear(t.Context(), twiliotest.Clearing{})
	assert.ErrorContains(t, err, "say what to forget")
}

func TestRemotePhoneTexts(t *testing.T) {
	t.Parallel()
	sim, remote := remoteOf(t)
	sim.Number(clinic, twiliotest.SMSWebhook(hook(twiml.Messaging(twiml.Message{Body: "Thank you"}).String())))
	ctx, phone := t.Context(), remote.Phone(ada)
	answer, err := phone.SendSMS(ctx, clinic, "yes", twiliotest.Param("FromCity", "Berlin"), twiliotest.Attach("https://example.com/cat.png"))
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, answer.Status)
	assert.Equal(t, "Berlin", answer.Form.Get("FromCity"))
	assert.Equal(t, "https://example.com/cat.png", sim.Messages()[0].MediaURLs[0])
	require.NoError(t, remote.Advance(ctx, 5*time.Second))
	sms, err := phone.WaitSMS(ctx)
	require.NoError(t, err)
	assert.Equal(t, "Thank you", sms.Body)

	_, err = phone.SendWhatsApp(ctx, clinic, "hello")
	require.NoError(t, err)
	_, err = phone.SendSMS(ctx, clinic, "x", twiliotest.WithoutFrom())
	require.Error(t, err)
	var refused *twiliotest.RemoteError
	_, err = phone.SendSMS(ctx, "+14155550100", "x")
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, "to", refused.Field)
	assert.Contains(t, err.Error(), "PUT numbers")
	assert.NotContains(t, err.Error(), "+14155550100")

	_, calls, err := remote.Search(ctx, "from:"+ada)
	require.NoError(t, err)
	assert.Empty(t, calls)
}

func TestRemoteCallFromAPhone(t *testing.T) {
	t.Parallel()
	sim, remote := remoteOf(t)
	sim.Number(clinic, twiliotest.VoiceWebhook(hook(`<Response><Gather input="dtmf speech" numDigits="1" timeout="20"><Say>Press 1</Say></Gather><Record maxLength="60"/></Response>`)))
	ctx := t.Context()
	call, err := remote.Phone(ada).Call(ctx, clinic)
	require.NoError(t, err)
	line, err := call.WaitSay(ctx, "PRESS")
	require.NoError(t, err)
	assert.Equal(t, "Press 1", line.Text)
	require.NoError(t, call.Press(ctx, "1"))
	_, err = call.WaitSay(ctx, "press 1")
	require.NoError(t, err, "it is said again after the key")
	require.NoError(t, call.Speak(ctx, "help"))
	require.NoError(t, call.Hangup(ctx))
	status, err := call.Status(ctx)
	require.NoError(t, err)
	assert.Equal(t, twilio.CallStatusCompleted, status)
	lines, err := call.Transcript(ctx)
	require.NoError(t, err)
	kinds := make([]twiliotest.LineKind, len(lines))
	for i := range lines {
		kinds[i] = lines[i].Kind
	}
	assert.Equal(t, []twiliotest.LineKind{"say", "pressed", "say", "spoke"}, kinds[:4])
	_, err = call.WaitSay(ctx, "never said")
	assert.ErrorContains(t, err, "The call is over")
}

func TestRemoteCallToAPhone(t *testing.T) {
	t.Parallel()
	sim, remote := remoteOf(t)
	ctx, phone := t.Context(), remote.Phone(bob)
	require.NoError(t, remote.Advance(ctx, time.Second)) // virtual time stands still, and what is new comes later than the Remote
	require.NoError(t, phone.SetHabit(ctx, twiliotest.HabitNoAnswer))
	require.NoError(t, phone.SetName(ctx, "Bob"))
	state, err := phone.State(ctx)
	require.NoError(t, err)
	assert.Equal(t, twiliotest.PhoneState{Number: bob, Name: "Bob", Habit: twiliotest.HabitNoAnswer, AnswerAfter: state.AnswerAfter}, state)
	for _, decline := range []bool{true, false} {
		created, err := remote.Client().Calls.Create(ctx, twilio.CallCreateParams{To: bob, From: clinic, TwiML: `<Response><Record timeout="2"/></Response>`})
		require.NoError(t, err)
		require.NoError(t, remote.Advance(ctx, 3*time.Second))
		call, err := phone.WaitCall(ctx)
		require.NoError(t, err)
		assert.Equal(t, created.SID, call.SID)
		if decline {
			require.NoError(t, call.Decline(ctx))
			continue
		}
		require.NoError(t, call.Answer(ctx))
		require.Error(t, call.Answer(ctx))
		require.NoError(t, call.LeaveMessage(ctx, 7*time.Second, "Call me", "please"))
	}
	require.NoError(t, remote.Advance(ctx, time.Minute))
	require.Len(t, sim.Recordings(), 1)
	assert.Equal(t, "Call me please", sim.Recordings()[0].Words)
	_, calls, err := remote.Search(ctx, "status:busy")
	require.NoError(t, err)
	assert.Len(t, calls, 1)
}

func TestRemoteFaultsClockAndNumbers(t *testing.T) {
	t.Parallel()
	sim, remote := remoteOf(t)
	ctx := t.Context()
	require.NoError(t, remote.Fault(ctx, twiliotest.OnCreateMessage().Status(503, 20503)))
	assert.Len(t, sim.Faults(), 1)
	require.Error(t, remote.Fault(ctx, twiliotest.Fault{}))
	require.NoError(t, remote.ClearFaults(ctx))
	assert.Empty(t, sim.Faults())

	before, err := remote.Now(ctx)
	require.NoError(t, err)
	require.NoError(t, remote.Advance(ctx, time.Hour))
	after, err := remote.Now(ctx)
	require.NoError(t, err)
	assert.Equal(t, time.Hour, after.Sub(before))
	var refused *twiliotest.RemoteError
	require.ErrorAs(t, remote.SetSpeed(ctx, 0), &refused)
	assert.Equal(t, "speed", refused.Field)

	require.NoError(t, remote.Number(ctx, "+14155550199", twiliotest.RemoteURLs{SMS: "http://localhost:8080/sms"}))
	assert.Equal(t, "http://localhost:8080/sms", sim.Numbers()[0].SMSURL)
	require.ErrorAs(t, remote.Number(ctx, "+1", twiliotest.RemoteURLs{}), &refused)
	assert.Equal(t, "number", refused.Field)
}

func TestRemoteSpeed(t *testing.T) {
	t.Parallel()
	sim, remote := remoteOf(t, twiliotest.WallTime())
	require.NoError(t, remote.SetSpeed(t.Context(), 60))
	assert.InDelta(t, 60, sim.Clock.Speed(), 0)
}

// serveWorkspaces is a server that makes a simulator for each account at its first use.
func serveWorkspaces(t *testing.T) (address string, accounts func() int) {
	t.Helper()
	var mu sync.Mutex
	sims := map[string]*twiliotest.Sim{}
	find := func(r *http.Request) *twiliotest.Sim {
		sid, token, _ := r.BasicAuth()
		mu.Lock()
		defer mu.Unlock()
		if sims[sid] == nil {
			sims[sid] = twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.Account(sid, token))
			sims[sid].Number(clinic)
		}
		return sims[sid]
	}
	api := control.Handler(find)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch _, _, ok := r.BasicAuth(); {
		case !ok:
			w.WriteHeader(http.StatusUnauthorized)
		case len(r.URL.Path) > 6 && r.URL.Path[:6] == "/_sim/":
			api.ServeHTTP(w, r)
		default:
			find(r).Handler().ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, func() int {
		mu.Lock()
		defer mu.Unlock()
		return len(sims)
	}
}

func TestRemoteTakesAWorkspaceOfItsOwn(t *testing.T) {
	t.Parallel()
	address, accounts := serveWorkspaces(t)
	var remotes []*twiliotest.RemoteSim
	for range 2 {
		remote, err := twiliotest.Remote(address)
		require.NoError(t, err)
		t.Cleanup(remote.Close)
		remotes = append(remotes, remote)
	}
	assert.Equal(t, 2, accounts())
	assert.NotEqual(t, remotes[0].AccountSID(), remotes[1].AccountSID())
	assert.Regexp(t, "^AC[0-9a-f]{32}$", remotes[0].AccountSID())
	assert.Len(t, remotes[0].AuthToken(), 32)
	remoteText(t, remotes[0], ada, "only for one")
	messages, err := remotes[1].Messages(t.Context())
	require.NoError(t, err)
	assert.Empty(t, messages)

	again, err := twiliotest.Remote(address, twiliotest.RemoteCredentials(remotes[0].AccountSID(), remotes[0].AuthToken()))
	require.NoError(t, err)
	defer again.Close()
	messages, err = again.Messages(t.Context())
	require.NoError(t, err)
	assert.Len(t, messages, 1)
}

func TestRemoteThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	_, own := serveSim(t, twiliotest.Account("AC00000000000000000000000000000001", "0123456789abcdef0123456789abcdef"))
	for address, part := range map[string]string{
		"":                                 "give one such as http://127.0.0.1:8945",
		"localhost:4010":                   "give one such as http://127.0.0.1:8945",
		"http://user:secret@localhost":     "give one such as http://127.0.0.1:8945",
		"http://" + closed.Addr().String(): "start one with: go run github.com/seed15d99369/twilio/cmd/twilio-sim",
		other.URL:                          "twilio-sim answers 404",
		own:                                "RemoteCredentials",
	} {
		_, err := twiliotest.Remote(address)
		require.ErrorContains(t, err, part, address)
		assert.NotContains(t, err.Error(), "secret")
	}
	_, err = twiliotest.Remote(own, twiliotest.RemoteCredentials("AC1", ""))
	assert.ErrorContains(t, err, "give an account SID")
}
