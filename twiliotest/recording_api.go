package twiliotest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/seed15d99369/twilio"
)

// recordingHandler returns the handler of an operation on recordings of the account, of a
// call or of a conference, nil for all others.
func recordingHandler(operation string) handler {
	switch operation {
	case "CreateCallRecording":
		return (*Sim).createCallRecording
	case "UpdateCallRecording", "UpdateConferenceRecording":
		return (*Sim).updateRecording
	case "FetchRecording", "FetchCallRecording", "FetchConferenceRecording":
		return (*Sim).fetchRecording
	case "ListRecording", "ListCallRecording", "ListConferenceRecording":
		return (*Sim).listRecordings
	case "DeleteRecording", "DeleteCallRecording", "DeleteConferenceRecording":
		return (*Sim).deleteRecording
	}
	return nil
}

// currentRecording stands for the SID of the recording that is active.
const currentRecording = "Twilio.CURRENT"

// createCallRecording begins to record a call that goes on. While another recording that
// was begun so is active it answers with that one.
func (s *Sim) createCallRecording(r *request) (any, *apiError) {
	c, problem := s.callOf(r)
	switch {
	case problem != nil:
		return nil, problem
	case c.Status != twilio.CallStatusInProgress:
		return nil, notRecordable()
	}
	if problem := refuseRecordingOrder(r); problem != nil {
		return nil, problem
	}
	for _, rec := range s.recordingsOf(r) {
		if rec.isActive() && rec.source == twilio.RecordingSourceStartCallRecordingAPI {
			return answer{status: http.StatusOK, body: rec.show(s, r)}, nil
		}
	}
	rec := s.startRecording(c, recordingOrderOf(r.form, "", twilio.RecordingSourceStartCallRecordingAPI))
	return rec.show(s, r), nil
}

func notRecordable() *apiError {
	return badRequest(twilio.CodeCallNotInProgress, "Requested resource is not eligible for recording")
}

// callOf returns the call whose recordings a path names.
func (s *Sim) callOf(r *request) (*call, *apiError) {
	if c := s.callNamed(r.account, r.ids["CallSid"]); c != nil {
		return c, nil
	}
	return nil, notFound(r.resource())
}

// recordingsOf returns the recordings of the collection that a path names, the newest
// first. The account's collection has those of all its calls and conferences.
func (s *Sim) recordingsOf(r *request) []*recording {
	var found []*recording
	for _, rec := range slices.Backward(s.lines.recordings) {
		callSID, conferenceSID := r.ids["CallSid"], r.ids["ConferenceSid"]
		if rec.account == r.account && (callSID == "" || rec.call == callSID) && (conferenceSID == "" || rec.conference == conferenceSID) && s.isShown(r, rec) {
			found = append(found, rec)
		}
	}
	return found
}

// isShown says whether a recording exists for a request: one that is deleted does for 40
// days, if the request says so.
func (s *Sim) isShown(r *request, rec *recording) bool {
	return rec.deleted.IsZero() || isTrue(r.query.Get("IncludeSoftDeleted")) && s.Clock.Now().Before(rec.deleted.Add(recordingKept))
}

// findRecording returns the recording that a path names.
func (s *Sim) findRecording(r *request) (*recording, *apiError) {
	if r.ids["Sid"] == currentRecording {
		return s.findCurrent(r)
	}
	if rec := recordOf(s.recordingsOf(r), r.ids["Sid"]); rec != nil {
		return rec, nil
	}
	return nil, notFound(r.resource())
}

// findCurrent returns the one recording that is active.
func (s *Sim) findCurrent(r *request) (*recording, *apiError) {
	active := slices.DeleteFunc(s.recordingsOf(r), func(rec *recording) bool { return !rec.isActive() })
	switch len(active) {
	case 0:
		return nil, notFound(r.resource())
	case 1:
		return active[0], nil
	}
	return nil, badRequest(recordingsAtOnce, "The request failed because there is more than one active recording.")
}

func (s *Sim) fetchRecording(r *request) (any, *apiError) {
	rec, problem := s.findRecording(r)
	if problem != nil {
		return nil, problem
	}
	return rec.show(s, r), nil
}

func (s *Sim) listRecordings(r *request) (any, *apiError) {
	if problem := s.refuseParent(r); problem != nil {
		return nil, problem
	}
	callSID, conferenceSID := r.query.Get("CallSid"), r.query.Get("ConferenceSid")
	found := slices.DeleteFunc(s.recordingsOf(r), func(rec *recording) bool {
		return callSID != "" && rec.call != callSID || conferenceSID != "" && rec.conference != conferenceSID || !inTimes(r.query, "DateCreated", rec.created)
	})
	return listItems(r, "recordings", found, func(rec *recording) any { return rec.show(s, r) })
}

// refuseParent says that the call or the conference in a path does not exist.
func (s *Sim) refuseParent(r *request) (problem *apiError) {
	switch {
	case r.ids["CallSid"] != "":
		_, problem = s.callOf(r)
	case r.ids["ConferenceSid"] != "":
		_, problem = s.findConference(r, "ConferenceSid")
	}
	return problem
}

