package token

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest identities, in characters.
const (
	maxVoiceIdentity = 256 // https://www.twilio.com/docs/errors/31105
	maxSyncIdentity  = 256 // https://www.twilio.com/docs/errors/54351
	maxVideoIdentity = 128 // https://www.twilio.com/docs/errors/53201
)

// name checks a name that programs compare letter by letter, such as an identity or the
// name of a room. Invisible characters would make two different names look alike.
func (c *checks) name(field, name string) {
	c.text(field, name)
	if strings.ContainsFunc(name, isHidden) {
		c.add(field, "holds characters that cannot be seen, such as NUL, a line break or a zero-width space", "take them out")
	}
}

// isHidden recognises control characters, ends of lines and paragraphs, marks of
// direction, joiners, and everything else that has neither width nor ink.
func isHidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point)
}

// checkIdentity checks the identity of a token against the requirements of its grants.
func (s *grantSet) checkIdentity(problems *checks) {
	problems.name("Identity", s.Identity)
	if s.Identity == "" && (s.Voice != nil || s.Video != nil || s.Chat != nil || s.Sync != nil || s.IPMessaging != nil) {
		problems.add("Identity", "is empty", "name the user: voice, video, chat and sync need it")
	}
	if s.Voice != nil && strings.ContainsFunc(s.Identity, unicode.IsSpace) && !strings.ContainsFunc(s.Identity, isHidden) {
		problems.add("Identity", "holds a blank, which Voice does not take", "use a name without blanks, such as ada_lovelace")
	}
	if longest := s.longestIdentity(); utf8.RuneCountInString(s.Identity) > longest {
		problems.add("Identity", "is too long for the grants of the token", "use a name of at most "+strconv.Itoa(longest)+" characters")
	}
}

// longestIdentity returns the longest identity that all grants accept, in characters.
func (s *grantSet) longestIdentity() int {
	switch {
	case s.Video != nil:
		return maxVideoIdentity
	case s.Voice != nil:
		return maxVoiceIdentity
	case s.Sync != nil:
		return maxSyncIdentity
	}
	return maxToken // no bound of its own
}
