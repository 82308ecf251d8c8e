package page

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/twiliotest"
)

func (v *view) faults() faultsView {
	shown := faultsView{Presets: presets()}
	for _, f := range v.sim.Faults() {
		shown.On = append(shown.On, faultView{API: apiOf("faults", strconv.Itoa(f.ID)), Name: f.Name, Where: whereOf(f), Seen: f.Seen, Struck: f.Struck})
	}
	return shown
}

// whereOf says which requests a fault meets.
func whereOf(f twiliotest.FaultState) string {
	words := []string{cmp.Or(strings.TrimSpace(f.Method+" "+f.Path), "every request")}
	if f.To != "" {
		words = append(words, "to "+f.To)
	}
	if f.Nth > 0 {
		words = append(words, "the one with the number "+strconv.Itoa(f.Nth))
	}
	if f.Times > 0 {
		words = append(words, strconv.Itoa(f.Times)+" at most")
	}
	if f.Rate > 0 && f.Rate < 1 {
		words = append(words, strconv.Itoa(int(f.Rate*100))+" % of them")
	}
	return strings.Join(words, ", ")
}

// presets are the faults that programs meet most often.
func presets() []presetView {
	messages, all := twiliotest.OnCreateMessage(), twiliotest.OnAny()
	rows := [...]struct {
		title, text string
		fault       twiliotest.Fault
	}{
		{"Too many requests", "The next message is answered with 429 and a Retry-After of a second.", messages.Times(1).TooManyRequests("1")},
		{"Twilio is down", "Every request is answered with 503, until you switch it off.", all.Status(http.StatusServiceUnavailable, 20503)},
		{"Sent, but who knows", "The next message is sent, and its connection is reset before the answer.", messages.Times(1).CommitThenReset()},
		{"Dropped", "The connection of the next message is reset, and nothing is sent.", messages.Times(1).DropBeforeRead()},
		{"Slow", "Every request is answered three seconds later.", all.Latency(3 * time.Second)},
		{"A gateway's page", "The next request is answered with 502 and HTML.", all.Times(1).HTML(http.StatusBadGateway)},
		{"Half an answer", "The answer to the next message breaks off.", messages.Times(1).TruncatedJSON()},
		{"Not delivered", "The next message is taken by the carrier, and not delivered: 30003.", messages.Times(1).MessageFails(twiliotest.AfterSending, 30003)},
		{"Filtered", "The next message is held back by the carrier: 30007.", messages.Times(1).MessageFails(twiliotest.AfterSending, 30007)},
		{"No call", "The next call cannot be made: 500.", twiliotest.OnCreateCall().Times(1).Status(http.StatusInternalServerError, 20500)},
		{"One in ten", "A tenth of all requests is answered with 500.", all.Rate(0.1, 1).Status(http.StatusInternalServerError, 20500)},
		{"Elsewhere", "The next request is redirected to another host, to which no credentials may go.", all.Times(1).RedirectElsewhere("https://example.com/")},
	}
	shown := make([]presetView, 0, len(rows))
	for _, row := range rows {
		body, err := json.Marshal(row.fault)
		if err != nil {
			continue // a test counts them
		}
		shown = append(shown, presetView{Title: row.title, Text: row.text, Body: string(body)})
	}
	return shown
}

// effects are the kinds of faults that the control API takes.
func effects() []choice {
	return []choice{
		{Value: "status", Label: "Twilio's error"}, {Value: "html", Label: "A page instead of an answer"}, {Value: "too-many-requests", Label: "Too many requests (429)"},
		{Value: "latency", Label: "A late answer"}, {Value: "slow-drip", Label: "An answer that drips"}, {Value: "truncated", Label: "Half an answer"},
		{Value: "oversized", Label: "A huge answer"}, {Value: "early-hints", Label: "Informational answers first"}, {Value: "redirect", Label: "A redirect elsewhere"},
		{Value: "drop", Label: "Reset before it is read"}, {Value: "read-then-close", Label: "Read, not carried out, closed"}, {Value: "commit-then-close", Label: "Carried out, then closed"},
		{Value: "commit-then-reset", Label: "Carried out, then reset"}, {Value: "late-commit", Label: "Closed, carried out later"}, {Value: "commit-hidden", Label: "Carried out, hidden from lists"},
		{Value: "message-fails", Label: "The message fails"},
	}
}
