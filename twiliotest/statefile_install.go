package twiliotest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// install puts what the file holds of what has happened in the place of what the requests have
// made of it, and returns what goes on once the clock does; s.mu is held.
func (s *Sim) install(loaded *loadedState, self selfRecord) (resume []func(), err error) {
	s.forgetReplayed()
	for _, kind := range [...]struct {
		kind    EventKind
		install func(id string, data json.RawMessage) (goOn func(), err error)
	}{
		{EventPhone, s.installPhone}, {EventMessage, s.installMessage}, {EventCall, s.installCall}, {EventRecording, s.installRecording},
		{EventRequest, s.installRequest}, {EventCallback, s.installCallback}, {EventAlert, s.installAlert}, {recordUsage, s.installUsage},
	} {
		for _, record := range loaded.inOrder(kind.kind) {
			goOn, err := kind.install(record.ID, record.Data)
			if err != nil {
				return nil, fmt.Errorf("the state of %s %s: %w", record.Kind, record.ID, err)
			}
			if goOn != nil {
				resume = append(resume, goOn)
			}
		}
	}
	s.sortWire()
	s.serial, s.balance = max(s.serial, self.Serial), self.Balance
	s.ids = ledgerIDs{request: self.Request, callback: self.Callback, alert: self.Alert, fault: self.Fault}
	s.events = eventLog{serial: self.Events + eventsKept} // so that whoever read the events before has missed some
	return resume, nil
}

// forgetReplayed ends the messages and calls that the requests have made once more. Their own
// records follow, and take their places in the attempts of verifications.
func (s *Sim) forgetReplayed() {
	for _, c := range s.calls {
		if !c.Status.Final() {
			s.endCall(c, twilio.CallStatusFailed)
		}
	}
	for _, m := range s.messages {
		m.Status = twilio.MessageStatusCanceled // no event moves it any more
	}
	s.state.attempts = map[string]*verifyAttempt{}
	for _, a := range s.verify.attempts {
		switch {
		case a.message != nil:
			s.state.attempts[a.message.SID] = a
		case a.call != nil:
			s.state.attempts[a.call.SID] = a
		}
	}
	s.messages, s.calls, s.requests, s.callbacks, s.alerts, s.lines.recordings, s.usage.charges = nil, nil, nil, nil, nil, nil, nil
	s.messageIndex, s.callIndex = directory[*message]{}, directory[*call]{}
	s.outbox, s.held = nil, map[string][]statusCallback{}
}

// sortWire puts what was kept in the order in which it ended into that of its beginning.
func (s *Sim) sortWire() {
	slices.SortFunc(s.requests, func(a, b Request) int { return a.ID - b.ID })
	slices.SortFunc(s.callbacks, func(a, b *Callback) int { return a.ID - b.ID })
}

func (s *Sim) installPhone(number string, data json.RawMessage) (func(), error) {
	var r phoneRecord
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	s.phones[number] = &Phone{
		sim: s, number: number, name: r.Name, unreachable: r.Unreachable, optedOut: r.OptedOut, noRCS: r.NoRCS, noShortCodes: r.NoShortCodes,
		windowUntil: r.WindowUntil, habit: r.Habit, rings: r.Rings, answeredBy: r.AnsweredBy,
	}
	return nil, nil
}

// installNumber makes a number the account's, or changes it, or gives it up.
func (s *Sim) installNumber(record stateRecord) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.numbers[record.ID]
	if record.Data == nil {
		if n != nil {
			s.release(n)
		}
		return nil
	}
	var r ownRecord
	if err := json.Unmarshal(record.Data, &r); err != nil {
		return err
	}
	if n == nil {
		n = &Number{number: record.ID}
		s.own(n, r.Owner)
	}
	n.method, n.service, n.country, n.shortName = r.Method, r.Service, r.Country, r.ShortName
	n.sms, n.voice, n.voiceStatus = *r.SMS.hook(), *r.Voice.hook(), *r.VoiceStatus.hook()
	n.record = numberRecord{sid: r.SID, account: r.Owner, created: r.Created, updated: r.Updated, hidden: r.Hidden, hosted: r.Hosted, settings: r.Settings}
	return nil
}

func (s *Sim) installMessage(sid string, data json.RawMessage) (func(), error) {
	var r messageRecord
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	m := &message{
		Message: r.Message, account: r.Owner, redacted: r.Redacted, deleted: r.Deleted, hidden: r.Hidden, callback: r.Callback, automatic: r.Automatic,
		expected: r.Expected, feedback: r.Feedback, segments: r.Parts, fallbackFrom: r.FallbackFrom, validUntil: r.ValidUntil,
		fate: fate{r.Stage, r.Code}, price: r.Paid, updated: r.Updated, template: s.sentTemplateOf(r),
	}
	for _, f := range r.Files {
		m.media = append(m.media, &media{file: file{f.Type, f.Content}, url: f.URL, sid: f.SID, created: f.Created, fetched: f.Fetched})
		if f.Fetched {
			s.fetchedBytes += len(f.Content)
		}
	}
	if a := s.state.attempts[sid]; a != nil {
		m.attempt, a.message = a, m
	}
	s.messages = append(s.messages, m)
	s.messageIndex.add(m.SID, strings.TrimPrefix(m.To, rcsPrefix), m)
	if m.expected {
		s.messageIndex.take(strings.TrimPrefix(m.To, rcsPrefix), func(other *message) bool { return other == m })
	}
	if m.Status.Final() {
		return nil, nil
	}
	return func() { s.Clock.after(m.staysFor(s.Clock.Now()), func() { s.advance(m) }) }, nil
}

