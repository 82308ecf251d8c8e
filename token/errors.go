package token

import (
	"cmp"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/internal/ascii"
	"github.com/seed15d99369/twilio/internal/credential"
	"github.com/seed15d99369/twilio/internal/sid"
)

// The reasons for which [Verify] refuses a token; a [*VerifyError] matches one of them.
var (
	ErrMalformed   = errors.New("malformed")
	ErrTooLarge    = errors.New("too large")
	ErrAlgorithm   = errors.New("algorithm refused")
	ErrSignature   = errors.New("wrong signature")
	ErrExpired     = errors.New("expired")
	ErrNotYetValid = errors.New("not valid yet")
)

// VerifyError says why a token was refused. It never shows the token.
type VerifyError struct {
	Kind   error  // one of this package's errors
	Detail string // "has 2 parts instead of 3"
}

func refuse(kind error, detail string) error { return &VerifyError{Kind: kind, Detail: detail} }

// Error is one line, with the kind and the detail.
func (e *VerifyError) Error() string {
	kind := "refused"
	if e.Kind != nil {
		kind = e.Kind.Error()
	}
	return "token: " + kind + ": the token " + e.Detail
}

// Unwrap returns the kind, for errors.Is(err, ErrExpired).
func (e *VerifyError) Unwrap() error { return e.Kind }

// ParamError lists everything that is wrong with the arguments of a call. It
// never shows their values: one of them may be a secret in the wrong place.
type ParamError struct {
	Op       string // the function: "NewSigner"
	Problems []ParamProblem
}

// ParamProblem is a problem of one argument, with its remedy.
type ParamProblem struct {
	Field   string // the argument's name: "keySID"
	Problem string // "is empty"
	Remedy  string // "give the key's SID, SK and 32 letters or digits"
}

// Error lists all problems in one line, with their remedies.
func (e *ParamError) Error() string {
	problems := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		problems[i] = p.Field + " " + p.Problem + ": " + p.Remedy
	}
	return "token: " + e.Op + ": " + strings.Join(problems, "; ")
}

func paramError(op, field, problem, remedy string) error {
	return &ParamError{Op: op, Problems: []ParamProblem{{field, problem, remedy}}}
}

// notConstructed is the error of a method whose receiver no constructor has returned.
func notConstructed(op, constructor string) error {
	return paramError(op, "the receiver", "is empty", "make it with "+constructor)
}

// checks collects the problems of one call's arguments.
type checks struct{ problems []ParamProblem }

func (c *checks) add(field, problem, remedy string) {
	c.problems = append(c.problems, ParamProblem{Field: field, Problem: problem, Remedy: remedy})
}

// err returns a *ParamError, nil when there is no problem.
func (c *checks) err(op string) error {
	if len(c.problems) == 0 {
		return nil
	}
	return &ParamError{Op: op, Problems: c.problems}
}

func (c *checks) accountSID(account string) {
	const remedy = "give the account's SID, AC and 32 letters or digits"
	switch {
	case account == "":
		c.add("accountSID", "is empty", remedy)
	case sid.Is(account, "SK"):
		c.add("accountSID", "is the SID of an API key", "the account's SID, AC…, comes first and the key's second: the two are swapped")
	case !sid.Is(account, "AC"):
		c.add("accountSID", cmp.Or(credential.SIDFlaw(account, "AC"), "is not an account SID"), remedy)
	}
}

func (c *checks) keySID(key string) {
	const remedy = "give the key's SID, SK and 32 letters or digits"
	switch {
	case key == "":
		c.add("keySID", "is empty", remedy)
	case sid.Is(key, "AC"):
		c.add("keySID", "is an account SID", "give the SID of an API key, SK…; access tokens cannot be signed with the account's own credentials")
	case !sid.Is(key, "SK"):
		c.add("keySID", cmp.Or(credential.SIDFlaw(key, "SK"), "is not the SID of an API key"), remedy)
	}
}

func (c *checks) secret(field, secret, remedy string) {
	switch {
	case secret == "":
		c.add(field, "is empty", remedy)
	case sid.Is(secret, "AC"), sid.Is(secret, "SK"), sid.Is(secret, "OQ"):
		c.add(field, "is a SID, not a secret", remedy)
	case credential.SigningFlaw(secret) != "":
		c.add(field, credential.SigningFlaw(secret), remedy+", and nothing that stands around it")
	case strings.IndexFunc(secret, ascii.NotVisible) >= 0:
		c.add(field, "has blanks, line breaks or other characters that no secret has", remedy+", without the characters around it")
	}
}

// sid checks an optional SID.
func (c *checks) sid(field, text, prefix, resource string) {
	if text != "" && !sid.Is(text, prefix) {
		c.add(field, "is not the SID of "+resource, "give "+prefix+" and 32 letters or digits")
	}
}

// requiredSID checks a SID that must be set.
func (c *checks) requiredSID(field, text, prefix, resource string) {
	if text == "" {
		c.add(field, "is empty", "give the SID of "+resource+", "+prefix+" and 32 letters or digits")
	}
	c.sid(field, text, prefix, resource)
}

// nameOrSID checks an argument that may be a unique name or a SID. It refuses SIDs of other
// resources, and blanks around the value.
func (c *checks) nameOrSID(field, text, prefix, resource string) {
	trimmed := strings.Trim(text, " ")
	switch kind := trimmed[:min(2, len(trimmed))]; {
	case kind != prefix && strings.Trim(kind, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && sid.Is(trimmed, kind):
		c.add(field, "is not the SID of "+resource, "give "+prefix+" and 32 letters or digits")
	case trimmed != text:
		c.add(field, "has a blank before or behind it", "take the blank away")
	}
}

// text checks a text of a token: encoding/json would replace bytes that are not UTF-8.
func (c *checks) text(field, text string) {
	if !utf8.ValidString(text) {
		c.add(field, "is not valid UTF-8", "convert it to UTF-8 first")
	}
}

func (c *checks) texts(field string, texts map[string]string) {
	for key, value := range texts {
		if !utf8.ValidString(key) || !utf8.ValidString(value) {
			c.add(field, "is not valid UTF-8", "convert its names and values to UTF-8 first")
			return
		}
	}
}
