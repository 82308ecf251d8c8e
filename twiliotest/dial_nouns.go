package twiliotest

import (
	"strings"

	"github.com/seed15d99369/twilio/twiml"
)

// legsOf returns whom a Dial calls, in the order of its nouns.
func (r *runner) legsOf(v twiml.Dial) []legOrder {
	var legs []legOrder
	if number := strings.TrimSpace(v.Number); number != "" {
		legs = append(legs, legOrder{to: number, events: callEvents(nil)})
	}
	for _, child := range v.Children {
		if leg, ok := r.legOf(child); ok {
			legs = append(legs, leg)
		}
	}
	return legs
}

// legOf reads one noun.
func (r *runner) legOf(child twiml.DialChild) (leg legOrder, ok bool) {
	switch n := child.(type) {
	case twiml.Number:
		leg = r.leg(n.PhoneNumber, n.URL, n.Method, n.StatusCallback, n.StatusCallbackMethod, n.StatusCallbackEvent)
		leg.digits = n.SendDigits
		leg.machines = r.detectionOf(n.MachineDetection, n.MachineDetectionTimeout, n.AMDStatusCallback, n.AMDStatusCallbackMethod)
	case twiml.Client:
		leg = r.leg(clientOf(n), n.URL, n.Method, n.StatusCallback, n.StatusCallbackMethod, n.StatusCallbackEvent)
	case twiml.Sip:
		leg = r.leg(sipOf(n), n.URL, n.Method, n.StatusCallback, n.StatusCallbackMethod, n.StatusCallbackEvent)
		leg.machines = r.detectionOf(n.MachineDetection, n.MachineDetectionTimeout, n.AMDStatusCallback, n.AMDStatusCallbackMethod)
	case twiml.WhatsApp:
		leg = r.leg(whatsAppPrefix+bare(strings.TrimSpace(n.PhoneNumber)), n.URL, n.Method, n.StatusCallback, n.StatusCallbackMethod, n.StatusCallbackEvent)
	case twiml.Sim:
		leg = r.leg("sim:"+strings.TrimSpace(n.SID), "", "", "", "", nil)
	case twiml.Application:
		return r.applicationLeg(n)
	default:
		return leg, false
	}
	return leg, true
}

// leg is an order with the attributes that the nouns have in common.
func (r *runner) leg(to, document string, method twiml.Method, callback string, callbackMethod twiml.Method, events []twiml.CallEvent) legOrder {
	order := legOrder{to: strings.TrimSpace(to), events: callEvents(nil)}
	if document != "" {
		order.whisper = hook{url: r.address(document), method: string(method), voice: true}
	}
	if callback != "" {
		order.callback = hook{url: r.address(callback), method: string(callbackMethod), voice: true, status: true}
	}
	if len(events) > 0 {
		order.events = nil
	}
	for _, event := range events {
		order.events = append(order.events, string(event))
	}
	return order
}

// clientOf is the address of a client.
func clientOf(n twiml.Client) string {
	identity := n.Identity
	for _, child := range n.Children {
		if named, ok := child.(twiml.Identity); ok && identity == "" {
			identity = named.Identity
		}
	}
	return "client:" + strings.TrimSpace(identity)
}

// sipOf is the address of a SIP noun, of which its parameters are not a part.
func sipOf(n twiml.Sip) string {
	address := strings.TrimSpace(n.URI)
	for _, child := range n.Children {
		if u, ok := child.(twiml.URI); ok && address == "" {
			address = strings.TrimSpace(u.URI)
		}
	}
	address, _, _ = strings.Cut(address, "?")
	return address
}