// staysFor is how much longer a message stays in its status.
func (m *message) staysFor(now time.Time) time.Duration {
	until := m.updated.Add(queuedFor)
	switch m.Status {
	case twilio.MessageStatusScheduled:
		until = m.SendAt
	case twilio.MessageStatusAccepted:
		until = m.updated.Add(acceptedFor)
	case twilio.MessageStatusSending:
		until = m.updated.Add(sendingFor)
	case twilio.MessageStatusSent:
		until = m.updated.Add(sentFor)
	}
	return max(until.Sub(now), 0)
}

// sentTemplateOf is the template of a message, nil for none and for one that is gone.
func (s *Sim) sentTemplateOf(r messageRecord) *sentTemplate {
	kind := contentTypeNamed(r.Kind)
	if r.Template == nil || kind == nil {
		return nil
	}
	for _, t := range s.content.templates {
		if t.sid == *r.Template {
			return &sentTemplate{template: t, kind: kind, content: r.Content, values: r.Values}
		}
	}
	return nil
}

func (s *Sim) installCall(sid string, data json.RawMessage) (func(), error) {
	var r callRecord
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	c := &call{
		Call: r.Call, sim: s, account: r.Owner, deleted: r.Deleted, expected: r.Expected, hidden: r.Hidden, updated: r.Updated,
		hook: *r.Hook.hook(), callback: *r.Callback.hook(), events: r.Events, told: r.Told, price: r.Paid, transcript: r.Transcript, read: r.Read,
		ringing: r.Ringing, longest: r.Longest, machines: detection{mode: r.MachineMode}, digits: r.Digits,
	}
	c.live = c
	if a := s.state.attempts[sid]; a != nil {
		c.attempt, a.call = a, c
	}
	s.calls = append(s.calls, c)
	s.callIndex.add(c.SID, c.To, c)
	if c.expected {
		s.callIndex.take(c.To, func(other *call) bool { return other == c })
	}
	if c.Status.Final() {
		return nil, nil
	}
	return func() { s.endCall(c, cutOff(c)) }, nil
}

// cutOff is the status of a call that the end of the simulator has ended.
func cutOff(c *call) twilio.CallStatus {
	if c.Started.IsZero() {
		return twilio.CallStatusFailed
	}
	return twilio.CallStatusCompleted
}

func (s *Sim) installRecording(_ string, data json.RawMessage) (func(), error) {
	var r recordingRecord
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	rec := &recording{
		itemRecord:     itemRecord{sid: r.SID, account: r.Owner, created: r.Created, updated: r.Updated},
		recordingOrder: recordingOrder{source: r.Source, channels: r.Channels, track: r.Track, callback: *r.Callback.hook(), events: r.Events},
		call:           r.Call, conference: r.Conference, status: r.Status, recorded: r.Recorded, since: r.Since, price: r.Paid, deleted: r.Deleted, words: r.Words,
	}
	for _, t := range r.Transcriptions {
		tr := &transcription{itemRecord: itemRecord{sid: t.SID, account: t.Owner, created: t.Created, updated: t.Updated}, recording: rec, status: t.Status, text: t.Text, price: t.Paid}
		if tr.status == transcriptionInProgress {
			tr.status = transcriptionFailed
		}
		rec.transcriptions = append(rec.transcriptions, tr)
	}
	s.lines.recordings = append(s.lines.recordings, rec)
	switch {
	case rec.isActive():
		return func() { s.stopRecording(rec) }, nil
	case !rec.isDone():
		return func() { s.moveRecording(rec, recordingProcesses, func() { s.finishRecording(rec) }) }, nil
	}
	return nil, nil
}

func (s *Sim) installRequest(_ string, data json.RawMessage) (func(), error) {
	var r Request
	err := json.Unmarshal(data, &r)
	if string(r.JSON) == "null" {
		r.JSON = nil
	}
	s.requests = append(s.requests, r)
	return nil, err
}

func (s *Sim) installCallback(_ string, data json.RawMessage) (func(), error) {
	var r callbackRecord
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	c := r.callback()
	if c.hook == nil {
		c.hook = new(hook)
	}
	c.at, _ = url.Parse(c.hook.url)
	s.callbacks = append(s.callbacks, c)
	return nil, nil
}

func (s *Sim) installAlert(_ string, data json.RawMessage) (func(), error) {
	var r alertRecord
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	a := &alert{Alert: r.Alert, sid: r.NotificationSID, expected: r.Expected, subject: subject{callSID: r.CallSID, account: r.Owner}}
	if c := findID(s.callbacks, r.CallbackID, func(c *Callback) int { return c.ID }); c != nil {
		a.cause = *c
	}
	s.alerts = append(s.alerts, a)
	return nil, nil
}

func (s *Sim) installUsage(_ string, data json.RawMessage) (func(), error) {
	var r chargeRecord
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	c := charge{at: r.At, account: r.Owner, category: r.Category, verify: r.Verify, count: r.Count, usage: r.Usage, price: r.Price}
	s.usage.charges = append(s.usage.charges, c)
	s.state.sums[c.key()], s.state.named[c.key().name()] = c, c.key()
	return nil, nil
}

// findID finds something by its ID in a list that is sorted by them, nil for none.
func findID[T any](all []T, id int, idOf func(T) int) *T {
	i, found := slices.BinarySearchFunc(all, id, func(one T, id int) int { return idOf(one) - id })
	if !found {
		return nil
	}
	return &all[i]
}
