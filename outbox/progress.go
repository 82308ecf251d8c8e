package outbox

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// Progress is how far a campaign has come. Its String says it in words.
type Progress struct {
	Campaign string // "" for the messages without one, AllCampaigns for all
	At       time.Time
	Paused   bool // by its name, or with all campaigns

	Messages   int            // all of them
	States     map[State]int  // how many are in each state
	Deliveries map[string]int // how many of the accepted ones have each of Twilio's statuses; "" is none yet
	OptedOut   int            // skipped, or refused by Twilio because the recipient has unsubscribed

	Left      int // that are not over: pending, sending and unknown
	Scheduled int // of those, whose time has not come
	// PerMinute is how many a minute Twilio has accepted within the last five minutes, or since the
	// first of them.
	PerMinute float64
	// ThroughAt is when the last message will have been sent if the outbox sends nothing else, at
	// the rates of its Config. It is zero when the campaign is paused, or nothing waits.
	ThroughAt time.Time

	Failures []Failure // the most frequent first
}

// Failure is what messages of a campaign have failed of: they were refused, given up, or accepted
// and then not delivered.
type Failure struct {
	// Category is the kind of error; "" for a code that is not known and for failures without one,
	// each of which has a Failure of its own.
	Category twilio.Category
	Messages int
	Code     twilio.ErrorCode // the most frequent one of the category, 0 when Twilio gave none
	Advice   string           // what to do about that code, "" when it is not known
	State    State            // of the message Key
	Key      string           // one message with that code
	Reason   string           // what that message has failed of, in words
}

// The throughput is that of the last minutes.
const (
	recent      = 5 * time.Minute
	leastRecent = time.Minute
)

// Progress counts the messages of a campaign: "" is for those without a campaign, and
// [AllCampaigns] for all. A name that no message has is no error: its Messages are 0.
func (o *Outbox[TTx]) Progress(ctx context.Context, campaign string) (*Progress, error) {
	p := &Progress{Campaign: campaign, At: o.now(), States: map[State]int{}, Deliveries: map[string]int{}}
	steps := []func(context.Context, *Progress) error{o.countStates, o.countRecent, o.estimate}
	for _, step := range steps {
		if err := step(ctx, p); err != nil {
			return nil, fmt.Errorf("outbox: the progress of campaign %q cannot be read: %w", campaign, err)
		}
	}
	return p, nil
}

// tally is how many messages have the same state, delivery and code.
type tally struct {
	state    State
	delivery string
	code     twilio.ErrorCode
	messages int
	anID     int64
}

func scanTally(scan func(dest ...any) error) (t tally, err error) {
	var code int
	err = scan((*string)(&t.state), &t.delivery, &code, &t.messages, &t.anID)
	t.code = twilio.ErrorCode(code)
	return t, err
}

// countStates reads the index alone.
func (o *Outbox[TTx]) countStates(ctx context.Context, p *Progress) error {
	condition, args := inCampaign(p.Campaign, []any{o.config.Target, o.config.Account})
	tallies, err := db.All(ctx, o.driver.Pool(), scanTally, `SELECT state, delivery, code, count(*), min(id) FROM twilio_outbox
		WHERE target = $1 AND account = $2`+condition+" GROUP BY state, delivery, code", args...)
	if err != nil {
		return err
	}
	for _, t := range tallies {
		p.Messages += t.messages
		p.States[t.state] += t.messages
		if t.state == Accepted {
			p.Deliveries[t.delivery] += t.messages
		}
		if !t.state.Final() {
			p.Left += t.messages
		}
		if t.state == Skipped || t.state == Refused && t.code.Is(twilio.ErrOptedOut) {
			p.OptedOut += t.messages
		}
	}
	p.Failures, err = o.failures(ctx, tallies)
	return err
}

// hasFailed reports that messages were not sent, or not delivered, against the program's will.
func (t *tally) hasFailed() bool {
	switch t.state {
	case Refused, GivenUp:
		return true
	case Accepted:
		return t.code != 0 || slices.Contains(failedDeliveries, t.delivery)
	}
	return false
}

// failedDeliveries are the statuses of messages and calls that did not reach anybody.
var failedDeliveries = []string{
	string(twilio.MessageStatusFailed), string(twilio.MessageStatusUndelivered), string(twilio.CallStatusBusy), string(twilio.CallStatusNoAnswer),
}

