package numbers

import (
	"strings"

	"github.com/seed15d99369/twilio"
)

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
