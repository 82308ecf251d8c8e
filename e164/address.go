package e164

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Channel is the network by which Twilio reaches an address.
type Channel string

// The channels. All but SMS stand in front of the address, with a colon.
const (
	ChannelSMS       Channel = "sms" // no prefix: texts, and calls of numbers
	ChannelWhatsApp  Channel = "whatsapp"
	ChannelMessenger Channel = "messenger" // Facebook Messenger
	ChannelRCS       Channel = "rcs"
	ChannelClient    Channel = "client" // an app with Twilio's Voice SDK
	ChannelSIP       Channel = "sip"
	ChannelSIPS      Channel = "sips" // SIP over TLS
	ChannelSIM       Channel = "sim"  // a SIM of Twilio's
)

// Address is a sender or a recipient, as Twilio takes it in From and To. Either Number or
// ID is set.
type Address struct {
	Channel Channel
	Number  Number // of SMS, WhatsApp, and RCS users
	ID      string // the text after the prefix that is not a number: an identity, a SIP user@host, a WhatsApp user's ID; of SMS a short code or a sender's name
}

// Bounds of addresses that are not numbers.
const (
	maxAddress        = 1024 // bytes; SIP headers and parameters of a client may follow
	minShortCode      = 3
	maxShortCode      = 8
	certainShortCode  = 6 // digits, above which a national number is as likely
	maxSenderName     = 11
	senderPunctuation = " +-_&"
)

// String returns the address as Twilio takes it, "" for the zero Address.
func (a Address) String() string {
	address := string(a.Number) + a.ID
	if a.Channel == ChannelSMS || a.Channel == "" {
		return address
	}
	return string(a.Channel) + ":" + address
}

// IsShortCode says whether the address is a short code, such as 72345.
func (a Address) IsShortCode() bool { return a.Channel == ChannelSMS && isShortCode(a.ID) }

// IsSenderName says whether the address is an alphanumeric sender: it can send
// texts, and receive none.
func (a Address) IsSenderName() bool {
	return a.Channel == ChannelSMS && a.ID != "" && !isShortCode(a.ID)
}

// ParseAddress reads an address of any channel: whatsapp:, messenger:, rcs:,
// client:, sip:, sips: and sim: with their addresses, a number as [Parse] reads it, a
// short code of 3 to 8 digits, or the name of a sender of up to 11 characters with
// a letter.
//
// With a region, 7 and 8 digits that are a number there are that number; without
// one they are a short code. A WhatsApp address may also be the ID of a user who
// shows no number, whatsapp:US.1302015550123, and a Mexican number as WhatsApp
// writes it, with a 1 after +52.
//
// The error is an [*Error]. It matches [ErrWithheld] when the text stands for a caller who
// withholds the number, such as Anonymous and +266696687.
//
// Twilio docs: https://www.twilio.com/docs/messaging/channels
func ParseAddress(text, region string) (Address, error) {
	if len(text) > maxAddress {
		return Address{}, newError(ErrTooLong, text[:maxInput], "", "has more than 1024 bytes", "pass one address")
	}
	address := strings.TrimSpace(text)
	prefix, rest, found := strings.Cut(address, ":")
	if !found {
		return parsePlain(address, region)
	}
	channel := Channel(strings.ToLower(prefix))
	rest = strings.TrimSpace(rest)
	switch channel {
	case ChannelWhatsApp:
		if isWhatsAppID(rest) {
			return Address{Channel: channel, ID: rest}, nil
		}
		number, err := parseWhatsAppNumber(rest, region)
		return numbered(channel, number, err)
	case ChannelRCS:
		if strings.ContainsAny(rest, plusSigns) {
			number, err := Parse(rest, region)
			return numbered(channel, number, err)
		}
		return parseID(channel, text, rest, isName, "rcs: and the sender's ID, or a number with +")
	case ChannelMessenger:
		return parseID(channel, text, rest, isName, "messenger: and the ID of the page or the user")
	case ChannelClient:
		return parseID(channel, text, rest, isPrintable, "client: and the identity of a user")
	case ChannelSIP, ChannelSIPS:
		return parseID(channel, text, rest, isSIP, string(channel)+": and user@host")
	case ChannelSIM:
		return parseID(channel, text, rest, isName, "sim: and the SID of the SIM")
	}
	return Address{}, newError(ErrChannel, text, prefix[:min(len(prefix), maxInput)]+":", "has a prefix of no channel",
		"use whatsapp:, messenger:, rcs:, client: or sip:, or none for texts and calls")
}

// numbered makes the address of a number that has been read.
func numbered(channel Channel, number Number, err error) (Address, error) {
	if err != nil {
		return Address{}, err
	}
	return Address{Channel: channel, Number: number}, nil
}

func parseID(channel Channel, text, id string, valid func(string) bool, want string) (Address, error) {
	if !valid(id) {
		return Address{}, newError(ErrAddress, text, id, "is not an address of its channel", "write "+want)
	}
	return Address{Channel: channel, ID: id}, nil
}

// parsePlain reads an address without a prefix.
func parsePlain(text, region string) (Address, error) {
	if every(text, unicode.IsDigit) {
		text = inASCII(text)
	}
	if isShortCode(text) && len(text) <= certainShortCode {
		return parseShortCode(text, region)
	}
	number, err := Parse(text, region)
	switch {
	case err == nil || errors.Is(err, ErrUnknownRegion) || errors.Is(err, ErrWithheld):
		return numbered(ChannelSMS, number, err)
	case isShortCode(text):
		return Address{Channel: ChannelSMS, ID: text}, nil
	case !errors.Is(err, ErrLetters):
		return Address{}, err
	}
	return parseID(ChannelSMS, text, text, isSenderName,
		"a number, or the name of a sender: up to 11 letters, digits, spaces and + - _ & with a letter among them")
}

func parseShortCode(text, region string) (Address, error) {
	if _, err := knownRegion(text, region); err != nil {
		return Address{}, err
	}
	return Address{Channel: ChannelSMS, ID: text}, nil
}

func isShortCode(s string) bool {
	return len(s) >= minShortCode && len(s) <= maxShortCode && every(s, isASCIIDigit)
}

func isSenderName(s string) bool {
	return len(s) <= maxSenderName && strings.ContainsFunc(s, isASCIILetter) && every(s, func(r rune) bool {
		return isASCIILetter(r) || isASCIIDigit(r) || strings.ContainsRune(senderPunctuation, r)
	})
}

// isName accepts the IDs of pages, users and agents.
func isName(s string) bool {
	return s != "" && every(s, func(r rune) bool {
		return isASCIILetter(r) || isASCIIDigit(r) || strings.ContainsRune("._-", r)
	})
}

// isWhatsAppID accepts the ID of a user who shows no number: US.1302015550123, that
// is, a country of two letters, a dot, and the ID.
func isWhatsAppID(s string) bool {
	country, id, found := strings.Cut(s, ".")
	return found && len(country) == 2 && every(country, isASCIILetter) && isName(id)
}

func isPrintable(s string) bool {
	return s != "" && utf8.ValidString(s) && every(s, unicode.IsGraphic)
}

func isSIP(s string) bool {
	user, host, found := strings.Cut(s, "@")
	return found && user != "" && host != "" && isPrintable(s) && !strings.ContainsFunc(s, unicode.IsSpace)
}

func isASCIIDigit(r rune) bool { return '0' <= r && r <= '9' }

func isASCIILetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

func every(s string, accept func(rune) bool) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !accept(r) })
}
