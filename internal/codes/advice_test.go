package codes

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// maxAdvice bounds an advice, which stands in the one line of an error.
const maxAdvice = 220 // bytes

// openings are the words with which an advice may begin: an engineer is told what
// to do first, or that there is nothing to do. A new verb is added here.
var openings = strings.Fields(`
	Accept Add Answer Ask Attach Begin Call Change Check Choose Connect Correct Create Delete Do Enable End Fetch Find
	Give Grant Have Launch Leave Let Look Make Mark Nothing Offer Open Publish Put Reach Read Receive Redirect Register
	Remove Renew Repair Repeat Search Send Serve Set Settle Shorten Sign Slow Stop Submit Supply Take Tell The Top Treat
	Try Update Upgrade Use Verify Wait Write
`)

var (
	sentence  = regexp.MustCompile(`^[A-Z]\S*( \S+)+\.$`)
	forbidden = regexp.MustCompile(`[;()"\t]|\s\s|://|\d{7}|(?i)see (the )?docs`)
	repeating = regexp.MustCompile(`(?i)\b(again|retry|repeat|later|wait)\b`)
	hedged    = regexp.MustCompile(`(?i)\b(not|no|nothing|none|never|fails|refused|before|until|unless|once|if)\b`)
	patient   = regexp.MustCompile(`(?i)\b(wait|again|later|repeat)\b`)
	prudent   = regexp.MustCompile(`(?i)reconcile|lookup|query|look at`)
)

// faults says what is wrong with the advice of a row.
func faults(r Row) []string {
	var found []string
	fault := func(is bool, what string) {
		if is {
			found = append(found, what)
		}
	}
	fault(len(r.Action) > maxAdvice, "too long")
	fault(forbidden.MatchString(r.Action), "a telegram, an address or a number")
	opening, _, _ := strings.Cut(strings.Replace(r.Action, ",", "", 1), " ")
	fault(!slices.Contains(openings, opening), "no verb first")
	sentences := strings.SplitAfter(r.Action, ". ")
	fault(len(sentences) > 3, "too many sentences")
	for _, s := range sentences {
		s = strings.TrimSuffix(s, " ")
		fault(!sentence.MatchString(s), "no sentence")
		fault(r.Retry == "never" && repeating.MatchString(s) && !hedged.MatchString(s), "invites a retry that fails")
	}
	fault(r.Retry == "later" && !patient.MatchString(r.Action), "does not say to wait or to try again")
	fault(r.Retry == "now" && !strings.Contains(r.Action, "at once"), "does not say at once")
	blind := r.Category == "server" && r.Retry == "later" && strings.Contains(r.Surface, "api")
	fault(blind && !prudent.MatchString(r.Action), "invites a create to be repeated blindly")
	return found
}

// TestAdvice holds that every advice is sentences that agree with the row's retry.
func TestAdvice(t *testing.T) {
	t.Parallel()
	rows, err := Parse(Table)
	require.NoError(t, err)
	for _, r := range rows {
		assert.Empty(t, faults(r), "%d: %s", r.Code, r.Action)
	}
}

// TestAdviceOfNamedCodes holds that a code with a constant has an advice of more
// than a few words.
func TestAdviceOfNamedCodes(t *testing.T) {
	t.Parallel()
	rows, err := Parse(Table)
	require.NoError(t, err)
	named := 0
	for _, r := range rows {
		if r.Name != "" {
			named++
			assert.GreaterOrEqual(t, len(strings.Fields(r.Action)), 4, "%d: %s", r.Code, r.Action)
		}
	}
	assert.Equal(t, 222, named)
}

// TestAdviceOfVerify holds that the codes of Verify tell an engineer what to do, in
// words of their own: such a sentence of many other codes does not.
func TestAdviceOfVerify(t *testing.T) {
	t.Parallel()
	rows, err := Parse(Table)
	require.NoError(t, err)
	const first, last = 60200, 60410
	shared := map[string]int{} // by how many other codes
	for _, r := range rows {
		if r.Code < first || r.Code > last {
			shared[r.Action]++
		}
	}
	for _, r := range rows {
		if r.Code >= first && r.Code <= last && r.Category != "info" && r.Category != "unreachable" && r.Category != "server" {
			const few = 3
			assert.LessOrEqual(t, shared[r.Action], few, "%d: %s", r.Code, r.Action)
		}
	}
}

// TestAdviceOfRegistration holds that the codes of toll-free verifications, brands and
// campaigns tell what to correct: a sentence stands for three of them at most.
func TestAdviceOfRegistration(t *testing.T) {
	t.Parallel()
	rows, err := Parse(Table)
	require.NoError(t, err)
	shared := map[string][]int{}
	for _, r := range rows {
		shared[r.Action] = append(shared[r.Action], r.Code)
	}
	const few = 3
	for _, codes := range [...]struct{ first, last int }{{30440, 30449}, {30451, 30452}, {30455, 30480}, {30701, 30799}, {30880, 30994}} {
		for _, r := range rows {
			if r.Code >= codes.first && r.Code <= codes.last {
				assert.LessOrEqual(t, len(shared[r.Action]), few, "%d, like %v: %s", r.Code, shared[r.Action], r.Action)
			}
		}
	}
}

// TestAdviceRules holds that each rule finds the advice that breaks it.
func TestAdviceRules(t *testing.T) {
	t.Parallel()
	good := Row{Category: "server", Retry: "later", Surface: "api", Action: "Wait, then repeat a read. Reconcile a create first."}
	require.Empty(t, faults(good))
	tests := map[string]struct {
		change func(r *Row)
		want   string
	}{
		"telegram":       {func(r *Row) { r.Action = "Wait a little; reconcile first." }, "a telegram"},
		"double blank":   {func(r *Row) { r.Action = "Wait  a little. Reconcile first." }, "a telegram"},
		"brackets":       {func(r *Row) { r.Action = "Wait a little (reconcile first)." }, "a telegram"},
		"address":        {func(r *Row) { r.Action = "Wait and reconcile, http://x tells how." }, "an address"},
		"number":         {func(r *Row) { r.Action = "Wait and reconcile, +14155551234 knows." }, "a number"},
		"documentation":  {func(r *Row) { r.Action = "Wait, reconcile and see docs." }, "a telegram"},
		"no verb":        {func(r *Row) { r.Action = "Exponential backoff after you reconcile again." }, "no verb first"},
		"small letter":   {func(r *Row) { r.Action = "Wait. then reconcile it." }, "no sentence"},
		"no full stop":   {func(r *Row) { r.Action = "Wait, then reconcile it" }, "no sentence"},
		"one word":       {func(r *Row) { r.Action = "Wait. Reconcile it." }, "no sentence"},
		"long":           {func(r *Row) { r.Action = "Wait and reconcile " + strings.Repeat("x", maxAdvice) + "." }, "too long"},
		"many sentences": {func(r *Row) { r.Action = "Wait a bit. Reconcile it. Wait more. Look again." }, "too many"},
		"blind create":   {func(r *Row) { r.Action = "Wait, then repeat the request." }, "blindly"},
		"impatient":      {func(r *Row) { r.Action = "Send the message. Reconcile it first." }, "does not say to wait"},
		"never again":    {func(r *Row) { r.Retry, r.Action = "never", "Send the message again." }, "invites a retry"},
		"never later":    {func(r *Row) { r.Retry, r.Action = "never", "Do not stop. Try later." }, "invites a retry"},
		"now":            {func(r *Row) { r.Retry = "now" }, "at once"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := good
			tt.change(&bad)
			assert.Contains(t, strings.Join(faults(bad), ", "), tt.want)
		})
	}
}
