// Package faulttext reads faults from a line of text, for the flag -fault of twilio-sim and for
// its control API:
//
//	POST /2010-04-01/Accounts/*/Messages.json status=503 rate=0.1
//	create-message nth=2 commit-then-reset
//	any latency=2s times=3
//
// A line begins with the requests that go wrong: any, the name of an operation (create-message,
// create-call, buy-number, create-verification, check-verification), or a method and a path
// in which * stands for one segment; the method * stands for each. Words behind them narrow
// the requests:
//
//	to=+14155551234  nth=2  times=3  rate=0.1  seed=7
//
// One word says what happens; code= belongs to status=, and after-commit has the request
// carried out all the same:
//
//	status=503  html=502  too-many-requests=30  redirect=https://example.com/  oversized
//	drop  read-then-close  commit-then-close  commit-then-reset  truncated  early-hints=2
//	latency=2s  slow-drip=2s  late-commit=5s  commit-hidden=5s
//	fails-while-accepted=30001  fails-while-queued=30001  fails-while-sending=30008  fails-after-sending=30003
//
// The last line is for messages, and goes with create-message alone. Package twiliotest says
// of each what it does.
package faulttext

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

// maxText bounds a line, in bytes.
const maxText = 1000

// Form is how a line is written.
const Form = "METHOD /path effect, such as: POST /2010-04-01/Accounts/*/Messages.json status=503 rate=0.1"

// Parse reads a fault. The error names the word that cannot be read.
func Parse(text string) (twiliotest.Fault, error) {
	f, err := parse(text)
	if err != nil {
		return twiliotest.Fault{}, fmt.Errorf("fault: %w", err)
	}
	return f, nil
}

func parse(text string) (none twiliotest.Fault, err error) {
	if len(text) > maxText {
		return none, fmt.Errorf("the text is longer than %d bytes", maxText)
	}
	l, words, err := parseRequests(strings.Fields(text))
	for _, word := range words {
		if err == nil {
			err = l.read(word)
		}
	}
	if err != nil {
		return none, err
	}
	return l.fault()
}

// line is what has been read of a text.
type line struct {
	simapi.Fault

	messages bool   // it is about the creation of messages
	named    string // the effect, "" until it has been read
	code     int    // of an error
}

// parseRequests reads which requests go wrong, and returns the words behind.
func parseRequests(words []string) (l line, rest []string, err error) {
	if len(words) == 0 {
		return l, nil, errors.New("the text is empty: write " + Form)
	}
	match, err := operation(words[0])
	if err == nil {
		l.messages = words[0] == createMessage
		l.Fault, err = meeting(match)
		return l, words[1:], err
	}
	l.Method = words[0]
	switch l.Method {
	case "*":
		l.Method = ""
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead:
	default:
		return l, nil, err
	}
	if len(words) < 2 || !strings.HasPrefix(words[1], "/") {
		return l, nil, errors.New("the path is missing behind the method: write " + Form)
	}
	if l.Path = words[1]; !isPattern(l.Path) {
		return l, nil, errors.New("the path is no pattern: write a * for each segment that may be any")
	}
	return l, words[2:], nil
}

func isPattern(text string) bool {
	_, err := path.Match(text, "/")
	return err == nil
}

// meeting is a fault without an effect that meets the requests of a match.
func meeting(match twiliotest.Match) (fault simapi.Fault, err error) {
	text, err := json.Marshal(match.DropBeforeRead())
	if err == nil {
		err = json.Unmarshal(text, &fault)
	}
	fault.Effect = simapi.Effect{}
	return fault, err
}

const createMessage = "create-message"

func operation(name string) (match twiliotest.Match, err error) {
	switch name {
	case "any":
		return twiliotest.OnAny(), nil
	case createMessage:
		return twiliotest.OnCreateMessage(), nil
	case "create-call":
		return twiliotest.OnCreateCall(), nil
	case "buy-number":
		return twiliotest.OnBuyNumber(), nil
	case "create-verification":
		return twiliotest.OnCreateVerification(), nil
	case "check-verification":
		return twiliotest.OnCheckVerification(), nil
	}
	return match, fmt.Errorf("%q is no method and no operation: write %s", name, Form)
}

// read takes a word: name=value, or name.
func (l *line) read(word string) error {
	name, value, hasValue := strings.Cut(word, "=")
	known, err := l.narrow(name, value)
	if !known {
		err = l.affect(name, value)
	}
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	case hasValue && !takesValue(name):
		return fmt.Errorf("%s: it takes no value: leave out the =", name)
	}
	return nil
}

// narrow takes a word that narrows the requests, or belongs to the effect.
func (l *line) narrow(name, value string) (known bool, err error) {
	switch name {
	case "to":
		if l.To = value; value == "" {
			err = errors.New("the number is missing")
		}
	case "nth":
		l.Nth, err = parseInt(value, 1, 1_000_000_000)
	case "times":
		l.Times, err = parseInt(value, 1, 1_000_000_000)
	case "rate":
		l.Rate, err = parseRate(value)
	case "seed":
		if l.Seed, err = strconv.ParseUint(value, 10, 64); err != nil {
			err = errors.New("give a number without a sign")
		}
	case "code":
		l.code, err = parseInt(value, 1, 99999)
	case "after-commit":
		l.AfterCommit = true
	default:
		return false, nil
	}
	return true, err
}

func parseRate(value string) (*float64, error) {
	rate, err := strconv.ParseFloat(value, 64)
	if err != nil || !(rate > 0 && rate <= 1) { // NaN neither
		return nil, errors.New("give a share above 0 and up to 1, such as 0.1")
	}
	return &rate, nil
}

func parseInt(value string, least, most int) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("give a number from %d to %d", least, most)
	}
	return n, nil
}

// affect takes a word that says what happens.
func (l *line) affect(name, value string) error {
	effect, err := effectOf(name, value)
	switch {
	case err != nil:
		return err
	case l.named != "":
		return fmt.Errorf("the text has the effect %s already: write one", l.named)
	}
	l.Effect, l.named = effect, name
	return nil
}

// fault puts together what has been read. The JSON of the control API is where a fault is
// made of its parts.
func (l *line) fault() (fault twiliotest.Fault, err error) {
	switch {
	case l.named == "":
		return fault, errors.New("the text does not say what happens: add a word such as status=503 or commit-then-reset")
	case l.code != 0 && l.named != "status":
		return fault, errors.New("code: it belongs to status=…")
	case strings.HasPrefix(l.named, failsPrefix) && !l.messages:
		return fault, errors.New(l.named + ": it goes with " + createMessage + " alone")
	case strings.HasPrefix(l.named, failsPrefix) && l.AfterCommit:
		return fault, errors.New("after-commit: a message that fails later has been created anyway: leave it out")
	}
	if l.code != 0 {
		l.Effect.Code = l.code
	}
	text, err := json.Marshal(l.Fault)
	if err == nil {
		err = json.Unmarshal(text, &fault)
	}
	return fault, err
}
