package twiliotest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/token"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

const videoHost = "https://video.twilio.com"

// TestVideoOperations holds that every operation of Video has behaviour of its own: none
// is answered by default, so that a stub for it is refused.
func TestVideoOperations(t *testing.T) {
	t.Parallel()
	spec, err := contract.Load("video_v1")
	require.NoError(t, err)
	assert.Len(t, spec.Operations, 39)
	for _, op := range spec.Operations {
		rec := record(t)
		sim := twiliotest.New(rec)
		sim.Stub(op.Method, videoHost+op.Path, http.NotFound)
		assert.Contains(t, rec.finish(), "use sim.Fault", op.ID)
	}
}

// TestVideoAnswers asks for each operation of Video and holds the status, the properties
// and their types against Twilio's published API.
func TestVideoAnswers(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	v := &videoDriver{T: t, sim: sim, ids: map[string]string{}}
	v.prepare()
	spec, err := contract.Load("video_v1")
	require.NoError(t, err)
	for i := range spec.Operations {
		if op := &spec.Operations[i]; op.Method != http.MethodDelete {
			v.ask(op)
		}
	}
	for i := range spec.Operations {
		if op := &spec.Operations[i]; op.Method == http.MethodDelete {
			v.ask(op)
		}
	}
}

// videoDriver asks for operations of Video on resources that exist.
type videoDriver struct {
	*testing.T
	sim *twiliotest.Sim
	ids map[string]string // what stands for a placeholder, by the resource that it is of
}

// prepare makes one of each resource.
func (v *videoDriver) prepare() {
	v.Helper()
	v.ids["hook"] = v.make("/v1/CompositionHooks", "sid", "FriendlyName", "films", "AudioSources", "*", "StatusCallback", "https://hooks.example.com/film")
	ended := v.recordedRoom("ended")
	v.ids["open"] = v.recordedRoom("open")
	v.ids["transcription"] = v.make("/v1/Rooms/open/Transcriptions", "ttid")
	_, body := v.send(http.MethodPost, "/v1/Rooms/"+ended, "Status", "completed")
	require.Contains(v, string(body), "completed")
	v.sim.Handle("https://hooks.example.com", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	v.sim.Clock.Advance(time.Minute)
	v.ids["composition"] = v.make("/v1/Compositions", "sid", "RoomSid", ended, "AudioSources", "*")
	v.ids["ended"] = ended
	var page struct {
		Recordings []struct {
			SID string `json:"sid"`
		} `json:"recordings"`
	}
	_, body = v.send(http.MethodGet, "/v1/Rooms/"+ended+"/Recordings")
	require.NoError(v, json.Unmarshal(body, &page))
	v.ids["recording"], v.ids["second recording"] = page.Recordings[0].SID, page.Recordings[1].SID
}

// recordedRoom is a room in which ada and bob speak.
func (v *videoDriver) recordedRoom(name string) (sid string) {
	v.Helper()
	sid = v.make("/v1/Rooms", "sid", "UniqueName", name, "RecordParticipantsOnConnect", "true")
	for _, who := range []string{"ada", "bob"} {
		key, secret := v.sim.APIKey()
		signer, err := token.NewSigner(v.sim.AccountSID(), key, secret, token.WithClock(v.sim.Clock.Now))
		require.NoError(v, err)
		jwt, err := signer.Sign(token.Access{Identity: who, Grants: []token.Grant{token.VideoGrant{Room: name}}})
		require.NoError(v, err)
		p, err := v.sim.JoinRoom(jwt, name)
		require.NoError(v, err)
		track, err := p.Publish(twiliotest.RoomMedia{Kind: webhook.TrackKindAudio, Name: who + "-mic"})
		require.NoError(v, err)
		v.ids[name+" "+who] = track.SID()
	}
	return sid
}

func (v *videoDriver) make(path, key string, pairs ...string) string {
	v.Helper()
	status, body := v.send(http.MethodPost, path, pairs...)
	require.Less(v, status, http.StatusMultipleChoices, "%s: %s", path, body)
	var object map[string]any
	require.NoError(v, json.Unmarshal(body, &object))
	return fmt.Sprint(object[key])
}

func (v *videoDriver) send(method, path string, pairs ...string) (int, []byte) {
	v.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequestWithContext(v.Context(), method, videoHost+path, strings.NewReader(form.Encode()))
	require.NoError(v, err)
	req.SetBasicAuth(v.sim.AccountSID(), v.sim.AuthToken())
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := v.sim.Transport().RoundTrip(req)
	require.NoError(v, err)
	defer func() { assert.NoError(v, resp.Body.Close()) }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(v, err)
	return resp.StatusCode, body
}

// pathOf fills the placeholders of an operation.
func (v *videoDriver) pathOf(op *contract.Operation) string {
	last := map[string]string{
		"Room": v.ids["open"], "RoomParticipant": "ada", "RoomParticipantAnonymize": "bob", "RoomParticipantPublishedTrack": "ada-mic",
		"RoomParticipantSubscribedTrack": v.ids["open bob"], "Recording": v.ids["recording"], "RoomRecording": v.ids["second recording"],
		"Composition": v.ids["composition"], "CompositionHook": v.ids["hook"],
	}
	name := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(op.ID, "Fetch"), "Update"), "Delete")
	path := strings.ReplaceAll(op.Path, "{Sid}", last[name])
	path = strings.ReplaceAll(strings.ReplaceAll(path, "{ParticipantSid}", "ada"), "{Ttid}", v.ids["transcription"])
	room := v.ids["open"]
	if strings.Contains(op.ID, "RoomRecording") && !strings.Contains(op.ID, "Rule") {
		room = v.ids["ended"]
	}
	return strings.ReplaceAll(path, "{RoomSid}", room)
}

