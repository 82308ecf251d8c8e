package twiliotest

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// How long a composition takes: it waits, and then goes on in four steps.
const (
	composingWaits = 5 * time.Second
	composingStep  = 10 * time.Second
	composingSteps = 4
)

// compositionHandler returns the handler of an operation on compositions, nil for all
// others.
func compositionHandler(operation string) handler {
	switch operation {
	case "CreateComposition":
		return (*Sim).createComposition
	case "FetchComposition":
		return onComposition((*Sim).fetchComposition)
	case "ListComposition":
		return (*Sim).listCompositions
	case "DeleteComposition":
		return onComposition((*Sim).deleteComposition)
	}
	return nil
}

// videoComposition is a file that is made of the recordings of a room.
type videoComposition struct {
	itemRecord
	composing
	file

	room      *videoRoom
	hook      string // that has made it, "" for a request
	status    string
	seconds   int
	completed time.Time
	deleted   time.Time
}

// onComposition lets a handler act on the composition that the path names.
func onComposition(act func(*Sim, *request, *videoComposition) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		c := recordOf(s.video.compositions, r.ids["Sid"])
		if c == nil || c.account != r.account {
			return nil, r.absent()
		}
		return act(s, r, c)
	}
}

func (s *Sim) createComposition(r *request) (any, *apiError) {
	how, problem := readComposing(r)
	if problem != nil {
		return nil, problem
	}
	room := recordOf(s.video.rooms, r.form.Get("RoomSid"))
	switch {
	case room == nil || room.account != r.account:
		return nil, badRequest(twilio.CodeRoomNotFound, "Room not found")
	case room.status == roomInProgress:
		return nil, badRequest(twilio.CodeBadRequest, "The room is still in progress")
	}
	return s.compose(room, how, "").json(r), nil
}

// compose begins a composition; s.mu is held.
func (s *Sim) compose(room *videoRoom, how composing, hookSID string) *videoComposition {
	c := &videoComposition{
		itemRecord: s.newItemRecord(&request{account: room.account}, "CJ"), composing: how, room: room, hook: hookSID, status: mediaEnqueued,
	}
	s.video.compositions = append(s.video.compositions, c)
	s.tellComposition(c, "composition-enqueued", nil)
	s.roomLater(composingWaits, func() {
		if c.status != mediaEnqueued {
			return
		}
		c.status = mediaProcessing
		s.tellComposition(c, "composition-started", nil)
		s.composeOn(c, 1)
	})
	return c
}

// composeOn carries out one step of a composition.
func (s *Sim) composeOn(c *videoComposition, step int) {
	s.roomLater(composingStep, func() {
		switch {
		case c.status != mediaProcessing: // it was deleted
		case len(c.sources()) == 0:
			c.status = mediaFailed
			s.tellComposition(c, "composition-failed", map[string]string{"ErrorMessage": "The room has no recordings that the sources name"})
		case step < composingSteps:
			left := composingStep * time.Duration(composingSteps-step)
			s.tellComposition(c, "composition-progress", remaining(100*step/composingSteps, left))
			s.composeOn(c, step+1)
		default:
			s.finishComposition(c)
		}
	})
}

// sources are the recordings of which a composition is made.
func (c *videoComposition) sources() []*videoRecording {
	return slices.DeleteFunc(slices.Clone(c.room.recordings), func(rec *videoRecording) bool { return rec.status != mediaCompleted || !c.shows(rec) })
}

// finishComposition makes the file: the files of the recordings, one after the other.
func (s *Sim) finishComposition(c *videoComposition) {
	var content bytes.Buffer
	sources := c.sources()
	for _, rec := range sources {
		content.Write(rec.content)
	}
	c.file = file{"video/" + c.format, content.Bytes()}
	c.status, c.completed, c.seconds = mediaCompleted, s.Clock.Now(), lengthOf(sources, c.trim)
	path := "/v1/Compositions/" + c.sid
	s.tellComposition(c, "composition-available", map[string]string{
		"MediaUri": path + "/Media", "Duration": strconv.Itoa(c.seconds), "Size": strconv.Itoa(len(c.content)),
	})
}

