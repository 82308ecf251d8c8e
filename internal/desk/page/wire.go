package page

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio/twiliotest"
)

// signal is a request, a callback or an alert; the other ones are nil.
type signal struct {
	at       time.Time
	kind     string
	id       int
	request  *twiliotest.Request
	callback *twiliotest.Callback
	alert    *twiliotest.Alert
	waits    bool // a callback without an answer yet
}

func (s signal) name() string { return s.kind + "-" + strconv.Itoa(s.id) }

// signals are all of the wire that a filter lets through, the newest first.
func (v *view) signals(filter string) []signal {
	var all []signal
	if filter == "" || filter == "requests" {
		for _, r := range v.sim.Requests() {
			all = append(all, signal{at: r.At, kind: "request", id: r.ID, request: &r})
		}
	}
	if filter == "" || filter == "callbacks" {
		for _, c := range v.sim.Callbacks() {
			all = append(all, signal{at: c.At, kind: "callback", id: c.ID, callback: &c})
		}
		for _, c := range v.sim.CallbacksUnderWay() {
			all = append(all, signal{at: c.At, kind: "callback", id: c.ID, callback: &c, waits: true})
		}
	}
	if filter == "" || filter == "alerts" {
		for _, a := range v.sim.Alerts() {
			all = append(all, signal{at: a.At, kind: "alert", id: a.ID, alert: &a})
		}
	}
	slices.SortFunc(all, func(a, b signal) int {
		return cmp.Or(b.at.Compare(a.at), -cmp.Compare(a.kind, b.kind), cmp.Compare(b.id, a.id))
	})
	return all
}

func (v *view) wire() wireView {
	filter, before := v.query.Get("wire"), v.query.Get("before")
	all := v.signals(filter)
	named := func(name string) int {
		return slices.IndexFunc(all, func(s signal) bool { return s.name() == name })
	}
	from := 0
	if at := named(before); at >= 0 {
		from = at + 1
	} else if at := named(v.marked); at >= 0 {
		from = max(0, at-itemsShown/2)
	}
	shown := wireView{Filter: filter}
	around, last := "", min(from+itemsShown, len(all))
	if from == 0 {
		before = ""
	}
	for _, s := range all[from:last] {
		row := v.rowOf(s)
		if row.Marked = row.ID == v.marked; row.Marked {
			around, row.Details = row.ID, v.detail(s.kind, strconv.Itoa(s.id))
		}
		shown.Rows = append(shown.Rows, row)
	}
	shown.Source = source("wire", "wire", filter, "before", before, "around", around)
	if from > 0 {
		shown.Newest = source("wire", "wire", filter)
	}
	if last < len(all) {
		shown.Earlier = source("wire", "wire", filter, "before", all[last-1].name())
	}
	return shown
}

func (v *view) rowOf(s signal) wireRow {
	id := strconv.Itoa(s.id)
	row := wireRow{ID: s.name(), Kind: s.kind, Link: "/_sim/wire/" + s.kind + "s/" + id, Source: source("wire/" + s.kind + "s/" + id), At: s.at}
	switch {
	case s.request != nil:
		row.ofRequest(s.request)
	case s.callback != nil:
		row.ofCallback(s.callback, s.waits)
	default:
		row.ofAlert(s.alert)
	}
	return row
}

// accountPath is the part of a path that most requests have.
var accountPath = regexp.MustCompile(`^/2010-04-01/Accounts/AC[0-9a-fA-F]{32}/`)

func (row *wireRow) ofRequest(r *twiliotest.Request) {
	row.Method, row.Target, row.Took, row.Code, row.Note = r.Method, accountPath.ReplaceAllString(r.Path, ""), r.Took, int(r.Code), r.Fault
	if r.Host != "api" {
		row.Target = r.Host + row.Target
	}
	row.Status, row.Tone = statusOf(r.Status), toneOf(r.Status)
}

func (row *wireRow) ofCallback(c *twiliotest.Callback, waits bool) {
	row.Method, row.Target, row.Took, row.Limit = c.Method, c.URL, c.Took, twiliotest.CallbackLimit
	row.Status, row.Tone = statusOf(c.Status), toneOf(c.Status)
	switch {
	case waits:
		row.Status, row.Tone, row.Limit = "waiting", "odd", 0
	case c.Err != nil:
		row.Status, row.Tone = "no answer", "bad"
	}
}

func (row *wireRow) ofAlert(a *twiliotest.Alert) {
	row.Method, row.Target, row.Tone = "Alert", cmp.Or(a.Code.Title(), a.Message), "bad"
	row.Status = string(a.Kind)
	if a.Code != 0 {
		row.Status = strconv.Itoa(int(a.Code))
	}
	if a.Kind != twiliotest.AlertOfTwilio {
		row.Tone = "odd"
	}
}

func statusOf(status int) string {
	if status == 0 {
		return "no answer"
	}
	return strconv.Itoa(status)
}

func toneOf(status int) string {
	if status < 200 || status >= 400 {
		return "bad"
	}
	return "good"
}
