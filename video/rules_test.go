package video_test

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/video"
	"github.com/seed15d99369/twilio/webhook"
)

// TestSubscribeRules: a participant receives the tracks that the last fitting rule lets
// in, and Twilio's JSON is what is sent.
func TestSubscribeRules(t *testing.T) {
	t.Parallel()
	const include, exclude = video.RuleInclude, video.RuleExclude
	tests := []struct {
		name  string
		rules []video.SubscribeRule
		json  string
		want  []string
	}{
		{name: "without rules", want: []string{"bob-mic", "bob-cam", "cleo-cam"}},
		{name: "everything", rules: []video.SubscribeRule{{Type: include, All: true}}, json: `[{"type":"include","all":true}]`, want: []string{"bob-mic", "bob-cam", "cleo-cam"}},
		{name: "nothing", rules: []video.SubscribeRule{{Type: exclude, All: true}}, json: `[{"type":"exclude","all":true}]`},
		{name: "sound", rules: []video.SubscribeRule{{Type: include, Kind: video.TrackAudio}}, json: `[{"type":"include","kind":"audio"}]`, want: []string{"bob-mic"}},
		{name: "one person", rules: []video.SubscribeRule{{Type: include, Publisher: "bob"}}, json: `[{"type":"include","publisher":"bob"}]`, want: []string{"bob-mic", "bob-cam"}},
		{
			name: "all but a person's video", rules: []video.SubscribeRule{{Type: include, All: true}, {Type: exclude, Publisher: "bob", Kind: video.TrackVideo}},
			json: `[{"type":"include","all":true},{"type":"exclude","kind":"video","publisher":"bob"}]`, want: []string{"bob-mic", "cleo-cam"},
		},
		{
			name: "a later rule wins", rules: []video.SubscribeRule{{Type: exclude, Track: "cleo-cam"}, {Type: include, All: true}},
			json: `[{"type":"exclude","track":"cleo-cam"},{"type":"include","all":true}]`, want: []string{"bob-mic", "bob-cam", "cleo-cam"},
		},
		{name: "what matters", rules: []video.SubscribeRule{{Type: include, Priority: video.PriorityHigh}}, json: `[{"type":"include","priority":"high"}]`, want: []string{"cleo-cam"}},
	}
	for _, tt := range tests {
		b := newBench(t)
		ada, bob, cleo := b.join("ada", "daily"), b.join("bob", "daily"), b.join("cleo", "daily")
		b.publish(ada, webhook.TrackKindVideo, "ada-cam") // nobody receives oneself
		b.publish(bob, webhook.TrackKindAudio, "bob-mic")
		b.publish(bob, webhook.TrackKindVideo, "bob-cam")
		_, err := cleo.Publish(twiliotest.RoomMedia{Kind: webhook.TrackKindVideo, Name: "cleo-cam", Priority: "high"})
		require.NoError(t, err, tt.name)
		if tt.rules != nil {
			set, err := b.SubscribeRules.Update(t.Context(), "daily", "ada", video.SubscribeRulesUpdateParams{Rules: tt.rules})
			require.NoError(t, err, tt.name)
			assert.Equal(t, tt.rules, set.Rules, tt.name)
			requests := b.sim.Requests()
			assert.JSONEq(t, tt.json, requests[len(requests)-1].Form.Get("Rules"), tt.name)
		}
		assert.Equal(t, tt.want, ada.Receives(), tt.name)
		assert.Equal(t, tt.want, b.receives("ada"), tt.name)
	}
}

// receives are the names of the tracks that somebody receives, as the API lists them.
func (b *bench) receives(who string) (names []string) {
	b.t.Helper()
	for track, err := range b.SubscribedTracks.All(b.t.Context(), "daily", who, video.TrackListParams{}) {
		require.NoError(b.t, err)
		names = append(names, track.Name)
		one, err := b.SubscribedTracks.Get(b.t.Context(), "daily", who, track.SID)
		require.NoError(b.t, err)
		assert.Equal(b.t, track, one)
		assert.NotEqual(b.t, one.ParticipantSID, one.PublisherSID)
	}
	return names
}

// TestRecordingRules: recordings begin and end as the rules want it, at once.
func TestRecordingRules(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	room := b.create(video.RoomCreateParams{UniqueName: "daily", RecordingRules: []video.RecordingRule{{Type: video.RuleInclude, Kind: video.TrackAudio}}})
	ada := b.join("ada", "daily")
	b.publish(ada, webhook.TrackKindAudio, "mic")
	b.publish(ada, webhook.TrackKindVideo, "cam")
	b.publish(ada, webhook.TrackKindData, "chat")
	assert.Equal(t, []string{"mic"}, b.recorded(room, video.RecordingProcessing))

	set, err := b.RecordingRules.Update(t.Context(), "daily", video.RecordingRulesUpdateParams{Rules: []video.RecordingRule{
		{Type: video.RuleInclude, All: true}, {Type: video.RuleExclude, Track: "mic"},
	}})
	require.NoError(t, err)
	got, err := b.RecordingRules.Get(t.Context(), room.SID)
	require.NoError(t, err)
	assert.Equal(t, set, got)
	b.advance(recordingStored)
	assert.Equal(t, []string{"cam"}, b.recorded(room, video.RecordingProcessing), "data is never recorded")
	assert.Equal(t, []string{"mic"}, b.recorded(room, video.RecordingCompleted))

	direct := b.create(video.RoomCreateParams{Type: video.RoomPeerToPeer})
	_, err = b.RecordingRules.Update(t.Context(), direct.SID, video.RecordingRulesUpdateParams{Rules: set.Rules})
	assert.Equal(t, twilio.ErrorCode(53122), codeOf(err))
}

// TestRulesThatTwilioRefuses: rules beside the types reach Twilio through Extra, and are
// refused with the codes of the two kinds.
func TestRulesThatTwilioRefuses(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.join("ada", "daily")
	for name, rules := range map[string]string{
		"no JSON": "all", "no list": `{"type":"include","all":true}`, "an unknown type": `[{"type":"mute","all":true}]`, "nothing named": `[{"type":"include"}]`,
		"an empty list": `[]`, "an unknown member": `[{"type":"include","everything":true}]`, "more than a list": `[{"type":"include","all":true}] x`,
	} {
		sent := twilio.Operation{Name: "Rules", Method: "POST", Host: "video", Path: "/v1/Rooms/daily/{Of}", Class: twilio.ClassIdempotent}
		form := url.Values{"Rules": {rules}}
		_, err := twilio.Invoke[video.RecordingRuleSet](t.Context(), b.sim.Client(), sent.On("RecordingRules").With(form))
		assert.Equal(t, twilio.ErrorCode(53120), codeOf(err), name)
		sent.Path = "/v1/Rooms/daily/Participants/ada/{Of}"
		_, err = twilio.Invoke[video.SubscribeRuleSet](t.Context(), b.sim.Client(), sent.On("SubscribeRules").With(form))
		assert.Equal(t, twilio.ErrorCode(53215), codeOf(err), name)
	}
}
