package scalar

import (
	"strings"
	"time"
)

// wholeLayouts are the forms in which Twilio writes times, and the variants of other
// servers. They are tried in this order, the commonest first.
var wholeLayouts = [...]string{
	time.RFC1123Z, time.RFC3339, "Mon, _2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700", "Mon, _2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05",
	"2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", "2006-01-02T15:04:05",
}

// roughLayouts are the forms that leave out the seconds, or the time of the day.
var roughLayouts = [...]string{
	time.DateOnly, "2006-01-02Z07:00", "2006-01-02Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700", "2006-01-02T15:04",
}

// Time reads RFC 2822, as the 2010-04-01 API writes it, and ISO 8601, as the newer ones
// do, also with blanks around. A time without a zone is in UTC, and a date without a time
// is midnight UTC. Time returns the zero time for every other text, and for a year that
// cannot be written in ISO 8601.
func Time(text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	s := plainTime(text)
	if t := parseLayouts(s, wholeLayouts[:]); !t.IsZero() {
		return t
	}
	return parseLayouts(s, roughLayouts[:])
}

// Moment is [Time] for a text that says the time to the second. It returns the zero time
// for a date alone.
func Moment(text string) time.Time {
	return parseLayouts(plainTime(text), wholeLayouts[:])
}

func parseLayouts(s string, layouts []string) time.Time {
	for _, layout := range layouts {
		if parsed, err := time.Parse(layout, s); err == nil {
			if parsed = parsed.UTC(); 0 <= parsed.Year() && parsed.Year() <= 9999 {
				return parsed
			}
			return time.Time{}
		}
	}
	return time.Time{}
}

// plainTime makes the forms of one time alike: it takes out blanks around it, a zone that
// is named UTC or GMT, also behind its offset, and in ISO 8601 blanks and small letters. Names of other zones stay and cannot be read: they do not say how
// far they are from UTC.
func plainTime(s string) string {
	const offset = " +0000"
	s = strings.TrimSpace(s)
	for _, zone := range [...]string{" GMT", " UTC", " UT", " Z", " (GMT)", " (UTC)"} {
		if before, found := strings.CutSuffix(s, zone); found {
			s = strings.TrimSuffix(before, offset) + offset
		}
	}
	const day = len(time.DateOnly)
	if len(s) <= day || s[4] != '-' {
		return s
	}
	if rest := strings.TrimLeft(s[day:], " "); rest != s[day:] && '0' <= rest[0] && rest[0] <= '9' {
		s = s[:day] + "T" + rest
	}
	return strings.ToUpper(strings.ReplaceAll(s, " ", ""))
}
