package page

import (
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// itemsShown is how much of a conversation is shown at once: with as many lines of the wire
// the page has fewer than 3,000 elements.
const itemsShown = 50

// entry is a message or a call of a conversation; the other one is nil.
type entry struct {
	at      time.Time
	sid     string
	message *twiliotest.Message
	call    *twiliotest.Call
}

// entries are all of the conversation, the oldest first.
func (v *view) entries() []entry {
	var all []entry
	for _, m := range v.sim.Messages() {
		if personOf(&m) == v.phone {
			all = append(all, entry{m.Created, m.SID, &m, nil})
		}
	}
	for _, c := range v.sim.Calls() {
		if callerOf(&c) == v.phone {
			all = append(all, entry{c.Created, c.SID, nil, &c})
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return a.at.Compare(b.at) })
	return all
}

func (v *view) conversation() conversationView {
	state, found := v.phoneState()
	before, around := v.query.Get("before"), v.marked
	shown := conversationView{Start: v.startOf(), NoPhones: len(v.sim.Phones()) == 0}
	if !found {
		shown.Source = source("conversation", "phone", v.phone)
		return shown
	}
	all := v.entries()
	from, to := window(len(all), indexOf(all, before), indexOf(all, around))
	if to == len(all) {
		before = ""
	}
	if around != "" && indexOf(all, around) < 0 {
		around = "" // it is a line of the wire that is marked
	}
	shown.Source = source("conversation", "phone", v.phone, "before", before, "around", around)
	if from > 0 {
		shown.Earlier = source("conversation", "phone", v.phone, "before", all[from].sid)
	}
	if to < len(all) {
		shown.Newest = source("conversation", "phone", v.phone)
	}
	shown.Items, shown.Calls = v.items(all[from:to]), v.liveCalls(all)
	shown.Phone = v.phoneOf(state, all)
	return shown
}

func indexOf(all []entry, sid string) int {
	return slices.IndexFunc(all, func(e entry) bool { return e.sid == sid })
}

// window returns which of n things are shown: the ones before one, the ones around one, or
// the newest; -1 stands for none.
func window(n, before, around int) (from, to int) {
	to = n
	switch {
	case before > 0:
		to = before
	case around >= 0:
		to = min(n, around+itemsShown/2)
	}
	return max(0, to-itemsShown), to
}

// items are the messages and calls that are shown, with the days on which they were.
func (v *view) items(entries []entry) []itemView {
	items := make([]itemView, 0, len(entries))
	alerts, recordings := v.alertsByCause(), v.sim.Recordings()
	day := ""
	for _, e := range entries {
		var item itemView
		if today := e.at.In(v.zone).Format(time.DateOnly); today != day {
			day, item.Day = today, today
		}
		if e.message != nil {
			item.Message = v.messageOf(e.message)
			item.Message.Problem = firstProblem(item.Message.Problem, alerts[e.sid])
		} else {
			item.Call = v.cardOf(e.call, recordings)
			item.Call.Problem = firstProblem(nil, alerts[e.sid])
		}
		items = append(items, item)
	}
	return items
}

func firstProblem(own, alert *problemView) *problemView {
	if own != nil {
		return own
	}
	return alert
}

// alertsByCause are the newest alerts by the messages and calls that they are about.
func (v *view) alertsByCause() map[string]*problemView {
	found := map[string]*problemView{}
	for _, a := range v.sim.Alerts() {
		if a.About != "" {
			found[a.About] = problemOfAlert(a)
		}
	}
	return found
}

func problemOfAlert(a twiliotest.Alert) *problemView {
	if a.Code == 0 {
		return &problemView{Title: a.Message}
	}
	return problemOf(a.Code)
}

// liveCalls are those that ring or go on.
func (v *view) liveCalls(all []entry) []callView {
	var live []callView
	for _, e := range all {
		if e.call == nil || stateOf(e.call) == "over" {
			continue
		}
		live = append(live, *v.cardOf(e.call, v.sim.Recordings()))
	}
	return live
}

func (v *view) phoneOf(state twiliotest.PhoneState, all []entry) *phoneView {
	shown := &phoneView{Number: state.Number, Name: state.Name, API: apiOf("phones", state.Number)}
	for _, habit := range habits() {
		habit.Chosen = habit.Value == string(state.Habit)
		shown.Habits = append(shown.Habits, habit)
	}
	shown.Notes = notesOf(state)
	other, channel := lastPartner(all)
	shown.Channel = channel
	for _, n := range v.sim.Numbers() {
		shown.Senders = append(shown.Senders, choice{Value: n.Number, Label: n.Number, Chosen: n.Number == other})
		if len(shown.Senders) == phonesShown {
			break
		}
	}
	return shown
}

func habits() []choice {
	return []choice{
		{Value: string(twiliotest.HabitNoAnswer), Label: "It rings until you answer"},
		{Value: string(twiliotest.HabitAnswer), Label: "It is answered by itself"},
		{Value: string(twiliotest.HabitBusy), Label: "It is busy"},
		{Value: string(twiliotest.HabitOutOfService), Label: "It is out of service"},
	}
}

// lastPartner is the program's number that took part last, and on which channel.
func lastPartner(all []entry) (number, channel string) {
	for _, e := range slices.Backward(all) {
		switch {
		case e.call != nil:
			return otherOf(e.call), ""
		case e.message.Direction == twilio.MessageDirectionInbound:
			return bare(e.message.To)
		case e.message.From != "":
			return bare(e.message.From)
		}
	}
	return "", ""
}
