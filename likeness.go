package twilio

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// likeness is how well a resource fits what was to be created. What Twilio rewrites
// is alike as long as nothing is lost by it.
type likeness uint8

const (
	unlike  likeness = iota
	similar          // all but its content
	akin             // all but what a rewriting has lost: it may be a stranger's
	alike
)

// traits are what decides whether a resource is what a create made.
type traits struct {
	sid     string
	created time.Time
	how     likeness // what cannot be read counts as alike
	odd     string   // a field that decides and cannot be read, "" when all can
}

// dated is a resource that says when it was made.
type dated interface{ made() *Time }

func (m *Message) made() *Time { return &m.DateCreated }

func (c *Call) made() *Time { return &c.DateCreated }

// createdField is the key of that time.
const createdField = "date_created"

// firstYear bounds the dates that can be true: what counts from 1970 or from the year
// 1 has lost them. Twilio began in 2008, and the clock of testing/synctest in 2000.
const firstYear = 1990

// readTraits reads what messages and calls have in common.
func readTraits(sid string, created time.Time, prefixes ...string) traits {
	t := traits{sid: sid, created: created, how: alike}
	if !slices.ContainsFunc(prefixes, func(prefix string) bool { return isSID(sid, prefix) }) {
		t.sid, t.odd = "", "sid"
	}
	if created.Year() < firstYear {
		t.created, t.odd = time.Time{}, createdField
	}
	return t
}

// compare takes in how alike a field is; one that is empty cannot be read.
func (t *traits) compare(field, shown string, how likeness) {
	if shown == "" {
		t.odd = field
		return
	}
	t.how = min(t.how, how)
}

// direction tells what was created from what came by another way. A direction that
// is not known cannot be read.
func (t *traits) direction(shown, created string, others ...string) {
	switch {
	case shown == created:
	case slices.Contains(others, shown):
		t.how = unlike
	default:
		t.odd = "direction"
	}
}

// withExtra returns the parameters with what Extra gives in place of a field, as far as
// an answer echoes it.
func (p *MessageCreateParams) withExtra() *MessageCreateParams {
	whole := *p
	whole.To = cmp.Or(p.To, p.Extra.Get("To"))
	whole.From = cmp.Or(p.From, p.Extra.Get("From"))
	whole.MessagingServiceSID = cmp.Or(p.MessagingServiceSID, p.Extra.Get("MessagingServiceSid"))
	whole.Body = cmp.Or(p.Body, p.Extra.Get("Body"))
	whole.ContentSID = cmp.Or(p.ContentSID, p.Extra.Get("ContentSid"))
	whole.MediaURL = slices.Concat(p.MediaURL, p.Extra["MediaUrl"])
	return &whole
}

// traitsOf compares what a message echoes. No answer echoes a template or the
// address of a file; Twilio renders templates, and may change any body.
func (p *MessageCreateParams) traitsOf(m *Message) traits {
	t := readTraits(m.SID, m.DateCreated.Time, "SM", "MM")
	t.direction(string(m.Direction), string(MessageDirectionOutboundAPI),
		string(MessageDirectionInbound), string(MessageDirectionOutboundCall), string(MessageDirectionOutboundReply))
	t.compare("to", m.To, addressLikeness(m.To, p.To))
	p.compareSender(&t, m)
	t.how = min(t.how, p.contentLikeness(m))
	return t
}

// sender returns what a message is sent from: a number or a name, a Messaging
// Service, or both. Twilio takes a service's SID in From, too.
func (p *MessageCreateParams) sender() (from, service string) {
	from, service = p.From, strings.TrimSpace(p.MessagingServiceSID)
	if sid := readAddress(from).text; service == "" && isSID(strings.ToUpper(sid), "MG") {
		return "", sid
	}
	return from, service
}

func (p *MessageCreateParams) compareSender(t *traits, m *Message) {
	from, service := p.sender()
	t.how = min(t.how, serviceLikeness(strings.TrimSpace(m.MessagingServiceSID), service))
	switch {
	case service == "":
		t.compare("from", m.From, addressLikeness(m.From, from))
	case from == "" && m.From == "", addressLikeness(m.From, p.From) == alike:
		// nobody has chosen yet, or the choice is as it was asked for
	default:
		t.how = min(t.how, akin) // out of the service's pool, as far as one can tell
	}
}

// serviceLikeness compares Messaging Services. Twilio fills one in for a number that
// is in a pool.
func serviceLikeness(shown, sent string) likeness {
	switch {
	case strings.EqualFold(shown, sent):
		return alike
	case shown == "", sent == "":
		return akin
	}
	return unlike
}

// trialPrefix stands before every body that a trial account sends.
// https://www.twilio.com/docs/messaging/guides/how-to-use-your-free-trial-account
const trialPrefix = "Sent from your Twilio trial account - "

// contentLikeness compares bodies and the number of files. A body that is gone may
// have been redacted. A number of files that is null or odd reads as 0.
func (p *MessageCreateParams) contentLikeness(m *Message) likeness {
	template := p.ContentSID != ""
	switch {
	case m.NumMedia > 0 && int(m.NumMedia) != len(p.MediaURL) && !template:
		return similar
	case m.Body == p.Body, m.Body == trialPrefix+p.Body, template && p.Body == "":
		if m.NumMedia == 0 && len(p.MediaURL) > 0 && !template {
			return akin // the files were not counted yet, or the number cannot be read
		}
		return alike
	case m.Body == "":
		return akin
	}
	return similar
}

// listedTo returns the filter by which Twilio finds a message's recipient, "" when
// it may have written the address in another way than the caller.
func (p *MessageCreateParams) listedTo() string {
	if p.AddressRetention == AddressRetentionObfuscate || p.Extra.Has("AddressRetention") {
		return ""
	}
	return listedAs(p.To)
}

// withExtra returns the parameters with what Extra gives in place of a field, as far as
// an answer echoes it.
func (p *CallCreateParams) withExtra() *CallCreateParams {
	whole := *p
	whole.To = cmp.Or(p.To, p.Extra.Get("To"))
	whole.From = cmp.Or(p.From, p.Extra.Get("From"))
	whole.CallerID = cmp.Or(p.CallerID, p.Extra.Get("CallerId"))
	return &whole
}

// traitsOf compares what a call echoes, which is neither the URL nor the TwiML.
func (p *CallCreateParams) traitsOf(c *Call) traits {
	t := readTraits(c.SID, c.DateCreated.Time, "CA")
	t.direction(string(c.Direction), string(CallDirectionOutboundAPI), string(CallDirectionInbound), string(CallDirectionOutboundDial),
		string(CallDirectionTrunkingOriginating), string(CallDirectionTrunkingTerminating), string(CallDirectionOutboundConversation))
	t.compare("to", c.To, addressLikeness(c.To, p.To))
	from := addressLikeness(c.From, p.From)
	if p.CallerID != "" && addressLikeness(c.From, p.CallerID) != unlike {
		from = max(from, akin)
	}
	t.compare("from", c.From, from)
	return t
}