// failures sorts what has failed by the category of its code.
func (o *Outbox[TTx]) failures(ctx context.Context, tallies []tally) ([]Failure, error) {
	type kind struct {
		category twilio.Category
		code     twilio.ErrorCode // of an unknown category
		state    State            // without a code
		delivery string
	}
	slices.SortFunc(tallies, func(a, b tally) int {
		return cmp.Or(cmp.Compare(b.messages, a.messages), cmp.Compare(a.anID, b.anID))
	})
	var list []Failure
	places := map[kind]int{}
	for _, t := range tallies {
		if !t.hasFailed() {
			continue
		}
		k := kind{category: t.code.Category()}
		if k.category == "" {
			k.code = t.code
		}
		if t.code == 0 {
			k.state, k.delivery = t.state, t.delivery
		}
		if place, known := places[k]; known {
			list[place].Messages += t.messages
			continue
		}
		example, err := o.store.byID(ctx, o.driver.Pool(), t.anID)
		if err != nil {
			return nil, err
		}
		places[k] = len(list)
		list = append(list, Failure{
			Category: k.category, Messages: t.messages, Code: t.code, Advice: t.code.Advice(),
			State: t.state, Key: example.Key, Reason: cmp.Or(t.code.Title(), example.Reason, "its status is "+t.delivery),
		})
	}
	slices.SortStableFunc(list, func(a, b Failure) int { return cmp.Compare(b.Messages, a.Messages) })
	return list, nil
}

// countRecent counts the messages that were accepted within the last minutes. Those still have
// their parameters, by which an index knows them.
func (o *Outbox[TTx]) countRecent(ctx context.Context, p *Progress) error {
	window := recent
	if o.config.EraseAfter > 0 {
		window = min(window, o.config.EraseAfter)
	}
	condition, args := inCampaign(p.Campaign, []any{o.config.Target, o.config.Account, p.At.Add(-window)})
	var accepted int
	var first time.Time
	_, err := db.One(ctx, o.driver.Pool(), []any{&accepted, &first}, `SELECT count(*), min(settled_at) FROM twilio_outbox
		WHERE target = $1 AND account = $2 AND settled_at >= $3 AND params IS NOT NULL AND state = 'accepted'`+condition, args...)
	if accepted > 0 {
		p.PerMinute = float64(accepted) / max(p.At.Sub(first), leastRecent).Minutes()
	}
	return err
}

// estimate says when the messages that wait will have been sent.
func (o *Outbox[TTx]) estimate(ctx context.Context, p *Progress) (err error) {
	if p.Paused, err = o.isPaused(ctx, p.Campaign); err != nil || p.States[Pending] == 0 {
		return err
	}
	through := p.At.Add(timeFor(p.States[Pending], o.config.Rate))
	last, err := o.countScheduled(ctx, p)
	if err != nil {
		return err
	}
	through = later(through, last)
	for sender, rate := range o.config.SenderRates {
		n, err := o.waitingOf(ctx, p.Campaign, sender)
		if err != nil {
			return err
		}
		through = later(through, p.At.Add(timeFor(n, rate.PerSecond)))
	}
	if !p.Paused {
		p.ThroughAt = through
	}
	return nil
}

// countScheduled counts the messages whose time has not come, and returns the time of the last
// one. It reads those alone: the index that the dispatcher uses has them at its ends.
func (o *Outbox[TTx]) countScheduled(ctx context.Context, p *Progress) (last time.Time, err error) {
	senders, err := o.waitingSenders(ctx, o.driver.Pool())
	for _, sender := range senders {
		for priority := firstPriority; priority <= lastPriority; priority++ {
			condition, args := inCampaign(p.Campaign, []any{o.config.Target, o.config.Account, sender, priority, p.At})
			var n int
			var at time.Time
			if _, err := db.One(ctx, o.driver.Pool(), []any{&n, &at}, `SELECT count(*), max(send_after) FROM twilio_outbox
				WHERE target = $1 AND account = $2 AND sender = $3 AND priority = $4 AND send_after > $5 AND state = 'pending' AND job IS NULL`+condition, args...); err != nil {
				return last, err
			}
			p.Scheduled += n
			last = later(last, at)
		}
	}
	return last, err
}

// waitingOf counts the messages of a sender that wait.
func (o *Outbox[TTx]) waitingOf(ctx context.Context, campaign, sender string) (n int, err error) {
	condition, args := inCampaign(campaign, []any{o.config.Target, o.config.Account, sender})
	// An index has those with a job, and another one those without.
	const waiting = "(SELECT count(*) FROM twilio_outbox WHERE target = $1 AND account = $2 AND sender = $3 AND state = 'pending' AND job IS "
	_, err = db.One(ctx, o.driver.Pool(), []any{&n}, "SELECT "+waiting+"NULL"+condition+") + "+waiting+"NOT NULL"+condition+")", args...)
	return n, err
}

