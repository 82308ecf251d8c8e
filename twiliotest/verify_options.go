package twiliotest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// VerifyOption changes the simulator's Verify; see [Verify].
type VerifyOption func(*verifyRules) error

// verifyRules are the settings that the options of Verify ask for.
type verifyRules struct {
	life      time.Duration // of a code, 0 for the ordinary one
	fraud     []string      // prefixes
	countries []string
	channels  []string // that are off
}

// Verify changes the settings that Twilio's console and its support keep for Verify, and
// the blocks of its Fraud Guard:
//
//	sim := twiliotest.New(t, twiliotest.Verify(twiliotest.FraudGuard("+44770090"), twiliotest.CodeLife(2*time.Minute)))
//
// Without it codes live for ten minutes, and every channel and every country is
// allowed.
//
// Twilio docs: https://www.twilio.com/docs/verify
func Verify(opts ...VerifyOption) Option {
	return func(c *config) error {
		for _, opt := range opts {
			if opt == nil {
				continue
			}
			if err := opt(&c.verify); err != nil {
				return fmt.Errorf("Verify: %w", err)
			}
		}
		return nil
	}
}

// CodeLife sets how long a code can be checked: from 2 minutes to 24 hours.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts
func CodeLife(d time.Duration) VerifyOption {
	return func(c *verifyRules) error {
		const shortest, longest = 2 * time.Minute, 24 * time.Hour
		if d < shortest || d > longest {
			return fmt.Errorf("CodeLife(%v): Twilio takes 2 minutes to 24 hours", d)
		}
		c.life = d
		return nil
	}
}

// FraudGuard blocks the numbers that begin with one of the prefixes, as Twilio does
// for 12 hours when it suspects fraud: verifications of them by SMS and by call are
// refused with code 60410. The block ends 12 hours after the simulator was made, on
// its clock. Numbers of the SafeList, and verifications with RiskCheck=disable, are
// let through.
//
// Twilio docs: https://www.twilio.com/docs/verify/preventing-toll-fraud/sms-fraud-guard
func FraudGuard(prefixes ...string) VerifyOption {
	return func(c *verifyRules) error {
		for _, prefix := range prefixes {
			if digits, found := strings.CutPrefix(prefix, "+"); !found || digits == "" || strings.Trim(digits, "0123456789") != "" {
				return fmt.Errorf("FraudGuard(%q): give the beginning of a number in E.164, such as \"+44770090\"", prefix)
			}
		}
		c.fraud = slices.Concat(c.fraud, prefixes)
		return nil
	}
}

// CountryOff takes countries, by their codes of ISO 3166-1, out of Verify's geographic
// permissions: verifications of their numbers are refused with code 60605, those of
// the SafeList included.
//
// Twilio docs: https://www.twilio.com/docs/verify/preventing-toll-fraud/verify-geo-permissions
func CountryOff(countries ...string) VerifyOption {
	return func(c *verifyRules) error {
		for _, iso := range countries {
			if _, known := countryNamed(iso); !known {
				return fmt.Errorf("CountryOff(%q): give a code of ISO 3166-1, such as \"GB\"", iso)
			}
			c.countries = append(c.countries, strings.ToUpper(iso))
		}
		return nil
	}
}

// ChannelOff takes channels, such as "whatsapp", out of the services: verifications by
// them are refused with code 60223.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/60223
func ChannelOff(channels ...string) VerifyOption {
	return func(c *verifyRules) error {
		for _, channel := range channels {
			if channel == channelAuto || !slices.Contains(verifyChannels[:], channel) {
				return errors.New("ChannelOff takes sms, call, whatsapp, email, rcs and sna")
			}
		}
		c.channels = slices.Concat(c.channels, channels)
		return nil
	}
}

// lasts is how long a code can be checked.
func (c verifyRules) lasts() time.Duration { return cmp.Or(c.life, codeLasts) }
