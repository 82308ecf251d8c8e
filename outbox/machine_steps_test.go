package outbox

import (
	"fmt"
	"math/bits"
	"strings"
)

// label names a step; it is written only when the step is shown.
type label struct {
	format string
	a, b   any
	want   State // of the row b, if its state is what the step decides
	row    int8
}

func name(format string, a, b any) label { return label{format: format, a: a, b: b} }

// decides says which state a row has after the step.
func (l label) decides(row int8, want State) label {
	l.row, l.want = row, want
	return l
}

func (l label) String() string { return strings.TrimSpace(fmt.Sprintf(l.format+" %v %v", l.a, l.b)) }

// adder takes a step: one thing that can happen, and the world as it is then.
type adder func(what label, then *world)

// steps adds everything that can happen next.
func (c *circumstances) steps(w *world, add adder) {
	for i := range c.workers {
		c.workerSteps(w, i, add)
	}
	for i := range c.sweepers {
		c.sweeperSteps(w, i, add)
	}
	c.callerSteps(w, add)
	c.twilioSteps(w, add)
	for r := range c.rows {
		c.operatorSteps(w, r, add)
		if c.person {
			c.personSteps(w, r, add)
		}
	}
}

// twilioSteps are those of Twilio and of time.
func (c *circumstances) twilioSteps(w *world, add adder) {
	for r := range c.rows {
		for a := int8(1); a <= w.rows[r].attempt; a++ {
			s := slot(r, a)
			if w.truth[s] == flying {
				for _, f := range [...]fate{created, denied, lost} {
					then := *w
					then.truth[s] = f
					add(name("Twilio decides: fate, attempt", f, s), &then)
				}
			}
			switch {
			case !w.late.has(s):
				then := *w
				then.late.add(s)
				add(name("NotAfter passes: attempt", s, ""), &then)
			case !w.over.has(s) && w.truth[s] != flying:
				then := *w
				then.over.add(s)
				add(name("the horizon passes: attempt", s, ""), &then)
			}
		}
	}
}

func (c *circumstances) workerSteps(w *world, i int8, add adder) {
	me := w.workers[i]
	if me.phase != workerIdle && c.deaths {
		then := *w
		then.workers[i] = modelWorker{}
		add(name("worker dies", i, ""), &then)
	}
	switch me.phase {
	case workerIdle:
		for r := range c.rows {
			if w.rows[r].is() == Pending {
				then := *w
				then.workers[i] = modelWorker{phase: workerLoaded, tells: modelTeller{row: r, before: w.rows[r]}}
				add(name("worker loads row ", i, r), &then)
			}
		}
	case workerLoaded:
		c.claimSteps(w, i, add)
	case workerClaimed:
		s := slot(me.tells.row, me.attempt)
		if !w.late.has(s) {
			then := *w
			then.truth[s] = flying
			then.workers[i].phase = workerWaits
			add(name("worker sends", i, ""), &then)
		}
		add(name("worker can prove that nothing is sent", i, ""), w.workerHears(i, mNotSent))
	case workerWaits:
		s := slot(me.tells.row, me.attempt)
		switch w.truth[s] {
		case created:
			then := w.workerHears(i, mAccepted)
			add(name("worker is told the SID", i, ""), then)
			if other := w.messages() &^ ofRow(me.tells.row); c.mixed && other != 0 {
				wrong := *then
				wrong.workers[i].tells.news.sid = int8(1 + bits.TrailingZeros8(uint8(other)))
				add(name("worker is told another SID", i, ""), &wrong)
			}
		case denied:
			add(name("worker is refused", i, ""), w.workerHears(i, mRefused))
		}
		add(name("worker hears nothing", i, ""), w.workerHears(i, mNoAnswer))
	case workerTells:
		then := *w
		if c.tell(&then, &then.workers[i].tells) {
			then.workers[i] = modelWorker{}
		}
		add(name("worker tells ", i, me.tells.news.event.event()), &then)
	}
}

// workerHears is the world after the worker knows the result of its attempt.
func (w *world) workerHears(i int8, what modelEvent) *world {
	then := *w
	me := &then.workers[i]
	me.phase = workerTells
	me.tells.news = modelNews{event: what, attempt: me.attempt}
	switch what {
	case mAccepted:
		me.tells.news.sid, me.tells.news.by = 1+slot(me.tells.row, me.attempt), mByAnswer
	case mRefused:
		me.tells.news.by = mByAnswer
	}
	return &then
}

// claimDecision is what the transaction of a claim can come to.
type claimDecision struct {
	event   modelEvent
	leadsTo State
}

