package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// finish says what became of the campaign, and writes the report, also after an error.
func (s *sending[TTx]) finish(ctx context.Context, failure error) error {
	ctx = context.WithoutCancel(ctx)
	p, err := s.reader.Progress(ctx, s.opts.campaign)
	if err != nil {
		return errors.Join(failure, err)
	}
	if err := s.report(ctx); err != nil {
		return errors.Join(failure, fmt.Errorf("the report cannot be written: %w", err))
	}
	_, err = fmt.Fprintf(s.command.stdout, "\n%s\nThe report with a line for each of them is %s.\n", summary(p), s.opts.report)
	switch {
	case failure != nil:
		return failure
	case err != nil:
		return err
	case len(p.Failures) > 0 || p.States[outbox.Accepted] < p.Messages || s.count.rejects > 0:
		return errSome
	}
	return nil
}

// summary says what became of a campaign, with advice.
func summary(p *outbox.Progress) string {
	lines := []string{fmt.Sprintf("Campaign %q: all %s are over.", p.Campaign, plural(p.Messages, "message"))}
	if p.Messages == 1 {
		lines[0] = fmt.Sprintf("Campaign %q: the message is over.", p.Campaign)
	}
	if p.Left > 0 {
		lines[0] = fmt.Sprintf("Campaign %q: %s of %s are over, and %s left.", p.Campaign, thousands(p.Messages-p.Left), plural(p.Messages, "message"), areLeft(p.Left))
	}
	for _, state := range []struct {
		state outbox.State
		words string
	}{
		{outbox.Accepted, "accepted by Twilio"}, {outbox.Refused, "refused by Twilio"}, {outbox.GivenUp, "given up"}, {outbox.Cancelled, "cancelled"},
		{outbox.Skipped, "skipped, because the recipient does not want it"},
		{outbox.Unknown, "of unknown outcome; they are looked for when you run the command again"},
		{outbox.Uncertain, "uncertain; they may have been sent. " + uncertainAdvice},
	} {
		if n := p.States[state.state]; n > 0 {
			lines = append(lines, fmt.Sprintf("  %s %s", thousands(n), state.words))
		}
		if state.state == outbox.Accepted {
			lines = append(lines, deliveries(p)...)
		}
	}
	for i := range p.Failures {
		lines = append(lines, p.Failures[i].String())
	}
	return strings.Join(lines, "\n")
}

func areLeft(n int) string {
	if n == 1 {
		return "1 is"
	}
	return thousands(n) + " are"
}

const uncertainAdvice = "Look for the message in Twilio's Console before you send it again"

// deliveries says how many accepted messages have each status, in Twilio's order.
func deliveries(p *outbox.Progress) (lines []string) {
	for _, status := range []twilio.MessageStatus{
		twilio.MessageStatusDelivered, twilio.MessageStatusUndelivered, twilio.MessageStatusFailed, twilio.MessageStatusSent,
	} {
		if n := p.Deliveries[string(status)]; n > 0 {
			lines = append(lines, fmt.Sprintf("    %s %s", thousands(n), status))
		}
	}
	open := p.States[outbox.Accepted]
	for _, line := range lines {
		n, _ := strconv.Atoi(strings.ReplaceAll(strings.Fields(line)[0], ",", ""))
		open -= n
	}
	if open > 0 && len(lines) > 0 {
		lines = append(lines, fmt.Sprintf("    %s not known yet; -wait waits for them", thousands(open)))
	}
	return lines
}

// outcome is one line of the report.
type outcome struct {
	line                                      int
	number, key, state, sid, delivery, reason string
	code                                      twilio.ErrorCode
}

func scanOutcome(scan func(dest ...any) error) (o outcome, err error) {
	var code int
	err = scan(&o.line, &o.number, &o.key, &o.state, &o.sid, &o.delivery, &code, &o.reason)
	o.code = twilio.ErrorCode(code)
	return o, err
}

// outcomes returns the next lines of the report behind one.
func (s *store) outcomes(ctx context.Context, salt string, behind outcome) ([]outcome, error) {
	return db.All(ctx, s.c, scanOutcome, `SELECT l.line, o.recipient, o.key, o.state, COALESCE(o.sid, ''), o.delivery, o.code, o.reason
		FROM twilio_campaign_lines l JOIN twilio_outbox o ON o.target = $1 AND o.account = $2 AND o.key = l.key
		WHERE l.salt = $3 AND (l.line, l.key) > ($4, $5) ORDER BY l.line, l.key LIMIT $6`,
		s.target, s.account, salt, behind.line, behind.key, linesOfBatch)
}

// report writes what became of each line.
func (s *sending[TTx]) report(ctx context.Context) error {
	file := &lazyCSV{file: s.opts.report, head: []string{"line", "number", "key", "state", "sid", "delivery", "code", "title", "advice"}}
	defer file.abandon()
	last := outcome{line: -1}
	for {
		page, err := s.store.outcomes(ctx, s.state.salt, last)
		if err != nil {
			return err
		}
		for _, o := range page {
			if err := file.write(o.values()...); err != nil {
				return err
			}
			last = o
		}
		if len(page) < linesOfBatch {
			return file.finish()
		}
	}
}

// values are those of one line of the report. A line that is not in the file any more has no
// number of a line.
func (o *outcome) values() []string {
	line, code, advice := "", "", o.code.Advice()
	if o.line > 0 {
		line = strconv.Itoa(o.line)
	}
	if o.code != 0 {
		code = strconv.Itoa(int(o.code))
	}
	if outbox.State(o.state) == outbox.Uncertain {
		advice = uncertainAdvice + "."
	}
	return []string{line, o.number, o.key, o.state, o.sid, o.delivery, code, cmp.Or(o.code.Title(), o.reason), advice}
}
