// Package desk is the server of twilio-sim: a Twilio for every program on this machine, in
// whatever language. It serves Twilio's API by the address of its socket, by Host header and
// as a proxy for *.twilio.com, and beside it a control API and a page under /_sim/.
//
// Whoever may reach the socket may use it. Web pages that a browser shows reach it as well,
// so that every request is held against the rules in guard.go before anything else reads it.
package desk

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/desk/faulttext"
	"github.com/seed15d99369/twilio/twiliotest"
)

// Config is how a desk is set up. Its zero value listens on a free port of loopback.
type Config struct {
	Address      string   // host:port; port 0 is any free one
	Hosts        []string // further names under which it is asked, in small letters or not
	WebhookHosts []string // as twiliotest.WebhookHosts takes them
	CAFile       string   // where the certificate of the authority stands; "" for a file in a new folder

	StateFile  string // "" remembers nothing over a restart
	Strict     bool   // refuses what Twilio's published API does not know, instead of a warning
	Faults     []string
	Seed       uint64
	History    int     // entries of a kind that are kept; 0 for all
	ClockSpeed float64 // of wall time; 0 for 1
	Workspaces bool    // an account of its own for each account SID

	Numbers     []string // that the account owns at the start
	SMSURL      string   // of these numbers, "" for none
	VoiceURL    string
	AnswerAfter time.Duration // how long phones ring before they are answered; 0 for five seconds

	Logger *slog.Logger // gets alerts; nil for slog.Default()
}

// FieldError is a part of a [Config] that cannot be used.
type FieldError struct {
	Field string // of Config
	Err   error  // what is wrong with it, and what to give instead
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Err.Error() }

func (e *FieldError) Unwrap() error { return e.Err }

// check finds mistakes that would show late, or not at all.
func (c *Config) check() error {
	for _, host := range c.Hosts {
		if !isName(strings.ToLower(host)) && net.ParseIP(host) == nil {
			return &FieldError{"Hosts", fmt.Errorf("%q is no host: give a name such as twilio-sim or an IP address, without scheme and port", host)}
		}
		if isTwilioName(strings.ToLower(host)) {
			return &FieldError{"Hosts", fmt.Errorf("%q is Twilio's: its names are served anyway", host)}
		}
	}
	if _, err := c.faults(); err != nil {
		return &FieldError{"Faults", err}
	}
	if err := tryOption(twiliotest.WebhookHosts(c.WebhookHosts...)); err != nil {
		return &FieldError{"WebhookHosts", err}
	}
	if err := tryOption(twiliotest.ClockSpeed(cmp.Or(c.ClockSpeed, 1))); err != nil {
		return &FieldError{"ClockSpeed", err}
	}
	if !isAddress(c.SMSURL) {
		return &FieldError{"SMSURL", errNoAddress}
	}
	if !isAddress(c.VoiceURL) {
		return &FieldError{"VoiceURL", errNoAddress}
	}
	switch {
	case c.History < 0:
		return &FieldError{"History", fmt.Errorf("%d is no number of entries: give 1 or more, or 0 to keep everything", c.History)}
	case c.AnswerAfter < 0:
		return &FieldError{"AnswerAfter", fmt.Errorf("%v is no time: give one such as 5s", c.AnswerAfter)}
	}
	return nil
}

// tryOption says whether a simulator takes an option.
func tryOption(opt twiliotest.Option) error {
	sim, err := twiliotest.Start(opt)
	if err != nil {
		return err
	}
	return sim.Close()
}

var errNoAddress = errors.New("it is no address: give one such as http://127.0.0.1:3000/sms")

// isAddress reports an address of the application, or none.
func isAddress(text string) bool {
	u, err := url.Parse(text)
	return text == "" || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func (c *Config) faults() ([]twiliotest.Fault, error) {
	faults := make([]twiliotest.Fault, 0, len(c.Faults))
	for _, text := range c.Faults {
		fault, err := faulttext.Parse(text)
		if err != nil {
			return nil, err
		}
		faults = append(faults, fault)
	}
	return faults, nil
}
