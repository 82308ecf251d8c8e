package twiliotest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// voiceState is what the simulator keeps of Voice beside calls.
type voiceState struct {
	dialing       map[string]dialingGroups                         // of accounts by geoKey, where they were changed; nil until then
	ownDialing    map[string]bool                                  // the subaccounts that do not inherit; nil until then
	sessions      []*callSession                                   // of live calls, in the order in which they began
	transcriber   func(recordingSID string) (text string, ok bool) // nil for the words that were said
	declined      string                                           // why payments are, "" while they are not
	messages      []*userDefinedMessage
	subscriptions []*callSubscription
	unarchived    map[string]bool // the calls that were deleted from the archive, by their SIDs; nil until then
}

// voiceHandlerOf returns the handler of an operation on what belongs to a live call, on
// its records and on permissions, nil for all others.
func voiceHandlerOf(op *contract.Operation) handler {
	switch op.Spec + " " + op.ID {
	case "voice_v1 FetchDialingPermissionsCountry":
		return (*Sim).fetchDialing
	case "voice_v1 ListDialingPermissionsCountry":
		return (*Sim).listDialing
	case "voice_v1 CreateDialingPermissionsCountryBulkUpdate":
		return (*Sim).updateDialing
	case "voice_v1 ListDialingPermissionsHrsPrefixes":
		return (*Sim).listHighRiskPrefixes
	case "voice_v1 FetchDialingPermissionsSettings":
		return (*Sim).fetchVoiceSettings
	case "voice_v1 UpdateDialingPermissionsSettings":
		return (*Sim).updateVoiceSettings
	case "voice_v1 DeleteArchivedCall":
		return (*Sim).deleteArchivedCall
	}
	if op.Spec == "api_v2010" {
		return callPartHandler(op.ID)
	}
	return nil
}

// OnlyCallCountries lets calls go to some countries alone, named by their codes of ISO
// 3166-1 such as "US", which stands for the United States and Canada. Calls to others are
// refused with code 21215, until Twilio's API of dialling permissions enables their
// country. Without the option all countries are enabled. Numbers of high risk, such as
// premium numbers, are never enabled in the beginning.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/dialing-permissions-resources
func OnlyCallCountries(countries ...string) Option {
	return func(c *config) error {
		var err error
		c.callCountries, err = countrySet("OnlyCallCountries", c.callCountries, countries)
		return err
	}
}

// countrySet adds countries to a set, for an option.
func countrySet(option string, set map[string]bool, countries []string) (map[string]bool, error) {
	if set == nil {
		set = map[string]bool{}
	}
	for _, iso := range countries {
		if _, known := countryNamed(iso); !known {
			return nil, fmt.Errorf("%s(%q): give a code of ISO 3166-1, such as \"GB\"", option, iso)
		}
		set[strings.ToUpper(iso)] = true
	}
	return set, nil
}

// dialingGroups says which numbers of a country may be called.
type dialingGroups struct{ low, special, fraud bool }

// The groups of numbers.
type dialingGroup int

const (
	lowRisk dialingGroup = iota
	highRiskSpecial
	highRiskFraud
)

func (g dialingGroups) allows(group dialingGroup) bool {
	switch group {
	case highRiskSpecial:
		return g.special
	case highRiskFraud:
		return g.fraud
	case lowRisk:
	}
	return g.low
}

// dialingCountry is the country whose permission a number of another one has: Canada has
// that of the United States.
// https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource
func dialingCountry(iso string) string {
	if iso = strings.ToUpper(iso); iso == "CA" {
		return "US"
	}
	return iso
}

// dialingOf returns the permissions that hold for an account and a country: a subaccount
// has those of its parent unless it has its own.
func (s *Sim) dialingOf(account, iso string) dialingGroups {
	if s.inheritsDialing(account) {
		account = s.main.sid
	}
	return s.keptDialing(account, iso)
}

// keptDialing returns the permissions that an account has itself.
func (s *Sim) keptDialing(account, iso string) dialingGroups {
	if groups, changed := s.voice.dialing[geoKey(account, iso)]; changed {
		return groups
	}
	only := s.config.callCountries
	return dialingGroups{low: only == nil || only[iso] || iso == "US" && only["CA"]}
}

func (s *Sim) inheritsDialing(account string) bool {
	return account != s.main.sid && !s.voice.ownDialing[account]
}

// dialingGroupOf is the group of a number of a country.
func dialingGroupOf(iso, number string) dialingGroup {
	begins := func(prefix string) bool { return strings.HasPrefix(number, prefix) }
	switch {
	case slices.ContainsFunc(tollFraudPrefixes[iso], begins):
		return highRiskFraud
	case slices.ContainsFunc(specialPrefixes[iso], begins):
		return highRiskSpecial
	}
	return lowRisk
}

// refuseCallCountry refuses a call to a number that the account may not call. Addresses of
// SIP and clients have no country.
// https://www.twilio.com/docs/api/errors/21215
func (s *Sim) refuseCallCountry(r *request) *apiError {
	if to := r.form.Get("To"); !s.mayCall(r.account, to) {
		return badRequest(twilio.CodeCallGeoPermission, "Account not authorized to call %s: the number's group is not enabled in the voice geographic permissions", to)
	}
	return nil
}

// mayCall says whether the permissions of an account let it call a number.
func (s *Sim) mayCall(account, to string) bool {
	c, known := countryOf(to)
	if !known || !e164.MatchString(to) {
		return true
	}
	iso := dialingCountry(c.iso)
	return s.dialingOf(account, iso).allows(dialingGroupOf(iso, to))
}
