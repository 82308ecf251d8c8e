package twiliotest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
)

// The longest times and the most answers that a fault in JSON may ask for.
const (
	maxFaultDelay = 24 * time.Hour
	maxEarlyHints = 100
)

// effectRow is a kind of effect in JSON: the fields that it needs, those that it takes
// besides, and how its fault is made.
type effectRow struct {
	needs, takes string
	make         func(Match, simapi.Effect) Fault
}

// effectOf returns the row of a kind of effect.
func effectOf(kind string) (effectRow, bool) {
	row, known := effectRows()[kind]
	return row, known
}

func effectRows() map[string]effectRow {
	plain := func(effect func(Match) Fault) effectRow {
		return effectRow{make: func(m Match, _ simapi.Effect) Fault { return effect(m) }}
	}
	delayed := func(effect func(Match, time.Duration) Fault) effectRow {
		return effectRow{needs: "delay", make: func(m Match, e simapi.Effect) Fault { return effect(m, time.Duration(e.Delay)) }}
	}
	return map[string]effectRow{
		"status":            {needs: "status", takes: "code", make: func(m Match, e simapi.Effect) Fault { return m.Status(e.Status, twilio.ErrorCode(e.Code)) }},
		"html":              {needs: "status", make: func(m Match, e simapi.Effect) Fault { return m.HTML(e.Status) }},
		"too-many-requests": {takes: "retry_after", make: func(m Match, e simapi.Effect) Fault { return m.TooManyRequests(e.RetryAfter) }},
		"redirect":          {needs: "location", make: func(m Match, e simapi.Effect) Fault { return m.RedirectElsewhere(e.Location) }},
		"early-hints":       {needs: "count", make: func(m Match, e simapi.Effect) Fault { return m.EarlyHints(e.Count) }},
		"message-fails":     {needs: "stage code", make: messageFails},
		"oversized":         plain(Match.Oversized),
		"drop":              plain(Match.DropBeforeRead),
		"read-then-close":   plain(Match.ReadThenClose),
		"commit-then-close": plain(Match.CommitThenClose),
		"commit-then-reset": plain(Match.CommitThenReset),
		"truncated":         plain(Match.TruncatedJSON),
		"latency":           delayed(Match.Latency),
		"slow-drip":         delayed(Match.SlowDrip),
		"late-commit":       delayed(Match.LateCommit),
		"commit-hidden":     delayed(Match.CommitHidden),
	}
}

// messageFails is about the creation of messages without being told.
func messageFails(m Match, e simapi.Effect) Fault {
	if m.method == "" && m.pattern == "" {
		m.method, m.pattern = http.MethodPost, messagesPattern
	}
	return m.MessageFails(stageOf(e.Stage), twilio.ErrorCode(e.Code))
}

// stageNames are the names of the stages of a message in JSON.
var stageNames = [...]string{WhileAccepted: "while-accepted", WhileQueued: "while-queued", WhileSending: "while-sending", AfterSending: "after-sending"}

// String returns the name of the stage, such as while-sending.
func (stage MessageStage) String() string {
	if stage < WhileAccepted || stage > AfterSending {
		return ""
	}
	return stageNames[stage]
}

func stageOf(name string) MessageStage {
	if name == "" {
		return 0
	}
	return MessageStage(slices.Index(stageNames[:], name))
}

// as notes what happens, for JSON.
func (f Fault) as(e simapi.Effect) Fault {
	f.effect = e
	return f
}

// MarshalJSON writes the fault as the control API of twilio-sim takes it. A fault that can
// match nothing, or has no effect, is an error.
func (f Fault) MarshalJSON() ([]byte, error) {
	if f.match.invalid != "" || f.effect.Kind == "" {
		return nil, fmt.Errorf("twiliotest: Fault: %s", cmp.Or(f.match.invalid, "it has no effect: end it with one, such as CommitThenReset()"))
	}
	m := f.match
	shown := simapi.Fault{Method: m.method, Path: m.pattern, To: m.to, Nth: m.nth, Times: m.times, Seed: m.seed, AfterCommit: f.after, Effect: f.effect}
	if m.rate != 1 {
		shown.Rate = &m.rate
	}
	return json.Marshal(shown)
}

