package voice_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/voice"
)

// TestCallEvents: the events of a call are its requests and their answers, from 15 minutes
// after its end.
func TestCallEvents(t *testing.T) {
	t.Parallel()
	b, ctx := newCallBench(t), t.Context()
	b.sim.Handle(hooks+"/voice", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = b.sim.Clock.Sleep(ctx, 200*time.Millisecond)
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte("<Response><Pause/></Response>"))
	}))
	b.sim.Handle(hooks+"/status", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	params := twilio.CallCreateParams{To: callee, From: caller, URL: hooks + "/voice", StatusCallback: hooks + "/status"}
	call, err := b.sim.Client().Calls.Create(ctx, params)
	require.NoError(t, err)
	_, err = b.sim.Client().Calls.Create(ctx, twilio.CallCreateParams{To: london, From: caller, URL: hooks + "/voice"})
	require.NoError(t, err, "another call, whose events are its own")
	b.sim.Clock.Advance(time.Minute)
	page, err := b.CallEvents.List(ctx, call.SID, voice.CallEventListParams{})
	require.NoError(t, err)
	assert.Empty(t, page.Items, "15 minutes are not over")

	b.sim.Clock.Advance(15 * time.Minute)
	var events []*voice.CallEvent
	for event, err := range b.CallEvents.All(ctx, call.SID, voice.CallEventListParams{PageSize: 2}) {
		require.NoError(t, err)
		events = append(events, event)
	}
	require.Len(t, events, 3)
	created, instructed, ended := events[0], events[1], events[2]
	assert.Equal(t, []any{twilio.MethodPost, `"+14155551234"`, twilio.Int(201)}, []any{created.Request.Method, string(created.Request.Parameters["to"]), created.Response.Code})
	assert.JSONEq(t, `{"sid":"`+call.SID+`"}`, created.Response.Body)
	assert.Equal(t, []any{hooks + "/voice", `"` + call.SID + `"`, "<Response><Pause/></Response>", "text/xml", twilio.Int(200), 200 * time.Millisecond}, []any{
		instructed.Request.URL, string(instructed.Request.Parameters["call_sid"]), instructed.Response.Body, instructed.Response.ContentType,
		instructed.Response.Code, instructed.Response.Duration(),
	})
	assert.Equal(t, []any{hooks + "/status", `"completed"`, twilio.Int(204)}, []any{ended.Request.URL, string(ended.Request.Parameters["call_status"]), ended.Response.Code})
}

// TestCallNotifications: the notifications of a call are its alerts, and the account has
// those of all calls.
func TestCallNotifications(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)
	b, ctx := newCallBench(t, twiliotest.AllowAlerts(), twiliotest.StartAt(start)), t.Context()
	b.sim.Handle(hooks, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "out of order", http.StatusInternalServerError)
	}))
	place := func(params twilio.CallCreateParams) string {
		params.To, params.From = callee, caller
		call, err := b.sim.Client().Calls.Create(ctx, params)
		require.NoError(t, err)
		b.sim.Clock.Advance(time.Minute)
		return call.SID
	}
	broken := place(twilio.CallCreateParams{URL: hooks + "/voice?token=1"})
	b.sim.Clock.Advance(24 * time.Hour)
	wrong := place(twilio.CallCreateParams{TwiML: "<Response><Shout>Hello</Shout></Response>"})
	place(twilio.CallCreateParams{TwiML: "<Response><Pause/></Response>"})

	page, err := b.CallNotifications.List(ctx, broken, voice.NotificationListParams{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	notification := page.Items[0]
	require.ErrorIs(t, notification.Err(), twilio.ErrorCode(11217))
	assert.Equal(t, []any{broken, voice.LogError, twilio.MethodPost, hooks + "/voice?token=1"}, []any{notification.CallSID, notification.Log, notification.RequestMethod, notification.RequestURL})
	details, err := b.CallNotifications.Get(ctx, broken, notification.SID)
	require.NoError(t, err)
	assert.Equal(t, *notification, details.Notification)
	assert.Equal(t, "out of order\n", details.ResponseBody)
	assert.Contains(t, details.RequestVariables, "CallSid="+broken)
	assert.Contains(t, details.ResponseHeaders, "Status=500")
	_, err = b.CallNotifications.Get(ctx, wrong, notification.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound, "it is of another call")

	list := func(params voice.NotificationListParams) (calls []string) {
		for one, err := range b.Notifications.All(ctx, params) {
			require.NoError(t, err)
			calls = append(calls, one.CallSID)
		}
		return calls
	}
	assert.Equal(t, []string{wrong, broken}, list(voice.NotificationListParams{PageSize: 1}), "the newest first")
	assert.Equal(t, []string{broken}, list(voice.NotificationListParams{MessageDate: start}))
	assert.Equal(t, []string{wrong}, list(voice.NotificationListParams{MessageDateAfter: start.Add(24 * time.Hour)}))
	assert.Equal(t, []string{wrong}, list(voice.NotificationListParams{Log: twilio.Ptr(1)}), "TwiML that does not fit the schema is a warning")
	assert.Equal(t, []string{broken}, list(voice.NotificationListParams{Log: twilio.Ptr(0)}))
	got, err := b.Notifications.Get(ctx, notification.SID)
	require.NoError(t, err)
	assert.Equal(t, details, got)
	_, err = b.Notifications.Get(ctx, "NO00000000000000000000000000000001")
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

func TestNotificationWithoutACode(t *testing.T) {
	t.Parallel()
	require.NoError(t, (&voice.Notification{}).Err())
}

// TestArchivedCalls: the archive has a call once its day is over, and deletes it once.
func TestArchivedCalls(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)
	b, ctx := newCallBench(t, twiliotest.StartAt(day)), t.Context()
	call := b.ringing()
	require.ErrorIs(t, b.ArchivedCalls.Delete(ctx, call, voice.ArchivedCallDeleteParams{Day: day}), twilio.ErrNotFound, "the day is not over")
	b.sim.Clock.Advance(24 * time.Hour)
	require.ErrorIs(t, b.ArchivedCalls.Delete(ctx, call, voice.ArchivedCallDeleteParams{Day: day.Add(24 * time.Hour)}), twilio.ErrNotFound, "it is another day")
	require.NoError(t, b.ArchivedCalls.Delete(ctx, call, voice.ArchivedCallDeleteParams{Day: day}))
	require.ErrorIs(t, b.ArchivedCalls.Delete(ctx, call, voice.ArchivedCallDeleteParams{Day: day}), twilio.ErrNotFound, "it is deleted")
	_, err := b.sim.Client().Calls.Get(ctx, call)
	require.NoError(t, err, "the call itself stays")
}
