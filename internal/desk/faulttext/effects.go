package faulttext

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

// failsPrefix begins the effects on messages.
const failsPrefix = "fails-"

// maxTime bounds a time in a text.
const maxTime = 24 * time.Hour

// plain are the effects that need no value.
var plain = []string{"oversized", "drop", "read-then-close", "commit-then-close", "commit-then-reset", "truncated"}

// takesValue says whether a word has the form name=value.
func takesValue(name string) bool { return name != "after-commit" && !slices.Contains(plain, name) }

// effectOf reads a word that says what happens. Its name is the kind of the effect.
func effectOf(name, value string) (effect simapi.Effect, err error) {
	effect.Kind = name
	switch name {
	case "latency", "slow-drip", "late-commit", "commit-hidden":
		effect.Delay, err = parseTime(value)
	case "status":
		effect.Status, err = parseInt(value, 400, 599)
	case "html":
		effect.Status, err = parseInt(value, 200, 599)
	case "early-hints":
		effect.Count, err = parseInt(value, 1, 100)
	case "too-many-requests":
		var seconds int
		seconds, err = parseInt(value, 0, 86400)
		effect.RetryAfter = strconv.Itoa(seconds)
	case "redirect":
		effect.Location, err = parseAddress(value)
	default:
		if stage, ok := strings.CutPrefix(name, failsPrefix); ok {
			return failure(stage, value)
		}
		if !slices.Contains(plain, name) {
			err = errUnknown
		}
	}
	return effect, err
}

var errUnknown = errors.New("the word is not known: write one such as status=503, latency=2s, commit-then-reset, nth=2 or rate=0.1")

// failure is a message that fails at a stage.
func failure(stage, value string) (effect simapi.Effect, err error) {
	stages := []string{twiliotest.WhileAccepted.String(), twiliotest.WhileQueued.String(), twiliotest.WhileSending.String(), twiliotest.AfterSending.String()}
	if !slices.Contains(stages, stage) {
		return effect, errUnknown
	}
	effect = simapi.Effect{Kind: "message-fails", Stage: stage}
	effect.Code, err = parseInt(value, 1, 99999)
	return effect, err
}

func parseTime(value string) (simapi.Duration, error) {
	d, err := time.ParseDuration(value)
	if err != nil || d <= 0 || d > maxTime {
		return 0, errors.New("give a time up to 24h, such as 2s")
	}
	return simapi.Duration(d), nil
}

func parseAddress(value string) (string, error) {
	to, err := url.Parse(value)
	if err != nil || to.Scheme != "https" && to.Scheme != "http" || to.Host == "" {
		return "", errors.New("give an address such as https://example.com/")
	}
	return value, nil
}