// UnmarshalJSON reads a fault of the control API of twilio-sim. The error of one that cannot
// be used is a [*twilio.ParamError].
func (f *Fault) UnmarshalJSON(text []byte) error {
	var shown simapi.Fault
	if err := json.Unmarshal(text, &shown); err != nil {
		return err
	}
	if problem := whyNoEffect(shown.Effect); problem != nil {
		return badFault(*problem)
	}
	read, problem := readFault(shown)
	if problem != nil {
		return badFault(*problem)
	}
	*f = read
	return nil
}

func badFault(problem twilio.ParamProblem) error {
	return &twilio.ParamError{Op: "twiliotest.Fault", Problems: []twilio.ParamProblem{problem}}
}

func readFault(shown simapi.Fault) (f Fault, problem *twilio.ParamProblem) {
	m := OnAny()
	switch {
	case shown.Path != "":
		m = On(shown.Method, shown.Path)
	case shown.Method != "":
		m = On(shown.Method, "/")
		m.pattern = ""
	}
	m = m.To(shown.To)
	if shown.Nth != 0 {
		m = m.Nth(shown.Nth)
	}
	if shown.Times != 0 {
		m = m.Times(shown.Times)
	}
	if shown.Rate != nil {
		m = m.Rate(*shown.Rate, shown.Seed)
	}
	if m.invalid != "" {
		return f, &twilio.ParamProblem{Field: "fault", Problem: "matches nothing", Remedy: m.invalid}
	}
	row, _ := effectOf(shown.Effect.Kind)
	if f = row.make(m, shown.Effect); shown.AfterCommit {
		f = f.AfterCommit()
	}
	if f.match.invalid != "" {
		return f, &twilio.ParamProblem{Field: "effect", Problem: "cannot happen", Remedy: f.match.invalid}
	}
	return f, nil
}

// whyNoEffect returns the problem of an effect, nil for a good one: its kind, and the fields
// that the kind needs or does not take.
func whyNoEffect(e simapi.Effect) *twilio.ParamProblem {
	row, known := effectOf(e.Kind)
	if !known {
		kinds := strings.Join(slices.Sorted(maps.Keys(effectRows())), ", ")
		return &twilio.ParamProblem{Field: "effect.kind", Problem: "is none of the kinds", Remedy: "give one of " + kinds}
	}
	given := fieldsOf(e)
	for name := range strings.FieldsSeq(row.needs) {
		if !slices.Contains(given, name) {
			return &twilio.ParamProblem{Field: "effect." + name, Problem: "is missing", Remedy: "give it, because the kind " + e.Kind + " needs it"}
		}
	}
	for _, name := range given {
		if !slices.Contains(strings.Fields(row.needs+" "+row.takes), name) {
			return &twilio.ParamProblem{Field: "effect." + name, Problem: "is not for this kind", Remedy: "leave it out, or choose another kind than " + e.Kind}
		}
	}
	switch delay := time.Duration(e.Delay); {
	case delay < 0 || delay > maxFaultDelay:
		return &twilio.ParamProblem{Field: "effect.delay", Problem: "is out of range", Remedy: "give a time up to 24h, such as 2s"}
	case e.Count < 0 || e.Count > maxEarlyHints:
		return &twilio.ParamProblem{Field: "effect.count", Problem: "is out of range", Remedy: fmt.Sprintf("give 1 to %d", maxEarlyHints)}
	}
	return nil
}

// fieldsOf names the fields of an effect that are set, its kind left out.
func fieldsOf(e simapi.Effect) []string {
	var names []string
	v := reflect.ValueOf(e)
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name != "kind" && !v.Field(i).IsZero() {
			names = append(names, name)
		}
	}
	return names
}