// claimSteps are those of the transaction that makes a row sending.
func (c *circumstances) claimSteps(w *world, i int8, add adder) {
	me := w.workers[i]
	decisions := []claimDecision{{mClaimed, Sending}}
	switch {
	case me.tells.before.attempts >= c.attempts:
		decisions = []claimDecision{{mTooLate, GivenUp}}
	case c.stops:
		decisions = append(decisions, claimDecision{mOptedOut, Skipped})
	}
	for _, d := range decisions {
		then := *w
		n := modelNews{event: d.event, attempt: me.tells.before.attempt + 1}
		changed := c.write(&then, me.tells.row, me.tells.before, n)
		now := then.rows[me.tells.row]
		then.workers[i] = modelWorker{}
		if changed && now.is() == Sending {
			s := slot(me.tells.row, n.attempt)
			then.since[s] = then.messages()
			then.said[me.tells.row] = mNone
			then.workers[i] = modelWorker{phase: workerClaimed, attempt: n.attempt, tells: modelTeller{row: me.tells.row, before: now}}
		}
		what := name("worker", i, d.event.event())
		if sameForWrite(w.rows[me.tells.row], me.tells.before) {
			what = what.decides(me.tells.row, d.leadsTo)
		}
		add(what, &then)
	}
}

// apply is the real machine, which is asked once for each question.
func (c *circumstances) apply(before modelRow, n modelNews) (modelRow, bool) {
	question := modelQuestion{before, n}
	answer, known := c.answers[question]
	if !known {
		after, changes := c.rules.apply(before.entry(), n.news())
		answer = modelAnswer{modelRowOf(after), changes}
		c.answers[question] = answer
	}
	return answer.after, answer.changes
}

// write is the compare-and-set: it changes a row if it is as it was, and reports whether it did.
func (c *circumstances) write(w *world, row int8, before modelRow, n modelNews) bool {
	after, changes := c.apply(before, n)
	if !changes || !sameForWrite(w.rows[row], before) {
		return false
	}
	w.rows[row] = after
	return true
}

// sameForWrite compares what store.write compares.
func sameForWrite(a, b modelRow) bool {
	return a.state == b.state && a.attempt == b.attempt && a.by == b.by && a.sid == b.sid
}

// tell is one turn of store.tell. It reports that the teller is done.
func (c *circumstances) tell(w *world, t *modelTeller) bool {
	row, n, before := t.row, t.news, t.before
	after, changes := c.apply(before, n)
	if changes && !sameForWrite(w.rows[row], before) {
		t.before = w.rows[row]
		return false
	}
	if n.event == mAccepted || n.event == mCalledBack {
		w.known.add(n.sid - 1)
	}
	if changes && !c.writeUnique(w, row, after, n) {
		return true // the SID is another row's, which knows better
	}
	if (n.event == mRefused || n.event == mNotSent || n.event == mNoAnswer || n.event == mNotSeen) && w.rows[row].attempt == n.attempt {
		w.said[row] = n.event
	}
	return true
}

// writeUnique writes a row, and takes its SID from a row that has it by a search.
func (c *circumstances) writeUnique(w *world, row int8, after modelRow, n modelNews) bool {
	other := 1 - row
	if after.sid != 0 && w.rows[other].sid == after.sid {
		without, changes := c.apply(w.rows[other], modelNews{event: mDisplaced})
		if n.event == mFound || !changes {
			return false
		}
		w.rows[other] = without
	}
	w.rows[row] = after
	return true
}

func (c *circumstances) sweeperSteps(w *world, i int8, add adder) {
	me := w.sweepers[i]
	if me.phase != sweeperIdle && c.deaths {
		then := *w
		then.sweepers[i] = modelSweeper{}
		add(name("sweeper dies", i, ""), &then)
	}
	switch me.phase {
	case sweeperIdle:
		for r := range c.rows {
			c.sweepRow(w, i, r, add)
		}
	case sweeperHasList:
		then := *w
		c.judgeList(&then, &then.sweepers[i])
		add(name("sweeper asks whose messages these are", i, ""), &then)
	case sweeperHasFound:
		then := *w
		c.tellFound(&then, &then.sweepers[i])
		add(name("sweeper tells what it has found", i, ""), &then)
	case sweeperTells:
		then := *w
		if c.tell(&then, &then.sweepers[i].tells) {
			then.sweepers[i] = modelSweeper{}
		}
		add(name("sweeper tells ", i, me.tells.news.event.event()), &then)
	}
}

// sweepRow ends a lease, or reads the list.
func (c *circumstances) sweepRow(w *world, i, r int8, add adder) {
	row := w.rows[r]
	if row.attempt == 0 {
		return
	}
	s := slot(r, row.attempt)
	teller := modelTeller{row: r, before: row, news: modelNews{event: mLeaseEnded, attempt: row.attempt}}
	if row.is() == Sending && w.late.has(s) {
		then := *w
		then.sweepers[i] = modelSweeper{phase: sweeperTells, tells: teller}
		add(name("sweeper ends a lease", i, r), &then)
	}
	if row.is() != Unknown {
		return
	}
	if c.unreadable && w.over.has(s) {
		then := *w
		then.sweepers[i] = modelSweeper{phase: sweeperTells, tells: teller}
		then.sweepers[i].tells.news.event = mUndecided
		add(name("sweeper cannot read the list", i, r), &then)
	}
	for _, list := range c.lists(w) {
		then := *w
		then.sweepers[i] = modelSweeper{phase: sweeperHasList, past: w.over.has(s), list: list, tells: teller}
		add(name("sweeper reads the list", i, list), &then)
	}
}

