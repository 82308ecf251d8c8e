package numbers

import "strings"

// Capabilities say which traffic a number takes. A number without SMS can be called, and
// refuses texts.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
type Capabilities struct {
	Fax   bool `json:"fax"`
	MMS   bool `json:"mms"`
	SMS   bool `json:"sms"`
	Voice bool `json:"voice"`
}

// String lists the capabilities: "voice, SMS, MMS". It is "none" when there are none.
func (c Capabilities) String() string {
	var has []string
	for _, capability := range [...]struct {
		has  bool
		name string
	}{{c.Voice, "voice"}, {c.SMS, "SMS"}, {c.MMS, "MMS"}, {c.Fax, "fax"}} {
		if capability.has {
			has = append(has, capability.name)
		}
	}
	if has == nil {
		return "none"
	}
	return strings.Join(has, ", ")
}

// AddressRequirement says which [Address] the owner of a number has to have.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource
type AddressRequirement string

// The values of AddressRequirement.
const (
	AddressNone    AddressRequirement = "none"
	AddressAny     AddressRequirement = "any"     // anywhere in the world
	AddressLocal   AddressRequirement = "local"   // in the country of the number
	AddressForeign AddressRequirement = "foreign" // outside of the country of the number
)

// Required reports that the number cannot be bought without an address. An answer that
// says nothing requires none.
func (r AddressRequirement) Required() bool { return r != "" && r != AddressNone }