// lengthOf is the time from the first to the last moment of recordings in seconds. With
// trim the times in which nothing was recorded are left out.
func lengthOf(sources []*videoRecording, trim bool) int {
	slices.SortStableFunc(sources, func(a, b *videoRecording) int { return a.created.Compare(b.created) })
	var length time.Duration
	end := sources[0].created // of what is counted already
	for _, rec := range sources {
		if trim && rec.created.After(end) {
			end = rec.created
		}
		if rec.ended.After(end) {
			length += rec.ended.Sub(end)
			end = rec.ended
		}
	}
	return max(1, int(length.Round(time.Second)/time.Second))
}

func (s *Sim) fetchComposition(r *request, c *videoComposition) (any, *apiError) {
	return c.json(r), nil
}

func (s *Sim) listCompositions(r *request) (any, *apiError) {
	status, room := r.query.Get("Status"), r.query.Get("RoomSid")
	var found []*videoComposition
	for _, c := range s.video.compositions {
		if c.account == r.account && (status == "" || c.status == status) && (room == "" || c.room.sid == room) && inCreated(r, c.created) {
			found = append(found, c)
		}
	}
	return listItems(r, "compositions", found, func(c *videoComposition) any { return c.json(r) })
}

// deleteComposition removes the file. The record stays.
func (s *Sim) deleteComposition(_ *request, c *videoComposition) (any, *apiError) {
	c.status, c.deleted = mediaDeleted, s.Clock.Now()
	s.tellStatus(c.sid, true) // the callbacks that were held back
	return nil, nil           //nolint:nilnil // no body, no error
}

// composingJSON are the members that a composition and a hook have in common.
type composingJSON struct {
	VideoLayout    json.RawMessage `json:"video_layout"`
	AudioSources   []string        `json:"audio_sources"`
	AudioExcluded  []string        `json:"audio_sources_excluded"`
	Resolution     string          `json:"resolution"`
	Format         string          `json:"format"`
	Trim           bool            `json:"trim"`
	StatusCallback *string         `json:"status_callback"`
	CallbackMethod string          `json:"status_callback_method"`
}

func (c *composing) json() composingJSON {
	return composingJSON{
		VideoLayout: c.layout, AudioSources: c.audio, AudioExcluded: c.audioExcluded, Resolution: c.resolution, Format: c.format, Trim: c.trim,
		StatusCallback: orNull(c.callback.url), CallbackMethod: c.callback.method,
	}
}

type compositionJSON struct {
	composingJSON

	SID              string            `json:"sid"`
	AccountSID       string            `json:"account_sid"`
	RoomSID          string            `json:"room_sid"`
	Status           string            `json:"status"`
	Duration         int               `json:"duration"`
	Size             int               `json:"size"`
	Bitrate          int               `json:"bitrate"` // kbit/s
	ExternalLocation *string           `json:"media_external_location"`
	DateCreated      *string           `json:"date_created"`
	DateCompleted    *string           `json:"date_completed"`
	DateDeleted      *string           `json:"date_deleted"`
	URL              string            `json:"url"`
	Links            map[string]string `json:"links"`
}

func (c *videoComposition) json(r *request) compositionJSON {
	url := videoURL(r, "Compositions", c.sid)
	j := compositionJSON{
		composingJSON: c.composing.json(), SID: c.sid, AccountSID: c.account, RoomSID: c.room.sid, Status: c.status, Duration: c.seconds, Size: len(c.content),
		DateCreated: iso8601(c.created), DateCompleted: iso8601(c.completed), DateDeleted: iso8601(c.deleted), URL: url, Links: map[string]string{"media": url + "/Media"},
	}
	if c.seconds > 0 {
		const bits, kilo = 8, 1000
		j.Bitrate = len(c.content) * bits / c.seconds / kilo
	}
	return j
}
