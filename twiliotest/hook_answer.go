package twiliotest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// instructions are the TwiML of an answer, with the address that relative addresses in it
// start from.
type instructions struct {
	doc   *twiml.Response // nil for none
	twiml string          // as it was written, or the document that replaces an answer that is not TwiML
	at    *url.URL        // where it stands
}

// ask requests instructions of the application, from the fallback when the hook
// fails or its answer cannot be read. It returns the last answer, too.
func (s *Sim) ask(h *hook, form url.Values) (in instructions, answer *Callback) {
	cookies := h.cookies
	for ; h != nil && h.url != ""; h = h.fallback {
		asked := *h
		asked.cookies = cookies
		answer = s.call(&asked, form)
		in, code := s.judge(answer)
		if in.doc != nil {
			return in, answer
		}
		form = maps.Clone(form)
		form.Set("ErrorCode", strconv.Itoa(int(code)))
		form.Set("ErrorUrl", shown(h.url))
	}
	return instructions{}, answer
}

// judge notes the problems of an answer. It returns its instructions, or the code of the
// problem for which they cannot run.
func (s *Sim) judge(c *Callback) (instructions, twilio.ErrorCode) {
	code, problem := c.unusable()
	switch {
	case code != 0:
		s.alertAbout(aboutRequest(c), code, c.hook.url, "%s", problem)
		return instructions{}, code
	case c.hook.status:
		return instructions{}, 0
	}
	return s.understand(c)
}

// understand returns the instructions in an answer. A call can also be answered with
// sound, and with words that are not TwiML.
// https://www.twilio.com/docs/voice/twiml#twiml-response-requirements
func (s *Sim) understand(c *Callback) (instructions, twilio.ErrorCode) {
	in := instructions{twiml: c.Body, at: c.at}
	media := c.media()
	switch {
	case strings.TrimSpace(c.Body) == "":
		in.doc = &twiml.Response{}
		return in, 0
	case isAudio(media):
		in.doc = twiml.Voice(twiml.Play{URL: c.URL})
	case media == "text/plain" && !isTwiML(c.Body):
		in.doc = twiml.Voice(twiml.Say{Text: strings.TrimSpace(c.Body)})
	default:
		var code twilio.ErrorCode
		in.doc, code = s.checkTwiML(aboutRequest(c), c.Body, c.URL, false)
		return in, code
	}
	in.twiml = in.doc.String()
	return in, 0
}

func isTwiML(text string) bool {
	_, _, err := twiml.ParseLenient(text)
	return err == nil
}

// checkTwiML reads TwiML, and notes the problems that Twilio would log. It returns the part
// that can run all the same, or nil and the code of the problem for which none can.
func (s *Sim) checkTwiML(about subject, text, address string, inline bool) (*twiml.Response, twilio.ErrorCode) {
	problems := twiml.Check(text)
	if inline {
		problems = twiml.CheckInline(text)
	}
	for _, p := range problems {
		switch p.Code {
		case 0: // Twilio would not complain
		case tooManyReplies, unusableBody, verbOfCalls: // replies are judged as they are sent
		default:
			s.alertAbout(about, twilio.ErrorCode(p.Code), address, "%s", p.String())
		}
	}
	doc, _, err := twiml.ParseLenient(text)
	var unreadable *twiml.ParseError
	if errors.As(err, &unreadable) {
		return nil, twilio.ErrorCode(unreadable.Problems[0].Code)
	}
	return doc, 0
}

// unusable returns why an answer is none, with Twilio's code; 0 for one that is.
// https://www.twilio.com/docs/api/errors
func (c *Callback) unusable() (twilio.ErrorCode, string) {
	switch {
	case c.Err != nil:
		return failureCode(c.Err), c.Err.Error()
	case len(c.Body) > maxHookAnswer && !c.isSound():
		return 11750, "the answer is larger than 64 kB"
	case c.Status >= http.StatusMultipleChoices && c.Status < http.StatusBadRequest:
		return 11216, fmt.Sprintf("the answer has status %d, and leads nowhere: Twilio follows 301, 302, 303 and 307, with a Location", c.Status)
	case (c.Status < http.StatusOK || c.Status >= http.StatusBadRequest) && c.hook.failure != 0:
		return c.hook.failure, fmt.Sprintf("the answer to a status callback has status %d", c.Status)
	case (c.Status < http.StatusOK || c.Status >= http.StatusBadRequest) && c.hook.status && c.hook.voice:
		return twilio.CodeCallProgressCallbackFailed, fmt.Sprintf("the answer to a status callback has status %d", c.Status)
	case c.Status < http.StatusOK || c.Status >= http.StatusBadRequest:
		return 11217, fmt.Sprintf("the answer has status %d", c.Status)
	case c.hook.status, strings.TrimSpace(c.Body) == "", c.holdsInstructions():
		return 0, ""
	}
	return 12300, fmt.Sprintf("the answer is %s, not text/xml", c.Type)
}

// failureCode is the one of a webhook that got no answer.
// https://www.twilio.com/docs/api/errors/11205
func failureCode(err error) twilio.ErrorCode {
	var wrongName x509.HostnameError
	var invalid x509.CertificateInvalidError
	var untrusted *tls.CertificateVerificationError
	var noTLS tls.RecordHeaderError
	var refused tls.AlertError
	switch {
	case errors.Is(err, errTooManyRedirects):
		return 11215
	case errors.Is(err, syscall.ECONNREFUSED):
		return 11202
	case errors.As(err, &wrongName):
		return 11235
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return 11236
	case errors.As(err, &untrusted):
		return 11237
	case errors.As(err, &noTLS), errors.As(err, &refused):
		return 11220
	}
	return 11205
}

// holdsInstructions says that the type of an answer is one that Twilio reads.
func (c *Callback) holdsInstructions() bool {
	switch c.media() {
	case "text/xml", "application/xml", "text/html", "":
		return true
	case "text/plain":
		return c.hook.voice
	}
	return c.isSound()
}

// isSound says whether the answer to a call is a sound to play.
func (c *Callback) isSound() bool { return c.hook.voice && isAudio(c.media()) }

func isAudio(media string) bool { return strings.HasPrefix(media, "audio/") }

func (c *Callback) media() string {
	media, _, _ := mime.ParseMediaType(c.Type)
	return media
}
