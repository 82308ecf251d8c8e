package twiliotest

import (
	"net/url"
	"regexp"
	"time"

	"github.com/seed15d99369/twilio"
)

// Codes of links.
// https://www.twilio.com/docs/api/errors/30102
const (
	certificateExpired  = 30102
	linkFellBack        = 30104
	linkNotFound        = 30105
	domainNotSetUp      = 30106
	certificateNotThere = 30107
)

// linkLasts is how long a short link leads to its address.
// https://www.twilio.com/docs/api/errors/30104
const linkLasts = 90 * 24 * time.Hour

// linkCode is how many characters a short link has after the domain.
// https://www.twilio.com/docs/messaging/features/link-shortening
const linkCode = 10

// shortLink is what one short link of a message stands for.
type shortLink struct {
	to      string
	message *message
	made    time.Time
}

// aLink is a link in the text of a message.
var aLink = regexp.MustCompile(`https?://[^\s<>"]*[^\s<>".,;:!?)]`)

// shortenLinks puts short links in the place of those in a message's text. A message of a
// service that cannot do so fails, unless its domain is configured to send the long ones.
func (s *Sim) shortenLinks(m *message, v *messagingService) {
	code := v.domain.whyNotShort(s.Clock.Now())
	if code != 0 {
		if v.domain == nil || !v.domain.continueOnFailure {
			m.fate = fate{WhileSending, code}
		}
		return
	}
	if s.messaging.links == nil {
		s.messaging.links = map[string]*shortLink{}
	}
	scheme := "https://"
	if v.domain.disableHTTPS {
		scheme = ""
	}
	count := 0
	m.Body = aLink.ReplaceAllStringFunc(m.Body, func(long string) string {
		count++
		short := v.domain.name + "/" + s.digest("link"+m.SID, count)[:linkCode]
		s.messaging.links[short] = &shortLink{to: long, message: m, made: m.Created}
		return scheme + short
	})
}

// whyNotShort is the code of messages whose links a domain cannot shorten, 0 if it can.
func (d *linkDomain) whyNotShort(now time.Time) twilio.ErrorCode {
	switch {
	case d == nil:
		return domainNotSetUp
	case d.certificate == "":
		return certificateNotThere
	case !d.hasCertificate(now):
		return certificateExpired
	}
	return 0
}

// OpenLink opens a short link on the phone and returns the address to which it leads. The
// callback address of the domain is told of the click. A link that is older than 90 days, or
// that is none of Twilio's, leads to the fallback address of the domain, with a warning;
// without one it leads nowhere, and "" comes back.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (p *Phone) OpenLink(link string) (address string) {
	s := p.sim
	if s.t != nil {
		s.t.Helper()
	}
	d, found := s.linkAt(link)
	switch {
	case d == nil:
		s.fatalf("twiliotest: OpenLink(%q): its host is no domain of sim.LinkDomain", link)
		return ""
	case found == nil:
		return s.openOther(d)
	}
	s.tellClick(d, found)
	return found.to
}

// linkAt returns the domain of an address and the short link at it, nil for none.
func (s *Sim) linkAt(address string) (*linkDomain, *shortLink) {
	u, err := url.Parse(address)
	if err == nil && u.Host == "" {
		u, err = url.Parse("https://" + address)
	}
	if err != nil {
		return nil, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.domainOf(u.Host)
	if d == nil {
		return nil, nil
	}
	found := s.messaging.links[d.name+u.Path]
	if found != nil && s.Clock.Now().Sub(found.made) > linkLasts {
		found = nil
	}
	return d, found
}

// openOther opens a link that is not known, any more or at all.
func (s *Sim) openOther(d *linkDomain) string {
	s.mu.Lock()
	fallback := d.fallbackURL
	s.mu.Unlock()
	if fallback == "" {
		s.alert(linkNotFound, "https://"+d.name, "the short link is not known, and the domain has no FallbackUrl")
		return ""
	}
	s.alert(linkFellBack, "https://"+d.name, "the short link is not known and leads to the FallbackUrl of the domain")
	return fallback
}

// tellClick tells the application of a click, and of the long link, if the domain has a
// callback address.
// https://www.twilio.com/docs/messaging/features/link-shortening#click-tracking
func (s *Sim) tellClick(d *linkDomain, opened *shortLink) {
	s.mu.Lock()
	m, h := opened.message, &hook{url: d.callbackURL, status: true}
	form := url.Values{
		"event_type": {"click"}, "account_sid": {m.account}, "sms_sid": {m.SID}, "messaging_service_sid": {m.MessagingServiceSID},
		"from": {m.From}, "to": {m.To}, "link": {opened.to}, "click_time": {s.Clock.Now().UTC().Format(time.RFC3339)}, "user_agent": {"twiliotest"},
	}
	s.mu.Unlock()
	if h.url != "" {
		_, _ = s.judge(s.call(h, form))
	}
}