// formOf are parameters with which an operation succeeds.
func (v *videoDriver) formOf(op *contract.Operation) []string {
	switch op.ID {
	case "CreateRoom":
		return []string{"UniqueName", "another"}
	case "UpdateRoom":
		return []string{"Status", "completed"}
	case "UpdateRoomParticipant":
		return []string{"Status", "disconnected"}
	case "UpdateRoomParticipantSubscribeRule", "UpdateRoomRecordingRule":
		return []string{"Rules", `[{"type":"include","all":true}]`}
	case "CreateCompositionHook":
		return []string{"FriendlyName", "others", "AudioSources", "*"}
	case "UpdateCompositionHook", "CreateCompositionSettings", "CreateRecordingSettings":
		return []string{"FriendlyName", "films", "AudioSources", "*"}
	case "CreateComposition":
		return []string{"RoomSid", v.ids["ended"], "VideoLayout", `{"grid":{"video_sources":["*"]}}`}
	}
	return nil
}

// ask asks for an operation and compares the answer with what is published.
func (v *videoDriver) ask(op *contract.Operation) {
	v.Helper()
	form := v.formOf(op)
	if strings.HasSuffix(op.ID, "Settings") {
		form = form[:min(len(form), 2)]
	}
	status, body := v.send(op.Method, v.pathOf(op), form...)
	if !assert.NotNil(v, op.AnswerOf(status), "%s: %d: %s", op.ID, status, body) || op.Method == http.MethodDelete {
		return
	}
	var object map[string]any
	require.NoError(v, json.Unmarshal(body, &object), op.ID)
	if op.IsList() {
		items, _ := object[op.ListKey].([]any)
		if !assert.NotEmpty(v, items, op.ID) {
			return
		}
		object, _ = items[0].(map[string]any)
	}
	for _, p := range op.Properties {
		if !strings.Contains(p.Path, ".") {
			assert.Contains(v, object, p.Path, op.ID)
		}
	}
	for name := range object {
		assert.NotNil(v, op.Property(name), "%s: %s is not published", op.ID, name)
	}
}
