package page

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/seed15d99369/twilio/internal/desk/control"
	"github.com/seed15d99369/twilio/twiliotest"
)

// search finds messages and calls, the newest first.
func (v *view) search(text string) *searchView {
	found := &searchView{Query: text}
	query, err := control.ParseQuery(text)
	if err != nil {
		found.Problem = err.Error()
	}
	if err != nil || text == "" {
		return found
	}
	for _, m := range v.sim.Messages() {
		if query.Message(&m) {
			found.Rows = append(found.Rows, foundMessage(&m))
		}
	}
	for _, c := range v.sim.Calls() {
		if query.Call(&c) {
			found.Rows = append(found.Rows, foundCall(&c))
		}
	}
	slices.SortStableFunc(found.Rows, func(a, b foundView) int { return b.At.Compare(a.At) })
	if found.Total = len(found.Rows); found.Total > itemsShown {
		found.Rows = found.Rows[:itemsShown]
	}
	return found
}

func foundMessage(m *twiliotest.Message) foundView {
	return foundView{
		Link: "/_sim/messages/" + url.PathEscape(m.SID), Title: cmp.Or(m.From, m.MessagingServiceSID) + " → " + m.To,
		Text: cmp.Or(beginning(m.Body), "A file"), Status: string(m.Status), At: m.Created, Failed: failed(m),
	}
}

func foundCall(c *twiliotest.Call) foundView {
	return foundView{Link: "/_sim/calls/" + url.PathEscape(c.SID), Title: c.From + " → " + c.To, Text: "Call", Status: string(c.Status), At: c.Created}
}
