package page

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	phonesShown = 40 // at once
	newsShown   = 20 // times of each phone, from which the script counts the unread
	roomsShown  = 10 // conferences, and as many queues
	lineShown   = 80 // characters of the newest line
)

func phoneLink(number string) string { return "/_sim/phones/" + url.PathEscape(number) }

func (v *view) phoneState() (twiliotest.PhoneState, bool) {
	for _, p := range v.sim.Phones() {
		if p.Number == v.phone {
			return p, true
		}
	}
	return twiliotest.PhoneState{}, false
}

func (v *view) phones() phonesView {
	from, _ := strconv.Atoi(v.query.Get("from"))
	rows := v.phoneRows()
	from = max(0, min(from, len(rows)-1))
	shown := phonesView{
		Source: source("phones", "phone", v.phone, "from", offset(from)), Total: len(rows), Rows: rows[from:min(from+phonesShown, len(rows))],
		Numbers: v.numbers(), Conferences: v.conferences(), Queues: v.queues(),
	}
	if from > 0 {
		shown.Newest = source("phones", "phone", v.phone)
	}
	if from+phonesShown < len(rows) {
		shown.Earlier = source("phones", "phone", v.phone, "from", offset(from+phonesShown))
	}
	return shown
}

func offset(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// phoneRows are all phones, those first in whose conversation something has happened last.
func (v *view) phoneRows() []phoneRow {
	states := v.sim.Phones()
	rows := make([]phoneRow, len(states))
	byNumber := map[string]*phoneRow{}
	for i, p := range states {
		rows[i] = phoneRow{Number: p.Number, Name: p.Name, Link: phoneLink(p.Number), Here: p.Number == v.phone}
		byNumber[p.Number] = &rows[i]
	}
	news := map[string][]int64{}
	for _, m := range v.sim.Messages() {
		if row := byNumber[m.Person()]; row != nil {
			row.addMessage(&m)
			if m.Direction != twilio.MessageDirectionInbound {
				news[row.Number] = append(news[row.Number], m.Created.UnixMilli())
			}
		}
	}
	for _, c := range v.sim.Calls() {
		if row := byNumber[c.Person()]; row != nil {
			row.addCall(&c)
		}
	}
	for number, times := range news {
		byNumber[number].News = newest(times)
	}
	slices.SortStableFunc(rows, func(a, b phoneRow) int { return b.At.Compare(a.At) })
	return rows
}

// newest writes the newest times, the newest first.
func newest(times []int64) string {
	slices.SortFunc(times, func(a, b int64) int { return cmp.Compare(b, a) })
	words := make([]string, 0, newsShown)
	for _, at := range times[:min(len(times), newsShown)] {
		words = append(words, strconv.FormatInt(at, 10))
	}
	return strings.Join(words, " ")
}

func (row *phoneRow) addMessage(m *twiliotest.Message) {
	if m.Created.Before(row.At) {
		return
	}
	row.At, row.Failed = m.Created, failed(m)
	row.Last = beginning(m.Body)
	switch {
	case m.Body == "" && len(m.MediaURLs) > 0:
		row.Last = "A file"
	case m.Direction == twilio.MessageDirectionInbound:
		row.Last = "You: " + row.Last
	}
}

func (row *phoneRow) addCall(c *twiliotest.Call) {
	switch c.Status {
	case twilio.CallStatusRinging:
		row.State = "Rings"
	case twilio.CallStatusInProgress:
		row.State = "On a call"
	}
	if c.Created.Before(row.At) {
		return
	}
	row.At, row.Failed, row.Last = c.Created, false, "Call: "+string(c.Status)
}

// beginning is as much of a text as fits into one line.
func beginning(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= lineShown {
		return string(runes)
	}
	return string(runes[:lineShown]) + "…"
}

func (v *view) numbers() []numberView {
	var shown []numberView
	for _, n := range v.sim.Numbers() {
		shown = append(shown, numberView{Number: n.Number, SMSURL: n.SMSURL, VoiceURL: n.VoiceURL})
		if len(shown) == phonesShown {
			break
		}
	}
	return shown
}

// conferences are the newest ones, the ones that are over left out.
func (v *view) conferences() []conferenceView {
	var shown []conferenceView
	for _, c := range slices.Backward(v.sim.Conferences()) {
		if c.Status == "completed" || len(shown) == roomsShown {
			continue
		}
		one := conferenceView{SID: c.SID, Name: c.Name, Status: c.Status}
		for _, p := range c.Participants[:min(len(c.Participants), roomsShown)] {
			one.People = append(one.People, personView{Number: p.Number, Link: "/_sim/calls/" + url.PathEscape(p.CallSID), State: seatOf(p)})
		}
		shown = append(shown, one)
	}
	return shown
}

// seatOf says how a participant takes part.
func seatOf(p twiliotest.Participant) string {
	var words []string
	for _, flag := range [...]struct {
		is   bool
		word string
	}{{p.Label != "", p.Label}, {p.Joined.IsZero(), "is called"}, {p.Muted, "muted"}, {p.Hold, "on hold"}, {p.Coaching, "coaching"}} {
		if flag.is {
			words = append(words, flag.word)
		}
	}
	return strings.Join(words, ", ")
}

func (v *view) queues() []queueView {
	var shown []queueView
	for _, q := range v.sim.Queues() {
		if len(q.Members) == 0 || len(shown) == roomsShown {
			continue
		}
		one := queueView{SID: q.SID, Name: q.Name, Waiting: len(q.Members)}
		for _, m := range q.Members[:min(len(q.Members), roomsShown)] {
			one.People = append(one.People, personView{Number: m.Number, Link: "/_sim/calls/" + url.PathEscape(m.CallSID), State: "since " + m.Since.In(v.zone).Format(time.TimeOnly)})
		}
		shown = append(shown, one)
	}
	return shown
}