// updateRecording pauses a recording, resumes it, or stops it for good.
func (s *Sim) updateRecording(r *request) (any, *apiError) {
	rec, problem := s.findRecording(r)
	switch {
	case problem != nil:
		return nil, problem
	case !rec.isActive():
		return nil, notRecordable()
	}
	switch skips := r.form.Get("PauseBehavior"); twilio.RecordingStatus(r.form.Get("Status")) {
	case twilio.RecordingStatusPaused:
		s.pauseRecording(rec, skips == "skip")
	case twilio.RecordingStatusInProgress:
		s.resumeRecording(rec)
	case twilio.RecordingStatusStopped:
		s.stopRecording(rec)
	default:
		return nil, badRequest(twilio.CodeBadRequest, "Status must be paused, in-progress or stopped.")
	}
	s.emitRecording(rec)
	s.notify()
	return rec.show(s, r), nil
}

// deleteRecording deletes the files of a recording, and its transcriptions stay.
func (s *Sim) deleteRecording(r *request) (any, *apiError) {
	rec, problem := s.findRecording(r)
	switch {
	case problem != nil:
		return nil, problem
	case rec.isActive():
		return nil, conflict(twilio.CodeNotFinished, "The recording cannot be deleted before it is finished.")
	}
	rec.deleted = s.Clock.Now()
	s.emitRecording(rec)
	return nil, nil //nolint:nilnil // no body, no error
}

// recordingJSON is a recording as the API shows it.
type recordingJSON struct {
	SID               string  `json:"sid"`
	AccountSID        string  `json:"account_sid"`
	APIVersion        string  `json:"api_version"`
	CallSID           *string `json:"call_sid"`
	Channels          int     `json:"channels"`
	ConferenceSID     *string `json:"conference_sid"`
	DateCreated       *string `json:"date_created"`
	DateUpdated       *string `json:"date_updated"`
	Duration          *string `json:"duration"`
	EncryptionDetails any     `json:"encryption_details"`
	ErrorCode         *int    `json:"error_code"`
	Price             *string `json:"price"`
	PriceUnit         *string `json:"price_unit"`
	Source            string  `json:"source"`
	StartTime         *string `json:"start_time"`
	Status            string  `json:"status"`
	URI               string  `json:"uri"`
}

// callRecordingJSON is a recording among those of its call.
type callRecordingJSON struct {
	recordingJSON

	Price any    `json:"price"` // a number here
	Track string `json:"track"`
}

// accountRecordingJSON is a recording among all of the account.
type accountRecordingJSON struct {
	recordingJSON

	MediaURL        *string           `json:"media_url"`
	SubresourceURIs map[string]string `json:"subresource_uris"`
}

// show is a recording as it is shown in the collection that a request is about.
func (rec *recording) show(s *Sim, r *request) any {
	collection := "/Recordings/"
	if callSID := r.ids["CallSid"]; callSID != "" {
		shown := rec.json(s, "/Calls/"+callSID+collection)
		return callRecordingJSON{recordingJSON: shown, Price: asNumber(shown.Price), Track: rec.track}
	}
	if sid := r.ids["ConferenceSid"]; sid != "" {
		return rec.json(s, "/Conferences/"+sid+collection)
	}
	base := accountPath(rec.account, collection+rec.sid)
	shown := accountRecordingJSON{
		recordingJSON:   rec.json(s, collection),
		SubresourceURIs: map[string]string{"add_on_results": base + "/AddOnResults.json", "transcriptions": base + "/Transcriptions.json"},
	}
	if rec.hasFile() {
		shown.MediaURL = orNull(rec.mediaURL(r.origin()))
	}
	return shown
}

// asNumber writes an amount that Twilio's files call a number, null for none.
func asNumber(amount *string) any {
	if amount == nil {
		return nil
	}
	return json.Number(*amount)
}

func (rec *recording) json(s *Sim, collection string) recordingJSON {
	shown := recordingJSON{
		SID: rec.sid, AccountSID: rec.account, APIVersion: "2010-04-01", CallSID: orNull(rec.call), Channels: rec.channels,
		ConferenceSID: orNull(rec.conference), DateCreated: rfc2822(rec.created), DateUpdated: rfc2822(rec.updated),
		Source: string(rec.source), StartTime: rfc2822(rec.created), Status: string(rec.status),
		URI: accountPath(rec.account, collection+rec.sid+".json"),
	}
	if rec.isOver() {
		shown.Duration = orNull(strconv.Itoa(rec.seconds()))
	}
	if rec.price != 0 {
		shown.Price, shown.PriceUnit = orNull((-rec.price).String()), orNull(s.config.currency)
	}
	if code := rec.errorCode(); code != 0 {
		shown.ErrorCode = &code
	}
	if !rec.deleted.IsZero() {
		shown.Status = string(twilio.RecordingStatusDeleted)
	}
	return shown
}
