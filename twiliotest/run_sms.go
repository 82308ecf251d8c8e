package twiliotest

import (
	"cmp"
	"net/url"

	"github.com/seed15d99369/twilio/twiml"
)

// formOfText is the message that the verb Sms sends: to the caller, unless it says
// otherwise.
func formOfText(r *runner, v twiml.SMS) url.Values { //nolint:staticcheck // documents still hold it
	form := url.Values{"To": {cmp.Or(v.To, r.call.Person())}, "From": {cmp.Or(v.From, r.call.own())}, "Body": {v.Body}}
	if v.StatusCallback != "" {
		form.Set("StatusCallback", r.address(v.StatusCallback))
	}
	return form
}
