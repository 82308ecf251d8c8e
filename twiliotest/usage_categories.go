package twiliotest

import "strings"

// usageCategory is a category of usage that the simulator has.
// https://www.twilio.com/docs/usage/api/usage-record#usage-categories
type usageCategory struct {
	name        string
	parent      string // whose total the category is a part of, "" for none
	description string
	countUnit   string
	usageUnit   string
}

const totalPrice = "totalprice"

// usageCategories returns all categories that the simulator has, in the order in which the
// API lists them.
func usageCategories() []usageCategory {
	const messages, segments, calls, minutes, numbers = "messages", "segments", "calls", "minutes", "numbers"
	return []usageCategory{
		{"authy-calls-outbound", "", "Verification Calls", calls, minutes},
		{"authy-sms-outbound", "", "Verification Messages", messages, segments},
		{"calls", totalPrice, "Voice Minutes", calls, minutes},
		{"calls-client", totalPrice, "Client Voice Minutes", calls, minutes},
		{"calls-globalconference", totalPrice, "Conference Minutes", "participants", minutes},
		{"calls-inbound", "calls", "Inbound Voice Minutes", calls, minutes},
		{"calls-inbound-local", "calls-inbound", "Inbound Local Voice Minutes", calls, minutes},
		{"calls-inbound-tollfree", "calls-inbound", "Inbound Toll-Free Voice Minutes", calls, minutes},
		{"calls-outbound", "calls", "Outbound Voice Minutes", calls, minutes},
		{"calls-recordings", "recordings", "Call Recordings", "recordings", minutes},
		{"calls-sip", totalPrice, "SIP Minutes", calls, minutes},
		{"calls-sip-outbound", "calls-sip", "Outbound SIP Minutes", calls, minutes},
		{"channels", totalPrice, "Channels", messages, messages},
		{"channels-messaging-inbound", "channels", "Inbound Channel Messages", messages, messages},
		{"channels-messaging-outbound", "channels", "Outbound Channel Messages", messages, messages},
		{"mms", totalPrice, "MMS", messages, messages},
		{"mms-inbound", "mms", "Inbound MMS", messages, messages},
		{"mms-inbound-longcode", "mms-inbound", "Inbound Long Code MMS", messages, messages},
		{"mms-inbound-shortcode", "mms-inbound", "Inbound Short Code MMS", messages, messages},
		{"mms-outbound", "mms", "Outbound MMS", messages, messages},
		{"mms-outbound-longcode", "mms-outbound", "Outbound Long Code MMS", messages, messages},
		{"mms-outbound-shortcode", "mms-outbound", "Outbound Short Code MMS", messages, messages},
		{"phonenumbers", totalPrice, "Phone Numbers", numbers, numbers},
		{"phonenumbers-local", "phonenumbers", "Local Phone Numbers", numbers, numbers},
		{"phonenumbers-mobile", "phonenumbers", "Mobile Phone Numbers", numbers, numbers},
		{"phonenumbers-tollfree", "phonenumbers", "Toll-Free Phone Numbers", numbers, numbers},
		{"recordings", totalPrice, "Recordings", "recordings", minutes},
		{"sms", totalPrice, "SMS", messages, segments},
		{"sms-inbound", "sms", "Inbound SMS", messages, segments},
		{"sms-inbound-longcode", "sms-inbound", "Inbound Long Code SMS", messages, segments},
		{"sms-inbound-shortcode", "sms-inbound", "Inbound Short Code SMS", messages, segments},
		{"sms-outbound", "sms", "Outbound SMS", messages, segments},
		{"sms-outbound-longcode", "sms-outbound", "Outbound Long Code SMS", messages, segments},
		{"sms-outbound-shortcode", "sms-outbound", "Outbound Short Code SMS", messages, segments},
		{"transcriptions", totalPrice, "Transcriptions", "transcriptions", minutes},
		{totalPrice, "", "Total Price", "", ""},
	}
}

// categoryNamed returns a category of the simulator.
func categoryNamed(name string) (usageCategory, bool) {
	for _, c := range usageCategories() {
		if c.name == name {
			return c, true
		}
	}
	return usageCategory{}, false
}

// isIn says whether a charge counts in a category.
func (c *charge) isIn(category string) bool {
	switch category {
	case "authy-sms-outbound":
		return c.verify && strings.HasPrefix(c.category, "sms-")
	case "authy-calls-outbound":
		return c.verify && c.category == "calls-outbound"
	case totalPrice:
		return true
	}
	for name := c.category; name != ""; {
		if name == category {
			return true
		}
		found, _ := categoryNamed(name)
		name = found.parent
	}
	return false
}
