package twiliotest

import (
	"net/url"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// referNeedsSIP is the code of a Refer on a call that is not one of SIP.
// https://www.twilio.com/docs/api/errors/13801
const referNeedsSIP = 13801

// referring is a Refer that waits for what the device of the person says of the new call.
type referring struct {
	*runner

	v twiml.Refer
}

// refer asks the SIP device of the person to call another address, and waits until that is
// answered or not. The phone at that address decides: see [Phone.Busy].
// https://www.twilio.com/docs/voice/twiml/refer
func (r *runner) refer(v twiml.Refer) (through bool) {
	if !strings.HasPrefix(r.call.Person(), "sip:") {
		r.alert(referNeedsSIP, "<Refer> works on calls of SIP alone, and %s is none", r.call.Person())
		return true
	}
	f := &referring{runner: r, v: v}
	r.begin(&activity{stop: f.stopped})
	status, code, takes := r.sim.referred(referTarget(v.SIP))
	r.after(takes, func() { f.finish(status, code) })
	return false
}

// referTarget is an address without the headers that go with it.
func referTarget(address string) string {
	address, _, _ = strings.Cut(strings.TrimSpace(address), "?")
	return address
}

// referred is how the new call ends or begins: its status, the SIP code that the device
// reports, and how long that takes.
func (s *Sim) referred(to string) (status twilio.CallStatus, code string, takes time.Duration) {
	phone := s.phones[to]
	if phone == nil {
		return twilio.CallStatusInProgress, "200", ringsFor
	}
	switch phone.habit {
	case habitBusy:
		return twilio.CallStatusBusy, "486", ringsFor
	case habitNoAnswer:
		return twilio.CallStatusNoAnswer, "480", defaultRing
	case habitFailed:
		return twilio.CallStatusFailed, "404", 0
	case habitAnswer:
	}
	return twilio.CallStatusInProgress, "200", ringsFor
}

// finish goes on with the action, or with the next verb. The device that has been
// transferred hangs up by itself.
func (f *referring) finish(status twilio.CallStatus, code string) {
	f.clear()
	if f.v.Action == "" || f.goTo(f.v.Action, string(f.v.Method), referForm(status, code)) {
		f.step()
	}
}

// stopped tells the action of a person who hangs up before the new call is there.
func (f *referring) stopped(why ending) {
	if why == byHangup && f.v.Action != "" {
		f.report(f.v.Action, string(f.v.Method), referForm(twilio.CallStatusCanceled, "180"))
	}
}

// referForm returns the parameters of the action. The device accepts each request, which is
// the code 202.
// https://www.twilio.com/docs/voice/twiml/refer#action
func referForm(status twilio.CallStatus, code string) url.Values {
	return url.Values{"ReferCallStatus": {string(status)}, "ReferSipResponseCode": {"202"}, "NotifySipResponseCode": {code}}
}
