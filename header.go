package twilio

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/ascii"
)

// allowedHeaders may be set by a caller, beside Twilio's own ones. Others change how
// a request is sent, by whom or how often: net/http sends a POST with an
// Idempotency-Key again by itself (https://pkg.go.dev/net/http#Transport).
var allowedHeaders = [...]string{"Accept-Language", "If-Match", "If-None-Match"}

// twilioHeaders are the beginnings of the names of Twilio's own headers.
var twilioHeaders = [...]string{"I-Twilio-", "X-Twilio-"}

// WithHeader sends a header with every attempt of the call, such as
// WithHeader("X-Twilio-Webhook-Enabled", "true"). Twilio's own headers, X-Twilio-…
// and I-Twilio-…, and Accept-Language, If-Match and If-None-Match may be set, in
// any letter case. A name given twice has its last value. None of these headers
// makes a create safe to repeat.
//
// The call fails with a *[ParamError] when the name is another one, or when the
// value is empty or has characters that do not belong into it. A GET that is
// answered 304 because of If-None-Match fails with an *[Error] of that status,
// which errors.Is finds by ErrorCode(304). A 412 after an attempt without an
// answer may mean that this very attempt made the change.
//
// Twilio docs: https://www.twilio.com/docs/usage/requests-to-twilio
func WithHeader(name, value string) CallOption {
	return func(o *callOptions) {
		if o.headers == nil {
			o.headers = http.Header{}
		}
		o.headers.Set(name, value)
	}
}

// checkHeaders shows no name and no value: either may be a secret in a wrong place.
func checkHeaders(problems *Problems, headers http.Header) {
	if len(headers) == 0 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		if problem, remedy := headerProblem(name, headers.Get(name)); problem != "" {
			problems.Add("WithHeader", problem, remedy)
		}
	}
}

// connectionHeaders belong to the client, the connection or net/http, which sends a POST
// with an Idempotency-Key again by itself. No operation may declare them.
var connectionHeaders = [...]string{
	"Authorization", "Connection", "Content-Length", "Content-Type", "Cookie", "Expect", "Host", "Idempotency-Key", "Keep-Alive",
	"Proxy-Authorization", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "X-Idempotency-Key",
}

// declaredHeaderProblem looks at a header that an operation declares by a tag. It may
// have any name but those of connectionHeaders, because its name is written in the code.
func declaredHeaderProblem(name, value string) (problem, remedy string) {
	switch name = http.CanonicalHeaderKey(name); {
	case name == "", strings.IndexFunc(name, notHeaderName) >= 0, slices.Contains(connectionHeaders[:], name):
		return "is a header that an operation may not set", "take it out of the tags: the client sets it itself, or it is no header"
	case isNoHeaderText(value):
		return noHeaderText, "give printable ASCII"
	}
	return "", ""
}

// headerProblem takes a name in its canonical form. A name that has none, because
// of a blank for example, comes as it was given, and is none that is allowed.
func headerProblem(name, value string) (problem, remedy string) {
	own := isTwilioHeader(name)
	switch {
	case name == "":
		return "has an empty name", "name a header such as X-Twilio-Webhook-Enabled"
	case !own && !slices.Contains(allowedHeaders[:], name):
		return "names a header that a call may not set",
			"set X-Twilio-…, I-Twilio-…, Accept-Language, If-Match or If-None-Match; the client sets all others itself"
	case value == "":
		return "has an empty value", "give a value, or leave the option out"
	case isNoHeaderText(value):
		return noHeaderText, "give printable ASCII"
	case own && strings.Contains(value, " "):
		return "has a value with blanks", "give a value without blanks: Twilio's own headers have none"
	}
	return "", ""
}

// isTwilioHeader knows one of Twilio's own headers: letters, digits and hyphens
// behind the beginning that they share. What nobody's server may read as another
// name, such as one with an underscore, is none.
func isTwilioHeader(name string) bool {
	for _, beginning := range twilioHeaders {
		rest, found := strings.CutPrefix(name, beginning)
		if found && rest != "" && strings.IndexFunc(rest, notHeaderName) < 0 {
			return true
		}
	}
	return false
}

func notHeaderName(r rune) bool { return ascii.NotAlphanumeric(r) && r != '-' }

const noHeaderText = "has a value with line breaks, characters that are not ASCII, or blanks around it"

func isNoHeaderText(value string) bool {
	return strings.IndexFunc(value, notHeaderText) >= 0 || strings.Trim(value, " ") != value
}

func notHeaderText(r rune) bool { return r < ' ' || r > '~' }
