package control

import (
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

func (c *call) phones() (any, *problem) {
	return simapi.PhoneList{Phones: each(c.sim.Phones(), phoneOf)}, nil
}

func (c *call) phone() (any, *problem) {
	for _, p := range c.sim.Phones() {
		if p.Number == c.http.PathValue("number") {
			return phoneOf(&p), nil
		}
	}
	return nil, notFound("number", "There is no such phone.", "PUT the same path, with {} as its body, to make one.")
}

func (c *call) setPhone() (any, *problem) {
	var change simapi.PhoneChange
	if problem := c.read(&change); problem != nil {
		return nil, problem
	}
	if problem := whyNoChange(&change); problem != nil {
		return nil, problem
	}
	p, err := c.sim.TryPhone(c.http.PathValue("number"))
	if err != nil {
		return nil, refused("number", err)
	}
	changePhone(p, &change)
	state := p.State()
	return phoneOf(&state), nil
}

// The longest name of a person, and the longest time that a phone rings.
const (
	maxName  = 100
	maxRings = 10 * time.Minute
)

var habits = []twiliotest.Habit{twiliotest.HabitAnswer, twiliotest.HabitBusy, twiliotest.HabitNoAnswer, twiliotest.HabitOutOfService}

var whoAnswers = []twilio.AnsweredBy{
	"", twilio.AnsweredByHuman, twilio.AnsweredByMachineStart, twilio.AnsweredByMachineEndBeep, twilio.AnsweredByMachineEndSilence,
	twilio.AnsweredByMachineEndOther, twilio.AnsweredByFax, twilio.AnsweredByUnknown,
}

// whyNoChange is the problem of a change to a phone, nil for none.
func whyNoChange(change *simapi.PhoneChange) *problem {
	switch {
	case change.Name != nil && len(*change.Name) > maxName:
		return badField("name", "The name is longer than 100 bytes.", "Shorten it.")
	case change.Habit != nil && !slices.Contains(habits, twiliotest.Habit(*change.Habit)):
		return badField("habit", "A phone has no such habit.", "Give answer, busy, no-answer or out-of-service.")
	case change.AnswerAfter != nil && (*change.AnswerAfter < 0 || time.Duration(*change.AnswerAfter) > maxRings):
		return badField("answer_after", "The time is negative, or longer than ten minutes.", "Give a time span such as 5s.")
	case change.AnsweredBy != nil && !slices.Contains(whoAnswers, twilio.AnsweredBy(*change.AnsweredBy)):
		return badField("answered_by", "Nobody of that kind answers a phone.", "Give human, machine_start, machine_end_beep, machine_end_silence, machine_end_other, fax or unknown.")
	case change.Unreachable != nil && *change.Unreachable < 0:
		return badField("unreachable", "The error code is negative.", "Give a code such as 30003, or 0 for a phone that is on.")
	}
	return nil
}

// changePhone sets what is given. The habit comes last, because who answers and when are those
// of a phone that answers.
func changePhone(p *twiliotest.Phone, change *simapi.PhoneChange) {
	habit := string(p.State().Habit)
	if change.Name != nil {
		p.SetName(*change.Name)
	}
	if change.Unreachable != nil {
		p.Unreachable(twilio.ErrorCode(*change.Unreachable))
	}
	if change.OptedOut != nil {
		map[bool]func(){true: p.OptOut, false: p.OptIn}[*change.OptedOut]()
	}
	if change.AnswerAfter != nil {
		p.AnswerAfter(time.Duration(*change.AnswerAfter))
	}
	if change.AnsweredBy != nil {
		p.Answer(twilio.AnsweredBy(*change.AnsweredBy))
	}
	if change.Habit != nil {
		habit = *change.Habit
	}
	setHabit(p, twiliotest.Habit(habit))
}

func setHabit(p *twiliotest.Phone, habit twiliotest.Habit) {
	switch habit {
	case p.State().Habit:
	case twiliotest.HabitAnswer:
		p.Answer(p.State().AnsweredBy)
	case twiliotest.HabitBusy:
		p.Busy()
	case twiliotest.HabitNoAnswer:
		p.NoAnswer()
	case twiliotest.HabitOutOfService:
		p.OutOfService()
	}
}

// maxText and maxMedia bound a message from a phone.
const (
	maxText  = 16 << 10
	maxMedia = 10
)

func (c *call) text() (any, *problem) {
	var in simapi.Inbound
	if problem := c.read(&in); problem != nil {
		return nil, problem
	}
	if problem := whyNoText(&in); problem != nil {
		return nil, problem
	}
	p, err := c.sim.TryPhone(c.http.PathValue("number"))
	if err != nil {
		return nil, refused("number", err)
	}
	send := p.TrySMS
	if in.Channel == "whatsapp" {
		send = p.TryWhatsApp
	}
	answer, err := send(c.http.Context(), in.To, in.Body, inboundOptions(in.Media, in.Params)...)
	if err != nil {
		return nil, c.refusedNumber(in.To, err)
	}
	return c.inboundAnswer(answer), nil
}

func whyNoText(in *simapi.Inbound) *problem {
	switch {
	case in.To == "":
		return badField("to", "The message has no recipient.", "Give one of the account's numbers.")
	case in.Body == "" && len(in.Media) == 0:
		return badField("body", "The message is empty.", "Give a text, or the address of a file in media.")
	case len(in.Body) > maxText:
		return badField("body", "The text is longer than 16,384 bytes.", "Shorten it.")
	case in.Channel != "" && in.Channel != "sms" && in.Channel != "whatsapp":
		return badField("channel", "There is no such channel.", "Give sms or whatsapp, or leave it out for sms.")
	case len(in.Media) > maxMedia:
		return badField("media", "The message has more than ten files.", "Give at most ten.")
	}
	return nil
}

func inboundOptions(media []string, params map[string]string) []twiliotest.InboundOption {
	opts := make([]twiliotest.InboundOption, 0, len(media)+len(params))
	for _, address := range media {
		opts = append(opts, twiliotest.Attach(address))
	}
	for name, value := range params {
		opts = append(opts, twiliotest.Param(name, value))
	}
	return opts
}

// inboundAnswer shows a message from a phone, and the answer of the application if it was
// asked.
func (c *call) inboundAnswer(answer *twiliotest.Callback) simapi.InboundAnswer {
	var shown simapi.InboundAnswer
	if answer.ID != 0 {
		callback := callbackOf(answer)
		shown.Callback = &callback
	}
	if m, kept := c.sim.MessageOf(answer.About); kept {
		message := messageOf(&m)
		shown.Message = &message
	}
	return shown
}
