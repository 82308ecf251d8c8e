package twiliotest

import (
	"cmp"
	"net/url"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// detection is how a call listens for a machine at its other end.
// https://www.twilio.com/docs/voice/answering-machine-detection
type detection struct {
	mode     string        // "" for none
	async    bool          // the call goes on meanwhile
	longest  time.Duration // 0 for the usual one
	callback hook          // hears of the outcome of an asynchronous one
	took     time.Duration // 0 until there is an outcome
}

// How long a call is listened to. The greeting of a machine and the time of a detection are
// ours; Twilio names the longest.
// https://www.twilio.com/docs/voice/answering-machine-detection#optional-api-tuning-parameters
const (
	detectionTakes   = 2500 * time.Millisecond
	greetingTakes    = 8 * time.Second
	longestDetection = 30 * time.Second
)

// machineGreeting is what an answering machine says.
const machineGreeting = "Please leave a message after the tone."

// detectionOf reads the parameters of a request. Those of a participant have other names,
// and its callback is what makes the detection asynchronous.
func detectionOf(form url.Values) detection {
	participant := form.Get("AmdStatusCallback")
	return detection{
		mode: form.Get("MachineDetection"), async: isTrue(form.Get("AsyncAmd")) || participant != "", longest: seconds(atoi(form.Get("MachineDetectionTimeout"), 0)),
		callback: hook{
			url: cmp.Or(form.Get("AsyncAmdStatusCallback"), participant), method: cmp.Or(form.Get("AsyncAmdStatusCallbackMethod"), form.Get("AmdStatusCallbackMethod")),
			voice: true, status: true,
		},
	}
}

// detectionOf reads the attributes of a noun.
func (r *runner) detectionOf(mode twiml.MachineDetection, timeout int, callback string, method twiml.Method) detection {
	d := detection{mode: string(mode), async: callback != "", longest: seconds(timeout)}
	if callback != "" {
		d.callback = hook{url: r.address(callback), method: string(method), voice: true, status: true}
	}
	return d
}

// detect lets a machine speak its greeting, and listens for one if the call is to. It
// returns how long the call waits for the outcome.
func (s *Sim) detect(c *call) (waits time.Duration) {
	if isMachine(s.answererOf(c)) {
		c.hears(Line{Kind: LineSpoke, Text: machineGreeting, Lasts: greetingTakes})
	}
	if c.machines.mode == "" {
		return 0
	}
	by, takes := s.outcomeOf(c)
	s.Clock.after(takes, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if c.Status.Final() || s.closed {
			return
		}
		c.AnsweredBy, c.machines.took, c.updated = by, takes, s.Clock.Now()
		s.tellDetection(c)
		s.notify()
	})
	if c.machines.async {
		return 0
	}
	return takes
}

// answererOf is who takes a call.
func (s *Sim) answererOf(c *call) twilio.AnsweredBy {
	if phone := s.phones[c.To]; phone != nil && phone.answeredBy != "" {
		return phone.answeredBy
	}
	return twilio.AnsweredByHuman
}

func isMachine(by twilio.AnsweredBy) bool {
	switch by {
	case twilio.AnsweredByMachineStart, twilio.AnsweredByMachineEndBeep, twilio.AnsweredByMachineEndSilence, twilio.AnsweredByMachineEndOther:
		return true
	}
	return false
}

// outcomeOf is what a detection finds, and how long it takes. DetectMessageEnd waits for the
// end of a greeting, and Enable does not.
func (s *Sim) outcomeOf(c *call) (by twilio.AnsweredBy, takes time.Duration) {
	by, takes = s.answererOf(c), detectionTakes
	switch waits := c.machines.mode == string(twilio.MachineDetectionDetectMessageEnd); {
	case !isMachine(by):
	case !waits:
		by = twilio.AnsweredByMachineStart
	case by == twilio.AnsweredByMachineStart:
		by, takes = twilio.AnsweredByMachineEndBeep, greetingTakes
	default:
		takes = greetingTakes
	}
	if longest := cmp.Or(c.machines.longest, longestDetection); takes > longest {
		return twilio.AnsweredByUnknown, longest
	}
	return by, takes
}

// tellDetection sends the outcome of an asynchronous detection, which has no other
// parameters.
// https://www.twilio.com/docs/voice/answering-machine-detection
func (s *Sim) tellDetection(c *call) {
	if !c.machines.async || c.machines.callback.url == "" {
		return
	}
	form := url.Values{
		"CallSid": {c.SID}, "AccountSid": {c.account}, "AnsweredBy": {string(c.AnsweredBy)}, "MachineDetectionDuration": {c.machines.milliseconds()},
	}
	h := c.machines.callback
	s.later(func() { _, _ = s.judge(s.call(&h, form)) })
}

func (d *detection) milliseconds() string { return strconv.FormatInt(d.took.Milliseconds(), 10) }
