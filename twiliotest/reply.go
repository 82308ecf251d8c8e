package twiliotest

import (
	"cmp"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// How much one message from a phone may cause.
// https://www.twilio.com/docs/api/errors/14106, https://www.twilio.com/docs/api/errors/14109
const (
	maxDocuments   = 50
	maxReplies     = 10
	tooManyReplies = 14109
	unusableBody   = 14103
	verbOfCalls    = 14110
)

// replySession is all that follows from one message.
type replySession struct {
	sim       *Sim
	in        *message
	account   string
	form      url.Values
	documents int
	replies   int
}

// run asks for instructions and carries them out. It returns the first answer.
func (r *replySession) run(h *hook) (first *Callback) {
	cookies := r.sim.conversationCookies(r.in.From, r.in.To)
	for h != nil {
		asked := *h
		asked.cookies, h = cookies, &asked
		if r.documents++; r.documents > maxDocuments {
			r.sim.alert(14106, h.url, "more than %d documents were asked for", maxDocuments)
			return first
		}
		in, answer := r.sim.ask(h, r.form)
		if first == nil {
			first = answer
		}
		h = r.carryOut(in, h.fallback)
	}
	return first
}

// carryOut sends the replies of a document, and returns where it leads on; the
// number's fallback stays the same.
func (r *replySession) carryOut(in instructions, fallback *hook) (next *hook) {
	if in.doc == nil {
		return nil
	}
	for _, verb := range in.doc.Verbs {
		switch v := verb.(type) {
		case twiml.Message:
			r.reply(&v, in.at)
		case twiml.Redirect:
			return &hook{url: resolve(in.at, v.URL), method: string(v.Method), fallback: fallback}
		case twiml.Raw: // the alert is there already
		default:
			r.sim.alert(verbOfCalls, in.at.String(), "a verb of calls cannot answer a message")
		}
	}
	return nil
}

// reply creates a message as its verb says.
func (r *replySession) reply(v *twiml.Message, at *url.URL) {
	if r.replies++; r.replies > maxReplies {
		r.sim.alert(tooManyReplies, at.String(), "more than %d replies to one message", maxReplies)
		return
	}
	form := url.Values{"To": {cmp.Or(v.To, r.in.From)}, "From": {cmp.Or(v.From, r.in.To)}}
	body, public := []string{v.Body}, *at
	public.User = nil // which is between Twilio and the application
	for _, child := range v.Children {
		switch c := child.(type) {
		case twiml.Body:
			body = append(body, c.Text)
		case twiml.Media:
			form.Add("MediaUrl", resolve(&public, strings.TrimSpace(c.URL)))
		}
	}
	form.Set("Body", strings.TrimSpace(strings.Join(body, "")))
	if callback := cmp.Or(v.StatusCallback, v.Action); callback != "" {
		form.Set("StatusCallback", resolve(at, callback))
	}
	if problem := r.create(form); problem != nil {
		r.sim.alert(replyCode(problem.code), at.String(), "the reply is refused: %s", problem.message)
	}
}

func (r *replySession) create(form url.Values) *apiError {
	r.sim.mu.Lock()
	defer r.sim.mu.Unlock()
	_, problem := r.sim.createMessage(&request{account: r.account, form: form})
	if problem == nil {
		r.sim.messages[len(r.sim.messages)-1].Direction = twilio.MessageDirectionOutboundReply
	}
	return problem
}

// replyCode is the one under which the debugger shows why a reply is refused.
// https://www.twilio.com/docs/api/errors
func replyCode(code twilio.ErrorCode) twilio.ErrorCode {
	switch code {
	case 21211:
		return 14101
	case 21212, 21606, twilio.CodeChannelSenderNotFound:
		return 14102
	case 21617, 21619:
		return unusableBody
	}
	return code
}

// resolve finds an address from where it stands.
func resolve(at *url.URL, address string) string {
	u, err := at.Parse(address)
	if err != nil {
		return address
	}
	return u.String()
}

// conversation keeps the cookies of an application for two who text each other.
type conversation struct {
	cookies *cookiejar.Jar
	until   time.Time
}

// cookiesLast is how long the cookies of a conversation are kept.
// https://www.twilio.com/docs/messaging/twiml#twilio-is-a-well-behaved-http-client
const cookiesLast = 4 * time.Hour

// conversationCookies are those of a phone and a number.
func (s *Sim) conversationCookies(from, to string) *cookiejar.Jar {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, pair := s.Clock.Now(), from+" "+to
	kept := s.conversations[pair]
	if kept == nil || now.After(kept.until) {
		jar, _ := cookiejar.New(nil) // it cannot fail without options
		kept = &conversation{cookies: jar}
		s.conversations[pair] = kept
	}
	kept.until = now.Add(cookiesLast)
	return kept.cookies
}
