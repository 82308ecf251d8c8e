package twiliotest

import (
	"errors"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// selfRecord is what the simulator remembers of itself.
type selfRecord struct {
	Account string // the SID of the main account
	Begun   int64  // nanoseconds since 1970
	Serial  int    // of the last SID
	Balance money
	Events  int64         // the serial of the last one
	Ahead   time.Duration // of the machine's clock, with wall time

	Request, Callback, Alert, Fault int // the last IDs
}

func (s *Sim) selfRecord() selfRecord {
	self := selfRecord{
		Account: s.access.accounts[0].sid, Begun: s.begun.UnixNano(), Serial: s.serial, Balance: s.balance, Events: s.events.serial,
		Request: s.ids.request, Callback: s.ids.callback, Alert: s.ids.alert, Fault: s.ids.fault,
	}
	if s.config.wallTime {
		self.Ahead = time.Until(s.Clock.Now()).Round(time.Second)
	}
	return self
}

// dataOf is the state of something, nil when it is gone. It is false for what is written only
// once it is over.
func (s *Sim) dataOf(key stateKey) (data any, isOver bool) {
	switch key.kind {
	case EventMessage:
		if m := s.messageIndex.bySID[key.id]; m != nil {
			return recordOfMessage(m), true
		}
	case EventCall:
		if c := s.callIndex.bySID[key.id]; c != nil {
			return recordOfCall(c), true
		}
	case EventRecording:
		if rec := recordOf(s.lines.recordings, key.id); rec != nil {
			return recordOfRecording(rec), true
		}
	case EventPhone:
		if p := s.phones[key.id]; p != nil {
			return recordOfPhone(p), true
		}
	case EventNumber:
		if n := s.numbers[key.id]; n != nil {
			return recordOfNumber(n), true
		}
	case recordUsage:
		if c, known := s.state.chargeNamed(key.id); known {
			return usageRecordOf(c), true
		}
	case EventRequest, EventCallback, EventAlert:
		return s.wireDataOf(key)
	}
	return nil, true
}

func (s *Sim) wireDataOf(key stateKey) (data any, isOver bool) {
	id, _ := strconv.Atoi(key.id)
	switch key.kind {
	case EventRequest:
		if r := s.requestOf(id); r != nil {
			return *r, !r.underWay
		}
	case EventCallback:
		if c := findID(s.callbacks, id, func(c *Callback) int { return c.ID }); c != nil {
			return recordOfCallback(*c), !(*c).underWay
		}
	case EventAlert:
		if a := findID(s.alerts, id, func(a *alert) int { return a.ID }); a != nil {
			return alertRecord{(*a).Alert, (*a).sid, (*a).expected, (*a).callSID, (*a).account}, true
		}
	}
	return nil, true
}

// hookRecord is a hook.
type hookRecord struct {
	Method, URL         string
	Fallback            *hookRecord `json:",omitempty"`
	Voice, Status, JSON bool
	Failure             twilio.ErrorCode
}

func recordOfHook(h *hook) *hookRecord {
	if h == nil {
		return nil
	}
	return &hookRecord{Method: h.method, URL: h.url, Fallback: recordOfHook(h.fallback), Voice: h.voice, Status: h.status, JSON: h.json, Failure: h.failure}
}

func (r *hookRecord) hook() *hook {
	if r == nil {
		return nil
	}
	return &hook{method: r.Method, url: r.URL, fallback: r.Fallback.hook(), voice: r.Voice, status: r.Status, json: r.JSON, failure: r.Failure}
}

// messageRecord is a message.
type messageRecord struct {
	Message

	Owner, Callback, FallbackFrom                           string
	Redacted, Deleted, Automatic, Expected, Feedback, Rated bool
	Hidden, ValidUntil, Updated                             time.Time
	Files                                                   []mediaRecord     `json:",omitempty"`
	Template                                                *string           `json:",omitempty"` // its SID
	Kind                                                    string            `json:",omitempty"` // of the template
	Values                                                  map[string]string `json:",omitempty"` // of the template
	Stage                                                   MessageStage
	Code                                                    twilio.ErrorCode // of its fate
	Parts                                                   int
	Paid                                                    money
}

type mediaRecord struct {
	SID, URL, Type string
	Content        []byte
	Created        time.Time
	Fetched        bool `json:",omitempty"`
}

// maxMediaKept is how much of a file of a message is remembered, in bytes.
const maxMediaKept = 1 << 20

func recordOfMessage(m *message) messageRecord {
	r := messageRecord{
		Message: m.Message, Owner: m.account, Callback: m.callback, FallbackFrom: m.fallbackFrom, Redacted: m.redacted, Deleted: m.deleted,
		Automatic: m.automatic, Expected: m.expected, Feedback: m.feedback, Hidden: m.hidden, ValidUntil: m.validUntil, Updated: m.updated,
		Stage: m.fate.stage, Code: m.fate.code, Parts: m.segments, Paid: m.price,
	}
	for _, f := range m.media {
		one := mediaRecord{SID: f.sid, URL: f.url, Type: f.contentType, Created: f.created}
		if len(f.content) <= maxMediaKept {
			one.Content, one.Fetched = f.content, f.fetched
		}
		r.Files = append(r.Files, one)
	}
	if t := m.template; t != nil {
		r.Template, r.Kind, r.Values = &t.template.sid, t.kind.name, t.values
	}
	return r
}

// callRecord is a call.
type callRecord struct {
	Call

	Owner               string
	Deleted, Expected   bool
	Hidden, Updated     time.Time
	Hook, Callback      *hookRecord
	Events              []string
	Told                int
	Paid                money
	Transcript          []Line
	Read                int
	Ringing, Longest    time.Duration
	MachineMode, Digits string
}

func recordOfCall(c *call) callRecord {
	return callRecord{
		Call: c.Call, Owner: c.account, Deleted: c.deleted, Expected: c.expected, Hidden: c.hidden, Updated: c.updated,
		Hook: recordOfHook(&c.hook), Callback: recordOfHook(&c.callback), Events: c.events, Told: c.told, Paid: c.price,
		Transcript: c.transcript, Read: c.read, Ringing: c.ringing, Longest: c.longest, MachineMode: c.machines.mode, Digits: c.digits,
	}
}

// recordingRecord is a recording with its transcriptions. Its sound is silence of its length.
type recordingRecord struct {
	SID, Owner, Call, Conference, Track, Words string
	Status                                     twilio.RecordingStatus
	Source                                     twilio.RecordingSource
	Channels                                   int
	Callback                                   *hookRecord
	Events                                     []string
	Recorded                                   time.Duration
	Since, Created, Updated, Deleted           time.Time
	Paid                                       money
	Transcriptions                             []transcriptionRecord `json:",omitempty"`
}

type transcriptionRecord struct {
	SID, Owner, Status, Text string
	Created, Updated         time.Time
	Paid                     money
}

func recordOfRecording(rec *recording) recordingRecord {
	r := recordingRecord{
		SID: rec.sid, Owner: rec.account, Call: rec.call, Conference: rec.conference, Track: rec.track, Words: rec.words, Status: rec.status,
		Source: rec.source, Channels: rec.channels, Callback: recordOfHook(&rec.callback), Events: rec.events, Recorded: rec.recorded,
		Since: rec.since, Created: rec.created, Updated: rec.updated, Deleted: rec.deleted, Paid: rec.price,
	}
	for _, tr := range rec.transcriptions {
		r.Transcriptions = append(r.Transcriptions, transcriptionRecord{tr.sid, tr.account, tr.status, tr.text, tr.created, tr.updated, tr.price})
	}
	return r
}

// phoneRecord is a phone.
type phoneRecord struct {
	Name                          string
	Unreachable                   twilio.ErrorCode
	OptedOut, NoRCS, NoShortCodes bool
	WindowUntil                   time.Time
	Habit                         habit
	Rings                         time.Duration
	AnsweredBy                    twilio.AnsweredBy
}

func recordOfPhone(p *Phone) phoneRecord {
	return phoneRecord{
		Name: p.name, Unreachable: p.unreachable, OptedOut: p.optedOut, NoRCS: p.noRCS, NoShortCodes: p.noShortCodes, WindowUntil: p.windowUntil,
		Habit: p.habit, Rings: p.rings, AnsweredBy: p.answeredBy,
	}
}

// ownRecord is a number of the account.
type ownRecord struct {
	Method, Service, Country, ShortName string
	SMS, Voice, VoiceStatus             *hookRecord
	SID, Owner                          string
	Created, Updated, Hidden            time.Time
	Hosted                              bool
	Settings                            map[string]string
}

func recordOfNumber(n *Number) ownRecord {
	return ownRecord{
		Method: n.method, Service: n.service, Country: n.country, ShortName: n.shortName, SMS: recordOfHook(&n.sms), Voice: recordOfHook(&n.voice),
		VoiceStatus: recordOfHook(&n.voiceStatus), SID: n.record.sid, Owner: n.record.account, Created: n.record.created, Updated: n.record.updated,
		Hidden: n.record.hidden, Hosted: n.record.hosted, Settings: n.record.settings,
	}
}

// callbackRecord is a request to the application. Its error is a text.
type callbackRecord struct {
	Callback

	Problem string `json:",omitempty"`
	Hook    *hookRecord
	Token   string
}

func recordOfCallback(c *Callback) callbackRecord {
	r := callbackRecord{Callback: *c, Hook: recordOfHook(c.hook), Token: c.token}
	if c.Err != nil {
		r.Problem, r.Err = c.Err.Error(), nil
	}
	return r
}

func (r callbackRecord) callback() *Callback {
	c := r.Callback
	if r.Problem != "" {
		c.Err = errors.New(r.Problem)
	}
	c.hook, c.token = r.Hook.hook(), r.Token
	return &c
}

// alertRecord is an alert.
type alertRecord struct {
	Alert

	NotificationSID string
	Expected        bool
	CallSID, Owner  string
}
