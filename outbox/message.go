package outbox

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/verify"
)

// Message is what is to be sent, once.
type Message struct {
	// Key names the message for all time: "order-1017-shipped". The outbox sends nothing twice
	// under one key. At most 255 bytes.
	Key    string
	Params Params // by Text, WhatsApp, Call or Verification

	Campaign    string    // a name under which messages are paused, cancelled and counted; at most 255 bytes
	Priority    int       // 1, 2, 3 or 4; 1 goes first, 0 is 2
	SendAfter   time.Time // zero for at once
	GiveUpAfter time.Time // no attempt begins later; zero for never
	Trace       string    // the trace context of the program, of at most 512 bytes; "" is for that of Config.Tracing.Save
}

// Kind is what is sent.
type Kind string

// The kinds of messages.
const (
	KindText         Kind = "text"
	KindWhatsApp     Kind = "whatsapp"
	KindCall         Kind = "call"
	KindVerification Kind = "verification"
)

// Params are the parameters of a message, a call or a verification. They are made by [Text],
// [WhatsApp], [Call] and [Verification].
type Params struct {
	kind    Kind
	service string
	form    url.Values
	err     error
}

// Text is a text message, or one with files.
func Text(params twilio.MessageCreateParams) Params {
	form, err := twilio.FormOf("Messages.Create", params)
	return Params{kind: KindText, form: form, err: err}
}

// WhatsApp is a WhatsApp message.
func WhatsApp(params twilio.WhatsAppSendParams) Params {
	form, err := twilio.FormOf("WhatsApp.Send", params)
	return Params{kind: KindWhatsApp, form: form, err: err}
}

// Call is a phone call. Its parameters are kept in the database, so that a SIP password is
// refused.
func Call(params twilio.CallCreateParams) Params {
	form, err := twilio.FormOf("Calls.Create", params)
	if err == nil && (form.Has("SipAuthPassword") || form.Has("CallToken")) {
		err = problem("SIPAuthPassword", "or CallToken is a secret, and would be kept in the database", "make the call with Calls.Create")
	}
	return Params{kind: KindCall, form: form, err: err}
}

// Verification is a code of a Verify service. A code that the program chose itself is refused,
// because it would be kept in the database.
func Verification(serviceSID string, params verify.VerificationCreateParams) Params {
	form, err := twilio.FormOf("verify.Verifications.Create", params)
	if err == nil && form.Has("CustomCode") {
		err = problem("CustomCode", "is a secret, and would be kept in the database", "let Twilio choose the code, or start the verification with Verifications.Create")
	}
	return Params{kind: KindVerification, service: serviceSID, form: form, err: err}
}

// opEnqueue names the call in its errors.
const opEnqueue = "Outbox.Enqueue"

// problem is an error about one field.
func problem(field, text, remedy string) error {
	var problems twilio.Problems
	problems.Add(field, text, remedy)
	return problems.Err(opEnqueue)
}

// The bounds of names, in bytes.
const maxName = 255

// Priorities.
const (
	firstPriority   = 1
	usualPriority   = 2
	lastPriority    = 4
	wireVersion     = 1 // of params: a form, as it stands in the body of the request
	tokenBytes      = 16
	digestSaltBytes = 8
)

