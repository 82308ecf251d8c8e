package numbers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
)

// checkEmail refuses a text that is no email address. An empty one is left to the rule
// required.
func checkEmail(problems *twilio.Problems, field, email string) {
	name, domain, _ := strings.Cut(email, "@")
	labels := strings.Split(domain, ".")
	isStrange := func(c rune) bool { return c <= ' ' || c == 0x7f || strings.ContainsRune(",;<>", c) }
	if email != "" && (name == "" || len(labels) < 2 || slices.Contains(labels, "") || strings.Contains(domain, "@") || strings.ContainsFunc(email, isStrange)) {
		problems.Add(field, "is not an email address", "give one address, such as ada@example.com")
	}
}

func checkEmails(problems *twilio.Problems, field string, emails []string) {
	for _, email := range emails {
		checkEmail(problems, field, email)
	}
}

// checkCountry refuses a text that is no country code of ISO 3166-1.
func checkCountry(problems *twilio.Problems, field, country string) {
	if country != "" && (len(country) != 2 || strings.Trim(strings.ToLower(country), "abcdefghijklmnopqrstuvwxyz") != "") {
		problems.Add(field, "is not a country code of two letters", "give the code of ISO 3166-1, such as DE")
	}
}

// itemField is the name of a field of an item, as the rules of tags name it:
// "PhoneNumbers[2].PhoneNumber".
func itemField(list string, i int, field string) string {
	return list + "[" + strconv.Itoa(i) + "]." + field
}

// fold makes Twilio's spellings of one status equal: "In progress", "in-progress" and
// "IN_PROGRESS".
func fold(status string) string {
	return strings.ToLower(strings.NewReplacer(" ", "-", "_", "-").Replace(status))
}

// checkKind refuses SIDs that do not begin as those of a kind do. Twilio's files leave the
// kinds of some parameters out, so that no tag can have them.
func checkKind(problems *twilio.Problems, field, kind string, sids ...string) {
	for _, sid := range sids {
		if sid != "" && (!strings.HasPrefix(sid, kind) || len(sid) != sidLength) {
			problems.Add(field, "is no SID of the kind "+kind, "give "+kind+" and 32 hexadecimal digits")
			return
		}
	}
}

const sidLength = 34
