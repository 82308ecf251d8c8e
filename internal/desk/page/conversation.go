package page

import (
	"slices"
	"strconv"
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
		if m.Person() == v.phone {
			all = append(all, entry{m.Created, m.SID, &m, nil})
		}
	}
	for _, c := range v.sim.Calls() {
		if c.Person() == v.phone {
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
	shown.Habits = chosen(habits(), string(state.Habit))
	shown.Who = chosen(whoAnswers(), string(state.AnsweredBy))
	shown.Power = chosen(powers(), strconv.Itoa(int(state.Unreachable)))
	shown.Opted = chosen(optedOut(), strconv.FormatBool(state.OptedOut))
	shown.Rings = max(1, int(state.AnswerAfter/time.Second))
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

func whoAnswers() []choice {
	return []choice{
		{Value: "", Label: "A person"}, {Value: string(twilio.AnsweredByMachineStart), Label: "A machine"}, {Value: string(twilio.AnsweredByFax), Label: "A fax"},
	}
}

// powers are whether messages reach the phone, with the code of the failure.
// https://www.twilio.com/docs/api/errors
func powers() []choice {
	return []choice{
		{Value: "0", Label: "They are delivered"}, {Value: "30003", Label: "The phone is off (30003)"}, {Value: "30005", Label: "Nobody has the number (30005)"},
		{Value: "30006", Label: "It is a landline (30006)"}, {Value: "30007", Label: "The carrier filters them (30007)"},
	}
}

func optedOut() []choice {
	return []choice{{Value: "false", Label: "It takes messages"}, {Value: "true", Label: "It has sent STOP (21610)"}}
}

// chosen marks the choice with a value, and adds one when there is none.
func chosen(choices []choice, value string) []choice {
	for i := range choices {
		if choices[i].Value == value {
			choices[i].Chosen = true
			return choices
		}
	}
	return append(choices, choice{Value: value, Label: value, Chosen: true})
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
