package twilio

import (
	"strings"

	"github.com/seed15d99369/twilio/internal/form"
)

const (
	whatsAppPrefix  = "whatsapp:"
	whatsAppChannel = "whatsapp"
	servicePrefix   = "MG" // of the SID of a Messaging Service
)

// channelOf returns what stands before the colon of a channel's address, in small
// letters. It is "" for numbers, short codes and names, which are SMS.
func channelOf(address string) string {
	scheme, _, _ := form.CutScheme(address)
	return strings.ToLower(scheme)
}

// isService reports that an address is the SID of a Messaging Service.
func isService(address string) bool { return form.IsSID(address, servicePrefix) }

// whatsAppAddress adds the channel's prefix to a number or a user's ID. An address
// that has a prefix keeps it, and an SID gets none. The IDs of users from Madagascar
// begin like a service's SID: MG.1302015550123.
func whatsAppAddress(address string) string {
	scheme, rest, found := strings.Cut(address, ":")
	switch {
	case found && strings.EqualFold(scheme, whatsAppChannel):
		return whatsAppPrefix + rest
	case found, address == "", strings.HasPrefix(address, servicePrefix) && !strings.HasPrefix(address, servicePrefix+"."), form.IsSID(address, ""):
		return address
	}
	return whatsAppPrefix + address
}