// lists are what a list may show: each message that is older than its horizon, and any of the
// others.
func (c *circumstances) lists(w *world) []bitset {
	all := w.messages()
	sure := all & w.over
	if c.liars {
		sure = 0
	}
	var lists []bitset
	for open := all &^ sure; ; open = (open - 1) & (all &^ sure) {
		lists = append(lists, sure|open)
		if open == 0 {
			return lists
		}
	}
}

// judgeList comes to a verdict, as Reconcile and Outbox.reconcile do.
func (c *circumstances) judgeList(w *world, me *modelSweeper) {
	r, s := me.tells.row, slot(me.tells.row, me.tells.news.attempt)
	fits := me.list &^ w.since[s]
	if !c.alike {
		fits &= ofRow(r)
	}
	if other := w.rows[1-r]; c.rows == 2 {
		for _, sid := range [...]int8{other.sid, other.other} {
			if sid != 0 {
				fits &^= 1 << (sid - 1)
			}
		}
	}
	switch {
	case fits.len() == 1:
		me.phase = sweeperHasFound
		me.tells.news.event, me.tells.news.by = mFound, mBySearch
		for sid := range int8(len(w.truth)) {
			if fits.has(sid) {
				me.tells.news.sid = 1 + sid
			}
		}
	case !me.past:
		*me = modelSweeper{}
	case fits == 0:
		me.phase, me.tells.news.event = sweeperTells, mNotSeen
	default:
		me.phase, me.tells.news.event = sweeperTells, mUndecided
	}
}

// tellFound is the transaction of Outbox.tellFound.
func (c *circumstances) tellFound(w *world, me *modelSweeper) {
	t := me.tells
	other := w.rows[1-t.row]
	twin := c.rows == 2 && c.alike && (other.is() == Sending || other.is() == Unknown || other.is() == Uncertain)
	taken := c.rows == 2 && other.sid == t.news.sid
	switch {
	case !twin && !taken:
		c.write(w, t.row, t.before, t.news)
		*me = modelSweeper{}
	case me.past:
		me.phase = sweeperTells
		me.tells.news = modelNews{event: mUndecided, attempt: t.news.attempt}
	default:
		*me = modelSweeper{}
	}
}

func (c *circumstances) callerSteps(w *world, add adder) {
	if w.caller.busy {
		then := *w
		if c.tell(&then, &then.caller.tells) {
			then.caller = modelCaller{}
		}
		add(name("the callback is told", "", ""), &then)
		return
	}
	if !c.callbacks {
		return
	}
	for s := range int8(len(w.truth)) {
		if w.truth[s] == created {
			then := *w
			r := rowOfSlot(s)
			then.caller = modelCaller{true, modelTeller{row: r, before: w.rows[r], news: modelNews{event: mCalledBack, sid: 1 + s, by: mByCallback}}}
			add(name("Twilio calls back: message", s, ""), &then)
		}
	}
}

func (c *circumstances) operatorSteps(w *world, r int8, add adder) {
	if !c.stops || w.rows[r].is() != Pending {
		return
	}
	for e, want := range map[modelEvent]State{mCancelled: Cancelled, mTooLate: GivenUp} {
		then := *w
		c.write(&then, r, w.rows[r], modelNews{event: e})
		add(name("row", r, e.event()).decides(r, want), &then)
	}
}

// personSteps are those of a person who has looked, and who is right.
func (c *circumstances) personSteps(w *world, r int8, add adder) {
	if w.rows[r].is() != Uncertain {
		return
	}
	if w.rows[r].attempts < c.attempts && w.resent[r] < modelAttempts {
		then := *w
		if c.write(&then, r, w.rows[r], modelNews{event: mResent}) {
			then.resent[r]++
		}
		add(name("a person sends again: row", r, "").decides(r, Pending), &then)
	}
	if w.count(r) == 0 {
		then := *w
		c.write(&then, r, w.rows[r], modelNews{event: mClosed, by: mByPerson})
		then.ended[r] = true
		add(name("a person closes: row", r, "").decides(r, GivenUp), &then)
	}
	for s := range int8(len(w.truth)) {
		if w.truth[s] != created || rowOfSlot(s) != r {
			continue
		}
		then := *w
		t := modelTeller{row: r, before: w.rows[r], news: modelNews{event: mFoundByHand, sid: 1 + s, by: mByPerson}}
		c.tell(&then, &t)
		then.ended[r] = true
		add(name("a person finds: row, message", r, s).decides(r, Accepted), &then)
	}
}
