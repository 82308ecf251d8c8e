package token

import (
	"strings"
	"time"
)

// Option is an argument of [NewSigner], [NewLegacySigner] and [NewClientValidator].
type Option func(*settings)

// settings are the values that options set.
type settings struct {
	now       func() time.Time
	algorithm Algorithm
	region    string
}

// newSettings applies options to the defaults. The first of the allowed algorithms is the
// default.
func newSettings(problems *checks, opts []Option, regions bool, allowed ...Algorithm) settings {
	s := settings{now: time.Now, algorithm: allowed[0]}
	for _, opt := range opts {
		if opt != nil {
			opt(&s)
		}
	}
	if s.now == nil {
		problems.add("WithClock", "is nil", "give a function such as time.Now or leave the option out")
	}
	s.checkAlgorithm(problems, allowed)
	switch {
	case s.region == "":
	case !regions:
		problems.add("WithRegion", "has no meaning here", "leave it out: only access tokens name a region")
	case !isRegion(s.region):
		problems.add("WithRegion", "is not a region", "give one such as us1, ie1 or au1; dublin and the like are edges")
	}
	return s
}

func (s settings) checkAlgorithm(problems *checks, allowed []Algorithm) {
	names := make([]string, len(allowed))
	for i, algorithm := range allowed {
		if s.algorithm == algorithm {
			return
		}
		names[i] = string(algorithm)
	}
	problems.add("WithAlgorithm", "cannot be used here", "choose among "+strings.Join(names, ", "))
}

// WithClock replaces the system's clock, for tests.
func WithClock(now func() time.Time) Option { return func(s *settings) { s.now = now } }

// WithAlgorithm chooses how tokens are signed. Access tokens take [HS256], which
// is the default, [HS384] and [HS512]; client validation takes [RS256], which is
// the default, and [PS256]; the legacy tokens know HS256 only.
func WithAlgorithm(algorithm Algorithm) Option { return func(s *settings) { s.algorithm = algorithm } }

// WithRegion names the region of an access token's key, such as "ie1". Without it
// a token is for us1. The key must have been made in that region.
//
// Twilio docs: https://www.twilio.com/docs/global-infrastructure/understanding-twilio-regions
func WithRegion(region string) Option { return func(s *settings) { s.region = region } }

// isRegion checks the shape of Twilio's regions: letters, then digits.
func isRegion(s string) bool {
	const longest = 8
	letters := 0
	for letters < len(s) && 'a' <= s[letters] && s[letters] <= 'z' {
		letters++
	}
	digits := letters
	for digits < len(s) && '0' <= s[digits] && s[digits] <= '9' {
		digits++
	}
	return letters > 1 && digits > letters && digits == len(s) && len(s) <= longest
}
