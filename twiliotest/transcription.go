package twiliotest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// transcriptionTakes is how long a text is in progress.
const transcriptionTakes = 5 * time.Second

// The lengths of recordings that can be transcribed, in seconds.
// https://www.twilio.com/docs/api/errors/13617
const (
	shortestTranscribed = 2
	longestTranscribed  = 120
)

// The statuses of transcriptions. https://www.twilio.com/docs/voice/api/recording-transcription
const (
	transcriptionInProgress = "in-progress"
	transcriptionCompleted  = "completed"
	transcriptionFailed     = "failed"
)

// transcriptionHandler returns the handler of an operation on the transcriptions of
// recordings, nil for all others.
func transcriptionHandler(operation string) handler {
	switch operation {
	case "FetchTranscription", "FetchRecordingTranscription":
		return (*Sim).fetchTranscription
	case "ListTranscription", "ListRecordingTranscription":
		return (*Sim).listTranscriptions
	case "DeleteTranscription", "DeleteRecordingTranscription":
		return (*Sim).deleteTranscription
	}
	return nil
}

// transcription is the text of a recording.
type transcription struct {
	itemRecord

	recording *recording
	status    string
	text      string // "" until it is complete
	price     money  // 0 until it is complete
}

// Transcribe gives a recording that is complete a text, as the attribute Transcribe of a
// Record does. The transcription is in progress for five seconds on the simulator's clock,
// and then has the text and a price. Transcribe returns its SID. The test fails when there
// is no such recording, and for one that is shorter than 2 seconds or longer than 120,
// which Twilio does not transcribe.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/recording-transcription
func (s *Sim) Transcribe(recordingSID, text string) (sid string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.mu.Lock()
	rec := recordOf(s.lines.recordings, recordingSID)
	tr, err := s.transcribe(rec, text, transcriptionCompleted)
	s.mu.Unlock()
	if err != nil {
		s.fatalf("twiliotest: Transcribe(%s): %v", recordingSID, err)
		return ""
	}
	return tr.sid
}

// Transcriptions lets a function give the texts of the recordings that a Record has
// transcribed, in place of the words that were said. It gets the SID of a recording; ok is
// false for a transcription that fails. nil takes the words again.
//
//	sim.Transcriptions(func(string) (text string, ok bool) { return "", false })
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/record#transcribe
func (s *Sim) Transcriptions(answer func(recordingSID string) (text string, ok bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.voice.transcriber = answer
}

// transcribe begins a transcription of a recording, which may be nil, that has a text and a
// status in the end; s.mu is held. It says why there is none.
func (s *Sim) transcribe(rec *recording, text, status string) (*transcription, error) {
	switch {
	case rec == nil || !rec.hasFile():
		return nil, errors.New("there is no complete recording of this SID: let it stop, and three seconds pass")
	case rec.seconds() < shortestTranscribed || rec.seconds() > longestTranscribed:
		return nil, fmt.Errorf("a recording of %d seconds is not transcribed: between 2 and 120 are", rec.seconds())
	}
	now := s.Clock.Now()
	tr := &transcription{itemRecord: itemRecord{sid: s.newSID("TR"), account: rec.account, created: now, updated: now}, recording: rec, status: transcriptionInProgress}
	rec.transcriptions = append(rec.transcriptions, tr)
	s.emitRecording(rec)
	s.Clock.after(transcriptionTakes, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		tr.status, tr.text, tr.updated = status, text, s.Clock.Now()
		if status == transcriptionCompleted {
			s.chargeTranscription(tr)
		}
		s.emitRecording(rec)
		s.notify()
	})
	return tr, nil
}

// transcriptionsOf returns those of the recording that a path names, or all of the
// account, the newest first.
func (s *Sim) transcriptionsOf(r *request) []*transcription {
	var found []*transcription
	for _, rec := range slices.Backward(s.lines.recordings) {
		if sid := r.ids["RecordingSid"]; rec.account == r.account && (sid == "" || rec.sid == sid) {
			for _, tr := range slices.Backward(rec.transcriptions) {
				found = append(found, tr)
			}
		}
	}
	return found
}

func (s *Sim) findTranscription(r *request) (*transcription, *apiError) {
	if tr := recordOf(s.transcriptionsOf(r), r.ids["Sid"]); tr != nil {
		return tr, nil
	}
	return nil, notFound(r.resource())
}

func (s *Sim) fetchTranscription(r *request) (any, *apiError) {
	tr, problem := s.findTranscription(r)
	if problem != nil {
		return nil, problem
	}
	return tr.json(s, r), nil
}

func (s *Sim) listTranscriptions(r *request) (any, *apiError) {
	if sid := r.ids["RecordingSid"]; sid != "" {
		if rec := recordOf(s.lines.recordings, sid); rec == nil || rec.account != r.account {
			return nil, notFound(r.resource())
		}
	}
	return listItems(r, "transcriptions", s.transcriptionsOf(r), func(tr *transcription) any { return tr.json(s, r) })
}

func (s *Sim) deleteTranscription(r *request) (any, *apiError) {
	tr, problem := s.findTranscription(r)
	if problem != nil {
		return nil, problem
	}
	tr.recording.transcriptions = without(tr.recording.transcriptions, tr)
	s.emitRecording(tr.recording)
	return nil, nil //nolint:nilnil // no body, no error
}

// transcriptionJSON is a transcription as the API shows it.
type transcriptionJSON struct {
	SID               string  `json:"sid"`
	AccountSID        string  `json:"account_sid"`
	APIVersion        string  `json:"api_version"`
	DateCreated       *string `json:"date_created"`
	DateUpdated       *string `json:"date_updated"`
	Duration          string  `json:"duration"` // of the recording, in seconds
	Price             any     `json:"price"`    // a number
	PriceUnit         string  `json:"price_unit"`
	RecordingSID      string  `json:"recording_sid"`
	Status            string  `json:"status"`
	TranscriptionText *string `json:"transcription_text"`
	Type              string  `json:"type"`
	URI               string  `json:"uri"`
}

func (tr *transcription) json(s *Sim, r *request) transcriptionJSON {
	collection := "/Transcriptions/"
	if sid := r.ids["RecordingSid"]; sid != "" {
		collection = "/Recordings/" + sid + collection
	}
	shown := transcriptionJSON{
		SID: tr.sid, AccountSID: tr.account, APIVersion: "2010-04-01", DateCreated: rfc2822(tr.created), DateUpdated: rfc2822(tr.updated),
		Duration: strconv.Itoa(tr.recording.seconds()), PriceUnit: s.config.currency, RecordingSID: tr.recording.sid, Type: "fast",
		Status: tr.status, URI: accountPath(tr.account, collection+tr.sid+".json"),
	}
	if tr.status == transcriptionCompleted {
		shown.TranscriptionText, shown.Price = &tr.text, json.Number((-tr.price).String())
	}
	return shown
}