// timeFor is how long messages take at a rate, in whole seconds.
func timeFor(messages int, rate float64) time.Duration {
	const longest = 100 * 365 * 24 * 3600
	return time.Duration(min(math.Ceil(float64(messages)/rate), longest)) * time.Second
}

// String says how the campaign goes, in some lines for somebody in a hurry.
func (p *Progress) String() string {
	lines := []string{p.headline()}
	add := func(say bool, format string, args ...any) {
		if say {
			lines = append(lines, fmt.Sprintf(format, args...))
		}
	}
	add(p.Paused, "It is paused: nothing of it is sent before Resume.")
	add(p.States[Accepted] > 0, "Twilio has accepted %s%s.", count(p.States[Accepted]), inBrackets(deliveriesInWords(p.Deliveries)))
	add(p.Left > 0, "%s left%s.", count(p.Left), inBrackets(p.leftInWords()))
	add(p.PerMinute > 0, "Twilio accepted %s a minute lately.", count(int(math.Ceil(p.PerMinute))))
	add(!p.ThroughAt.IsZero(), "The last one will be sent at %s, in %s, if nothing else is sent.", p.ThroughAt.Format("15:04:05 MST on 2 January"), p.ThroughAt.Sub(p.At).Round(time.Second))
	for _, s := range [...]State{Refused, GivenUp, Cancelled, Skipped} {
		add(p.States[s] > 0, "%s %s %s.", count(p.States[s]), wasOrWere(p.States[s]), endsInWords[s])
	}
	add(p.States[Uncertain] > 0, "%s may have been sent, and a person has to look: Entries lists what is uncertain, and SettleByHand, ResendMaybeTwice or CloseByHand ends it.", count(p.States[Uncertain]))
	for _, f := range p.Failures {
		lines = append(lines, f.String())
	}
	return strings.Join(lines, "\n")
}

func (p *Progress) headline() string {
	name := "Campaign " + strconv.Quote(p.Campaign)
	switch p.Campaign {
	case "":
		name = "Messages without a campaign"
	case AllCampaigns:
		name = "All messages"
	}
	switch {
	case p.Messages == 0:
		return name + ": there are none."
	case p.Left == 0:
		return fmt.Sprintf("%s: all %s are over.", name, count(p.Messages))
	}
	return fmt.Sprintf("%s: %s of %s are over (%d %%).", name, count(p.Messages-p.Left), count(p.Messages), 100*(p.Messages-p.Left)/p.Messages)
}

func (p *Progress) leftInWords() []string {
	return nonZero([]part{
		{p.States[Pending] - p.Scheduled, "waiting"}, {p.Scheduled, "scheduled for later"},
		{p.States[Sending], "being sent"}, {p.States[Unknown], "of unknown outcome, being looked for"},
	})
}

var endsInWords = map[State]string{
	Refused:   "refused by Twilio",
	GivenUp:   "given up",
	Cancelled: "cancelled",
	Skipped:   "skipped, because the recipient does not want it",
}

// String says what has failed, how often, and what to do.
func (f *Failure) String() string {
	what := f.Reason
	if f.Code != 0 {
		what = fmt.Sprintf("error %d, %s", int(f.Code), f.Reason)
	}
	if f.Category != "" {
		what = strings.ReplaceAll(string(f.Category), "_", " ") + ", such as " + what
	}
	text := fmt.Sprintf("%s failed: %s (message %q).", count(f.Messages), what, f.Key)
	if f.Advice != "" {
		text += " " + f.Advice
	}
	return text
}

// part is a part of a sum, in words.
type part struct {
	n    int
	what string
}

func nonZero(parts []part) (texts []string) {
	for _, p := range parts {
		if p.n > 0 {
			texts = append(texts, count(p.n)+" "+p.what)
		}
	}
	return texts
}

// deliveriesInWords says how often each status was told, the most frequent first.
func deliveriesInWords(deliveries map[string]int) []string {
	parts := make([]part, 0, len(deliveries))
	for status, n := range deliveries {
		parts = append(parts, part{n, cmp.Or(status, "without a status yet")})
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.what, b.what)) })
	return nonZero(parts)
}

func inBrackets(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return " (" + strings.Join(texts, ", ") + ")"
}

func wasOrWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// count writes a number with commas: 1,234,567.
func count(n int) string {
	text := strconv.Itoa(n)
	const group = 3
	for at := len(text) - group; at > 0; at -= group {
		text = text[:at] + "," + text[at:]
	}
	return text
}