// check returns what is wrong with a message.
func (m *Message) check(callbackURL string) error {
	if m.Params.err != nil {
		return m.Params.err
	}
	var problems twilio.Problems
	checkName(&problems, "Key", m.Key, "give each message a name of its own, such as the order and the step that it is about")
	if m.Campaign != "" {
		checkName(&problems, "Campaign", m.Campaign, "shorten it")
	}
	if m.Campaign == everyCampaign {
		problems.Add("Campaign", "is *, which stands for all campaigns", "give another name")
	}
	if m.Params.form == nil {
		problems.Add("Params", "is empty", "make it with Text, WhatsApp, Call or Verification")
	}
	for field, value := range m.kept() {
		if !canBeKept(value) {
			problems.Add(field, "is not UTF-8 without NUL", "correct it: a database cannot keep it")
		}
	}
	if !isInCalendar(m.SendAfter) || !isInCalendar(m.GiveUpAfter) {
		problems.Add("SendAfter", "or GiveUpAfter is not in the years 1 to 9999", "give a time that a database can keep")
	}
	if len(m.Trace) > maxTrace {
		problems.Add("Trace", "is longer than 512 bytes", "give the traceparent of W3C, or leave it out")
	}
	if m.Priority < 0 || m.Priority > lastPriority {
		problems.Add("Priority", "is not 1, 2, 3 or 4", "give 1 for what goes first, or leave it out for 2")
	}
	if !m.GiveUpAfter.IsZero() && !m.GiveUpAfter.After(m.SendAfter) {
		problems.Add("GiveUpAfter", "is not after SendAfter", "give a later time, or leave it out")
	}
	if callbackURL != "" && m.Params.form.Has("StatusCallback") {
		problems.Add("StatusCallback", "is set, and the outbox sets its own", "leave it out, and take the news from Config.OnChange")
	}
	if m.Params.kind == KindVerification && !strings.HasPrefix(m.Params.service, "VA") {
		problems.Add("serviceSID", "is not the SID of a Verify service", "give VA and 32 hexadecimal digits")
	}
	return problems.Err(opEnqueue)
}

func checkName(problems *twilio.Problems, field, name, remedy string) {
	switch {
	case strings.TrimSpace(name) == "":
		problems.Add(field, "is empty", remedy)
	case len(name) > maxName:
		problems.Add(field, "is longer than 255 bytes", remedy)
	case !canBeKept(name):
		problems.Add(field, "is not UTF-8 without NUL", remedy)
	}
}

// kept are the texts that a message has in columns of their own, beside its names.
func (m *Message) kept() iter.Seq2[string, string] {
	return func(yield func(field, value string) bool) {
		for _, field := range [...]string{"To", "From", "MessagingServiceSid"} {
			if !yield(field, m.Params.form.Get(field)) {
				return
			}
		}
		_ = yield("serviceSID", m.Params.service) && yield("Trace", m.Trace)
	}
}

// canBeKept reports that a database can keep a text: PostgreSQL refuses what is not UTF-8, and
// NUL.
func canBeKept(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

// isInCalendar reports that a database can keep a time. The zero time stands for none.
func isInCalendar(t time.Time) bool {
	const last = 9999
	return t.Year() >= 1 && t.Year() <= last
}

// sender is who sends it: a Messaging Service, a number, or a Verify service.
func (p *Params) sender() string {
	switch service := p.form.Get("MessagingServiceSid"); {
	case p.kind == KindVerification:
		return p.service
	case service != "":
		return service
	}
	return p.form.Get("From")
}

// digestOf hashes parameters with a salt, to tell the same key with other parameters.
func (p *Params) digestOf(salt []byte) string {
	text := string(p.kind) + "\n" + p.service + "\n" + p.form.Encode()
	sum := sha256.Sum256(append(append([]byte{}, salt...), text...))
	return hex.EncodeToString(salt) + hex.EncodeToString(sum[:])
}

// fits reports that a digest was made of these parameters. That of a message whose parameters
// were erased is cut short.
func (p *Params) fits(digest string) bool {
	const salted = 2 * digestSaltBytes
	if len(digest) < salted {
		return false
	}
	salt, err := hex.DecodeString(digest[:salted])
	return err == nil && strings.HasPrefix(p.digestOf(salt), digest)
}

// randomName is unguessable, in hexadecimal.
func randomName(bytes int) string {
	b := make([]byte, bytes)
	fillRandom(b)
	return hex.EncodeToString(b)
}

func fillRandom(b []byte) { _, _ = rand.Read(b) } // it never fails
