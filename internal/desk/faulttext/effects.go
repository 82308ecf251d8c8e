package faulttext

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// effect makes a fault of the requests that go wrong. The code is that of an error, 0 for none.
type effect func(m twiliotest.Match, code twilio.ErrorCode) twiliotest.Fault

// failsPrefix begins the effects on messages.
const failsPrefix = "fails-"

// maxTime bounds a time in a text.
const maxTime = 24 * time.Hour

// takesValue says whether a word has the form name=value.
func takesValue(name string) bool {
	return name != "after-commit" && plainEffect(name) == nil
}

// effectOf reads a word that says what happens.
func effectOf(name, value string) (effect, error) {
	if plain := plainEffect(name); plain != nil {
		return func(m twiliotest.Match, _ twilio.ErrorCode) twiliotest.Fault { return plain(m) }, nil
	}
	if timed := timedEffect(name); timed != nil {
		d, err := time.ParseDuration(value)
		if err != nil || d <= 0 || d > maxTime {
			err = errors.New("give a time up to 24h, such as 2s")
		}
		return func(m twiliotest.Match, _ twilio.ErrorCode) twiliotest.Fault { return timed(m, d) }, err
	}
	if stage, ok := strings.CutPrefix(name, failsPrefix); ok {
		return failure(stage, value)
	}
	return answerOf(name, value)
}

// plainEffect returns an effect that needs no value, nil for any other.
func plainEffect(name string) func(twiliotest.Match) twiliotest.Fault {
	switch name {
	case "oversized":
		return twiliotest.Match.Oversized
	case "drop":
		return twiliotest.Match.DropBeforeRead
	case "read-then-close":
		return twiliotest.Match.ReadThenClose
	case "commit-then-close":
		return twiliotest.Match.CommitThenClose
	case "commit-then-reset":
		return twiliotest.Match.CommitThenReset
	case "truncated":
		return twiliotest.Match.TruncatedJSON
	}
	return nil
}

// timedEffect returns an effect that needs a time, nil for any other.
func timedEffect(name string) func(twiliotest.Match, time.Duration) twiliotest.Fault {
	switch name {
	case "latency":
		return twiliotest.Match.Latency
	case "slow-drip":
		return twiliotest.Match.SlowDrip
	case "late-commit":
		return twiliotest.Match.LateCommit
	case "commit-hidden":
		return twiliotest.Match.CommitHidden
	}
	return nil
}

// failure is a message that fails at a stage.
func failure(stage, value string) (effect, error) {
	at, known := map[string]twiliotest.MessageStage{
		"while-accepted": twiliotest.WhileAccepted, "while-queued": twiliotest.WhileQueued,
		"while-sending": twiliotest.WhileSending, "after-sending": twiliotest.AfterSending,
	}[stage]
	if !known {
		return nil, errUnknown
	}
	code, err := parseInt(value, 1, 99999)
	return func(m twiliotest.Match, _ twilio.ErrorCode) twiliotest.Fault {
		return m.MessageFails(at, twilio.ErrorCode(code))
	}, err
}

// answerOf is an answer that stands in the place of the ordinary one, or before it.
func answerOf(name, value string) (effect, error) {
	limits, known := map[string][2]int{
		"status": {400, 599}, "html": {200, 599}, "too-many-requests": {0, 86400}, "early-hints": {1, 100},
	}[name]
	switch {
	case name == "redirect":
		return redirect(value)
	case !known:
		return nil, errUnknown
	}
	n, err := parseInt(value, limits[0], limits[1])
	return func(m twiliotest.Match, code twilio.ErrorCode) twiliotest.Fault {
		switch name {
		case "status":
			return m.Status(n, code)
		case "html":
			return m.HTML(n)
		case "early-hints":
			return m.EarlyHints(n)
		}
		return m.TooManyRequests(strconv.Itoa(n))
	}, err
}

var errUnknown = errors.New("the word is not known: write one such as status=503, latency=2s, commit-then-reset, nth=2 or rate=0.1")

func redirect(value string) (effect, error) {
	to, err := url.Parse(value)
	if err != nil || to.Scheme != "https" && to.Scheme != "http" || to.Host == "" {
		return nil, errors.New("give an address such as https://example.com/")
	}
	return func(m twiliotest.Match, _ twilio.ErrorCode) twiliotest.Fault { return m.RedirectElsewhere(value) }, nil
}
