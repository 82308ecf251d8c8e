package twilio_test

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
	"github.com/seed15d99369/twilio/twiliotest"
)

// fidelitySections are the headings of FIDELITY.md, in their order.
var fidelitySections = []string{
	"Credentials and accounts", "IAM", "Requests in general",
	"Messages", "Messaging Services", "Registration of senders", "WhatsApp", "Media",
	"Phones", "Webhooks and callbacks", "TwiML for messages",
	"Calls", "TwiML for calls", "Parts of a live call", "Conferences", "Queues", "Recordings",
	"Lookup", "Verify", "Numbers", "Regulatory compliance", "Hosted numbers and porting",
	"Content", "Video", "SIP", "Usage", "Monitor", "Other products", "Faults and limits", "The server",
}

// fidelityColumns are those of every table below a heading.
const fidelityColumns = "| behaviour | Twilio's word | ours | divergence |"

// TestFidelityHasItsForm: every section of FIDELITY.md is a table, every row of it says
// something in each of four cells, and no behaviour is there twice.
func TestFidelityHasItsForm(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("FIDELITY.md")
	require.NoError(t, err)
	assert.Empty(t, fidelityFaults(string(page), fidelitySections))
}

// TestFidelityFaults: a page of another form is found out.
func TestFidelityFaults(t *testing.T) {
	t.Parallel()
	const table = "\n\n" + fidelityColumns + "\n|---|---|---|---|\n"
	const row = "| Opt-out | 21610. | The same. | – |\n"
	tests := []struct {
		name string
		page string
		want string // "" for none
	}{
		{"as it must be", "# Fidelity\n\n## Messages" + table + row + "\n## Calls" + table + "| Busy | – | – | – |\n", ""},
		{"a section is missing", "## Messages" + table + row, "the sections are [Messages]"},
		{"the sections are in another order", "## Calls" + table + row + "## Messages" + table, "the sections are [Calls Messages]"},
		{"no table", "## Messages" + table + row + "\n## Calls\n\nThey are all alike.\n", "Calls: it has no table"},
		{"no rows", "## Messages" + table + row + "\n## Calls" + table, "Calls: it has no rows"},
		{"other columns", "## Messages" + table + row + "\n## Calls\n\n| behaviour | ours |\n|---|---|\n", "Calls: its columns are"},
		{"three cells", "## Messages" + table + row + "## Calls" + table + "| Busy | – | – |\n", `Calls: "| Busy | – | – |" has 3 cells`},
		{"five cells", "## Messages" + table + row + "## Calls" + table + "| Busy | – | – | – | – |\n", "has 5 cells"},
		{"an empty cell", "## Messages" + table + row + "## Calls" + table + "| Busy | – |  | – |\n", "an empty cell"},
		{"a behaviour without a name", "## Messages" + table + row + "## Calls" + table + "| – | – | – | – |\n", "names no behaviour"},
		{"a behaviour twice", "## Messages" + table + row + "## Calls" + table + "| opt-out | – | – | – |\n", `Calls: "opt-out" is there twice`},
	}
	for _, tt := range tests {
		faults := fidelityFaults(tt.page, []string{"Messages", "Calls"})
		if tt.want == "" {
			assert.Empty(t, faults, tt.name)
			continue
		}
		require.NotEmpty(t, faults, tt.name)
		assert.Contains(t, strings.Join(faults, "\n"), tt.want, tt.name)
	}
}

// fidelityFaults returns the faults in the form of a page with such sections.
func fidelityFaults(page string, sections []string) (faults []string) {
	var headings []string
	seen := map[string]bool{} // behaviours, in small letters
	for i, section := range strings.Split("\n"+page, "\n## ") {
		if i == 0 {
			continue // what stands before the first section
		}
		heading, text, _ := strings.Cut(section, "\n")
		headings = append(headings, heading)
		for _, fault := range tableFaults(text, seen) {
			faults = append(faults, heading+": "+fault)
		}
	}
	if !slices.Equal(headings, sections) {
		faults = append(faults, fmt.Sprintf("the sections are %v, and should be %v", headings, sections))
	}
	return faults
}

// tableFaults returns the faults in the table of a section, and adds its behaviours to
// those that were seen.
func tableFaults(text string, seen map[string]bool) (faults []string) {
	var rows []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "|") {
			rows = append(rows, line)
		}
	}
	switch {
	case len(rows) == 0:
		return []string{"it has no table"}
	case rows[0] != fidelityColumns:
		return []string{"its columns are " + rows[0]}
	case len(rows) < 3:
		return []string{"it has no rows"}
	}
	for _, row := range rows[2:] {
		cells := strings.Split(strings.Trim(row, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		behaviour := strings.ToLower(cells[0])
		switch {
		case len(cells) != 4:
			faults = append(faults, fmt.Sprintf("%q has %d cells", row, len(cells)))
		case slices.Contains(cells, ""):
			faults = append(faults, fmt.Sprintf("%q has an empty cell", row))
		case behaviour == "–":
			faults = append(faults, fmt.Sprintf("%q names no behaviour", row))
		case seen[behaviour]:
			faults = append(faults, fmt.Sprintf("%q is there twice", cells[0]))
		}
		seen[behaviour] = true
	}
	return faults
}

var ofSimulator = regexp.MustCompile(`\b(sim|phone|ada)\.([A-Z]\w*)`)

// TestDocumentedSimulatorExists: the methods of the simulator that the pages about it
// name are there.
func TestDocumentedSimulatorExists(t *testing.T) {
	t.Parallel()
	types := map[string]reflect.Type{
		"sim": reflect.TypeFor[*twiliotest.Sim](), "phone": reflect.TypeFor[*twiliotest.Phone](), "ada": reflect.TypeFor[*twiliotest.Phone](),
	}
	for _, page := range []string{"FIDELITY.md", "README.md", "docs/testing.md", "docs/troubleshooting.md", "docs/webhooks.md", "docs/verify.md"} {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, name := range ofSimulator.FindAllStringSubmatch(string(text), -1) {
			_, isMethod := types[name[1]].MethodByName(name[2])
			assert.True(t, isMethod || name[2] == "Clock", "%s: there is no %s", page, name[0])
		}
	}
}

// TestFidelityHasEveryElement: each element of TwiML for calls has a row.
func TestFidelityHasEveryElement(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("FIDELITY.md")
	require.NoError(t, err)
	_, section, found := strings.Cut(string(page), "## TwiML for calls")
	require.True(t, found)
	section, _, _ = strings.Cut(section, "\n## ")
	for _, element := range twimlcheck.Elements() {
		switch element {
		case "Response", "Message", "Body", "Media": // of messages, or of both
		default:
			assert.Contains(t, section, "`<"+element+">`")
		}
	}
}
