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

// TestConference goes through the life of a conference with the verbs.
func TestConference(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, room := t.Context(), b.call(ada, "ada").ConferenceSID
	assert.Equal(t, voice.ParticipantStatusQueued, b.call(bob, "bob").Status)
	b.sim.Clock.Advance(6 * time.Second)

	got, err := b.Conferences.Get(ctx, room)
	require.NoError(t, err)
	assert.Equal(t, voice.ConferenceStatusInProgress, got.Status)
	assert.False(t, got.Status.Final())
	p, err := b.Participants.Mute(ctx, room, "ada")
	require.NoError(t, err)
	assert.Equal(t, []bool{true, false}, []bool{p.Muted, p.Hold})
	p, err = b.Participants.Hold(ctx, room, "ada", voice.HoldParams{})
	require.NoError(t, err)
	assert.Equal(t, []bool{true, true}, []bool{p.Muted, p.Hold})
	p, err = b.Participants.Unmute(ctx, room, "ada")
	require.NoError(t, err)
	assert.False(t, p.Muted)
	p, err = b.Participants.Unhold(ctx, room, "ada")
	require.NoError(t, err)
	assert.False(t, p.Hold)
	adas := p.CallSID
	p, err = b.Participants.Coach(ctx, room, "bob", voice.CoachParams{CallSIDToCoach: adas})
	require.NoError(t, err)
	assert.Equal(t, []any{true, adas}, []any{p.Coaching, p.CallSIDToCoach})
	p, err = b.Participants.StopCoaching(ctx, room, "bob")
	require.NoError(t, err)
	assert.False(t, p.Coaching)

	require.NoError(t, b.Participants.Kick(ctx, room, "bob"))
	_, err = b.Participants.Get(ctx, room, "bob")
	require.ErrorIs(t, err, twilio.ErrNotFound)
	ended, err := b.Conferences.End(ctx, room)
	require.NoError(t, err)
	assert.True(t, ended.Status.Final())
	assert.Equal(t, voice.ConferenceEndedViaAPI, ended.ReasonConferenceEnded)
}

