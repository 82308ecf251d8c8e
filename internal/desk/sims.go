package desk

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/seed15d99369/twilio/twiliotest"
)

// firstNumber is the number that an account has at its start, so that its first message has
// a sender. Nobody owns it.
const firstNumber = "+14155556789"

// identity is an account of a workspace.
type identity struct {
	sid, token string
}

// newSim starts a simulator as the desk is set up: with the fixed example account when who is
// nil, and otherwise with an account and a file of its own.
func (d *Desk) newSim(who *identity) (*twiliotest.Sim, error) {
	sim, err := twiliotest.Start(d.options(who)...)
	if err != nil && d.config.StateFile != "" {
		return nil, &FieldError{"StateFile", err} // every other option has been checked
	}
	if err != nil {
		return nil, err
	}
	if err := d.furnish(sim); err != nil {
		return nil, errors.Join(err, sim.Close())
	}
	return sim, nil
}

// furnish gives a simulator its numbers and faults. Numbers that it remembers keep the
// addresses that they have.
func (d *Desk) furnish(sim *twiliotest.Sim) error {
	numbers := d.config.Numbers
	if len(numbers) == 0 && len(sim.Numbers()) == 0 {
		numbers = []string{firstNumber}
	}
	for _, number := range numbers {
		sim.Number(number)
		if !slices.ContainsFunc(sim.Numbers(), func(n twiliotest.NumberState) bool { return n.Number == number }) {
			return &FieldError{"Numbers", fmt.Errorf("%q is no number: write it in E.164, such as %s", number, firstNumber)}
		}
	}
	for _, n := range sim.Numbers() {
		if n.SMSURL == "" && d.config.SMSURL != "" {
			sim.Number(n.Number, twiliotest.SMSURL(d.config.SMSURL))
		}
		if n.VoiceURL == "" && d.config.VoiceURL != "" {
			sim.Number(n.Number, twiliotest.VoiceURL(d.config.VoiceURL))
		}
	}
	faults, err := d.config.faults()
	for _, fault := range faults {
		sim.Fault(fault)
	}
	return err
}

// options are those of a simulator of this desk.
func (d *Desk) options(who *identity) []twiliotest.Option {
	c := d.config
	opts := []twiliotest.Option{
		twiliotest.ClockSpeed(cmp.Or(c.ClockSpeed, 1)), twiliotest.KeepAnswers(), twiliotest.FetchMedia(), twiliotest.Logger(c.Logger), twiliotest.AnswerAfter(c.AnswerAfter),
		twiliotest.WebhookHosts(c.WebhookHosts...), twiliotest.RefuseWebhooksTo(d.listener.Addr()),
	}
	if c.History > 0 {
		opts = append(opts, twiliotest.History(c.History))
	}
	if c.StateFile != "" {
		opts = append(opts, twiliotest.StateFile(d.stateFile(who)))
	}
	if !c.Strict {
		opts = append(opts, twiliotest.Lenient())
	}
	if who == nil {
		return append(opts, twiliotest.Seed(c.Seed))
	}
	return append(opts, twiliotest.Account(who.sid, who.token), twiliotest.Seed(seedOf(c.Seed, *who)))
}

// stateFile is where a simulator remembers itself.
func (d *Desk) stateFile(who *identity) string {
	if who == nil {
		return d.config.StateFile
	}
	return d.config.StateFile + "." + who.sid
}

// seedOf is another one for each account, which nobody else can tell: addresses of media and
// recordings follow from it.
func seedOf(seed uint64, who identity) uint64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %s", seed, who.sid, who.token))
	return binary.BigEndian.Uint64(sum[:])
}
