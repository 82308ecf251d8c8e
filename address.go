// Beside the road: the root's access to the rules of addresses, which package address
// has. Parameters, WhatsApp and reconciliations all ask here.

package twilio

import (
	"strings"

	"github.com/seed15d99369/twilio/internal/address"
	"github.com/seed15d99369/twilio/internal/sid"
)

const (
	whatsAppChannel = address.WhatsApp
	servicePrefix   = "MG" // of the SID of a Messaging Service
)

// channelOf returns the channel of an address, in small letters. It is "" for numbers,
// short codes and names, which are SMS.
func channelOf(s string) string { return address.Channel(s) }

// isService reports that an address is the SID of a Messaging Service.
func isService(s string) bool { return isSID(s, servicePrefix) }

// whatsAppAddress adds the channel's prefix to a number or a user's ID. An address
// that has a prefix keeps it, and an SID gets none. The IDs of users from Madagascar
// begin like a service's SID: MG.1302015550123.
func whatsAppAddress(s string) string {
	if strings.HasPrefix(s, servicePrefix) && !strings.HasPrefix(s, servicePrefix+".") || sid.IsInAnyCase(s) {
		return s
	}
	return address.ForWhatsApp(s)
}

// canonicalAddress returns an address that Twilio writes as it stands here, by which a
// list can be filtered, and "" for an address that Twilio may have rewritten.
func canonicalAddress(s string) string {
	if address.IsCanonical(s) {
		return s
	}
	return ""
}

// MatchAddress compares the address that Twilio shows with the one that was sent. It
// returns [MatchExact] when both are the same address, whatever their separators and
// letters are, [MatchPartial] when one of them has lost a part, as an obfuscated number
// has, and [MatchNone] for two addresses. Addresses of two channels never match.
//
// Twilio docs: https://www.twilio.com/docs/messaging/channels
func MatchAddress(shown, sent string) Match {
	switch address.Compare(shown, sent) {
	case address.Exact:
		return MatchExact
	case address.Partial:
		return MatchPartial
	default:
		return MatchNone
	}
}