// TestEndConverges: an end whose answer is lost is repeated, and the refusal of the second
// request is no error.
func TestEndConverges(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	room, _ := b.meet()
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/Conferences/*").Times(1).CommitThenReset())
	ended, err := b.Conferences.End(t.Context(), room.ConferenceSID)
	require.NoError(t, err)
	assert.True(t, ended.Status.Final())
	assert.Equal(t, 2, b.posts("/"+room.ConferenceSID+".json"))
}

// TestAnnouncementsAreHeardOnce: when the answer is lost nothing is played again.
func TestAnnouncementsAreHeardOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	room, _ := b.meet()
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/Conferences/*").CommitThenReset())
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/Conferences/*/Participants/*").CommitThenReset())
	announcement := voice.AnnounceParams{URL: "https://example.com/hello.mp3"}
	tries := map[string]func() error{
		"to all": func() error {
			_, err := b.Conferences.Announce(t.Context(), room.ConferenceSID, announcement)
			return err
		},
		"by update": func() error {
			_, err := b.Conferences.Update(t.Context(), room.ConferenceSID, voice.ConferenceUpdateParams{AnnounceURL: announcement.URL})
			return err
		},
		"to one": func() error {
			_, err := b.Participants.Announce(t.Context(), room.ConferenceSID, "ada", announcement)
			return err
		},
	}
	for name, try := range tries {
		before := len(b.sim.Requests())
		require.ErrorIs(t, try(), twilio.ErrOutcomeUnknown, name)
		assert.Len(t, b.sim.Requests(), before+1, name)
	}
}

// TestNamesWithBlanks: a conference and a participant can have names with blanks.
func TestNamesWithBlanks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	p, err := b.Participants.Create(t.Context(), "Room 7 + 8", voice.ParticipantCreateParams{To: ada, From: clinic, Label: "Ada Lovelace"})
	require.NoError(t, err)
	got, err := b.Participants.Get(t.Context(), p.ConferenceSID, "Ada Lovelace")
	require.NoError(t, err)
	assert.Equal(t, p.CallSID, got.CallSID)
	page, err := b.Conferences.List(t.Context(), voice.ConferenceListParams{FriendlyName: "Room 7 + 8", Status: voice.ConferenceStatusInit})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
}

// TestParticipantErr: somebody who does not answer is an error once the call is over.
func TestParticipantErr(t *testing.T) {
	t.Parallel()
	require.NoError(t, (&voice.Participant{Status: voice.ParticipantStatusConnected}).Err())
	failed := &voice.Participant{CallSID: "CA1", Status: voice.ParticipantStatusFailed}
	require.EqualError(t, failed.Err(), `voice: the participant "CA1" has the status "failed"; get the call by that SID, whose status says why, before you call again`)
	absent := &voice.Recording{SID: "RE1", Status: twilio.RecordingStatusAbsent, ErrorCode: 16101}
	require.ErrorIs(t, absent.Err(), twilio.ErrorCode(16101))
	require.ErrorContains(t, absent.Err(), `"absent" with code 16101; `)
	require.NoError(t, (&voice.Recording{Status: twilio.RecordingStatusCompleted}).Err())
	require.Error(t, (&voice.Transcription{Status: voice.TranscriptionStatusFailed}).Err())
	require.NoError(t, (&voice.Transcription{Status: voice.TranscriptionStatusCompleted}).Err())
	require.Error(t, (&voice.AddOnResult{Status: voice.AddOnResultCanceled}).Err())
	require.NoError(t, (&voice.AddOnResult{Status: voice.AddOnResultCompleted}).Err())
}

// TestFinal: the statuses that do not change any more.
func TestFinal(t *testing.T) {
	t.Parallel()
	for _, s := range []interface{ Final() bool }{
		voice.ConferenceStatusCompleted, voice.ParticipantStatusComplete, voice.ParticipantStatusFailed, voice.TranscriptionStatusFailed,
		voice.TranscriptionStatusCompleted, voice.AddOnResultFailed, voice.AddOnResultCanceled, voice.AddOnResultDeleted, voice.AddOnResultCompleted,
	} {
		assert.True(t, s.Final(), s)
	}
	for _, s := range []interface{ Final() bool }{
		voice.ConferenceStatusInit, voice.ParticipantStatusRinging, voice.TranscriptionStatusInProgress, voice.AddOnResultQueued,
	} {
		assert.False(t, s.Final(), s)
	}
}

// TestBadInputs: what Twilio would refuse in any case is refused before it is sent.
func TestBadInputs(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, room, caller := t.Context(), "CF00000000000000000000000000000001", "CA00000000000000000000000000000001"
	create := func(change func(*voice.ParticipantCreateParams)) error {
		params := voice.ParticipantCreateParams{To: ada, From: clinic}
		change(&params)
		_, err := b.Participants.Create(ctx, "standup", params)
		return err
	}
	tests := map[string]struct {
		err  error
		says string
	}{
		"no callee":              {create(func(p *voice.ParticipantCreateParams) { p.To = "" }), "To is empty"},
		"a name calls a number":  {create(func(p *voice.ParticipantCreateParams) { p.From = "clinic" }), "From is a name although To is a number"},
		"it rings too short":     {create(func(p *voice.ParticipantCreateParams) { p.Timeout = time.Second }), "Timeout is not between 5 s and 600 s"},
		"one in the room":        {create(func(p *voice.ParticipantCreateParams) { p.MaxParticipants = 1 }), "MaxParticipants is not between 2 and 250"},
		"coaches nobody":         {create(func(p *voice.ParticipantCreateParams) { p.Coaching = true }), "CallSIDToCoach is empty although Coaching is true"},
		"label with a slash":     {create(func(p *voice.ParticipantCreateParams) { p.Label = "a/b" }), `Label has one of / \ ? # %`},
		"label is an SID":        {create(func(p *voice.ParticipantCreateParams) { p.Label = caller }), "Label is the SID of a call"},
		"display name too short": {create(func(p *voice.ParticipantCreateParams) { p.CallerDisplayName = "A" }), "CallerDisplayName has one character"},
		"emergency elsewhere":    {create(func(p *voice.ParticipantCreateParams) { p.Emergency.Country = "Canada" }), "Emergency.Country is not the code of a country"},
		"update coaches nobody":  {second(b.Participants.Update(ctx, room, caller, voice.ParticipantUpdateParams{Coaching: twilio.Ptr(true)})), "CallSIDToCoach is empty although Coaching is true"},
		"verb coaches nobody":    {second(b.Participants.Coach(ctx, room, caller, voice.CoachParams{})), "CallSIDToCoach is empty although Coaching is true"},
		"announces nothing":      {second(b.Conferences.Announce(ctx, room, voice.AnnounceParams{})), "URL is empty"},
		"does nothing":           {second(b.Conferences.Update(ctx, room, voice.ConferenceUpdateParams{})), "Status and AnnounceURL are empty"},
		"starts a conference":    {second(b.Conferences.Update(ctx, room, voice.ConferenceUpdateParams{Status: voice.ConferenceStatusInit})), "Status is one that nobody can set"},
		"completes a recording":  {second(b.CallRecordings.Update(ctx, caller, voice.CurrentRecording, voice.RecordingUpdateParams{Status: twilio.RecordingStatusCompleted})), "Status is one that nobody can set"},
		"skips no pause":         {second(b.CallRecordings.Update(ctx, caller, voice.CurrentRecording, voice.RecordingUpdateParams{Status: twilio.RecordingStatusStopped, PauseBehavior: voice.PauseSkip})), "PauseBehavior goes with a pause alone"},
		"three channels":         {second(b.Recordings.DownloadMP3(ctx, recording, voice.RecordingDownloadParams{Channels: 3})), "Channels is more than 2"},
		"no name":                {second(b.Queues.Create(ctx, voice.QueueCreateParams{})), "FriendlyName is empty"},
		"too many callers":       {second(b.Queues.Create(ctx, voice.QueueCreateParams{FriendlyName: "support", MaxSize: 5001})), "MaxSize is more than 5,000"},
		"too many after":         {second(b.Queues.Update(ctx, "QU00000000000000000000000000000001", voice.QueueUpdateParams{MaxSize: 5001})), "MaxSize is more than 5,000"},
		"no instructions":        {second(b.Members.DequeueFront(ctx, "QU00000000000000000000000000000001", voice.DequeueParams{})), "URL is empty"},
	}
	for name, tt := range tests {
		assert.Equal(t, []string{tt.says}, problems(tt.err), name)
	}
	assert.Empty(t, b.sim.Requests())
}

// second is the error of a call.
func second[T any](_ T, err error) error { return err }
