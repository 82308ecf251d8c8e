package outbox

import "fmt"

// problem says which invariant a moment breaks, "" for none.
func (c *circumstances) problem(w *world) string {
	if c.rows == 2 && w.rows[0].sid != 0 && w.rows[0].sid == w.rows[1].sid {
		return "one message has two rows"
	}
	for r := range c.rows {
		if problem := c.rowProblem(w, r); problem != "" && !c.mixed {
			return fmt.Sprintf("row %d: %s", r, problem)
		}
	}
	return ""
}

func (c *circumstances) rowProblem(w *world, r int8) string {
	row := w.rows[r]
	known := w.known & ofRow(r)
	sent := w.count(r)
	byPerson := w.resent[r] > 0 || w.ended[r]
	is := row.is()
	switch {
	case !c.liars && sent > 1+int(w.resent[r]):
		return "it was sent twice"
	case (is == Accepted) != (row.sid != 0):
		return "it has a SID and is not accepted, or the other way round"
	case is == Accepted && !ofRow(r).has(row.sid-1) && (modelBy[row.by] != BySearch || !c.liars):
		return "it has the SID of another one"
	case is == Accepted && w.truth[row.sid-1] != created:
		return "it has the SID of no message"
	case !c.liars && !byPerson && sent > 0 && (is == Pending || is == Refused || is == GivenUp || is == Cancelled || is == Skipped):
		return "it was sent, and its row says that it was not"
	case known != 0 && is != Accepted:
		return "an answer or a callback has named its SID, and it is not accepted"
	case known != 0 && modelBy[row.by] == BySearch:
		return "an answer or a callback has named its SID, and it counts as found by a search"
	case known.len() > 1 && (row.other == 0 || !known.has(row.other-1) || row.other == row.sid):
		return "a second message is not noted"
	case is == Uncertain && !c.alike && !c.unreadable:
		return "it is uncertain, and the list tells"
	}
	return ""
}

// stepProblem says which invariant a step breaks.
func (c *circumstances) stepProblem(w, then *world, what *label) string {
	if is := then.rows[what.row].is(); what.want != "" && is != what.want {
		return fmt.Sprintf("row %d is %s, and not %s", what.row, is, what.want)
	}
	for r := range c.rows {
		before, after := w.rows[r], then.rows[r]
		if before.is().Final() && !mayChange(before, after) {
			return fmt.Sprintf("row %d: %s, which is final, becomes %s", r, before.is(), after.is())
		}
		if after.is() == Uncertain && before.is() != Uncertain && before.is() != Unknown && !isFoundBySearch(before) {
			return fmt.Sprintf("row %d: %s becomes uncertain", r, before.is())
		}
		if said := then.said[r]; said != w.said[r] && said != mNone && w.known&ofRow(r) == 0 && after.is() != endOf(before, said) {
			return fmt.Sprintf("row %d: its answer was %s, and it is %s", r, said.event(), after.is())
		}
		if isFoundBySearch(before) && after.sid == 0 && after.is() != Uncertain && then.said[r] != mRefused {
			return fmt.Sprintf("row %d: its message is another one's, so that nobody knows what became of it, and it is %s", r, after.is())
		}
	}
	return ""
}

// endOf is the state after a refusal, after the proof that nothing was sent, after no answer, or
// after a search that has seen nothing.
func endOf(before modelRow, said modelEvent) State {
	switch is := before.is(); {
	case is == GivenUp, is == Cancelled, is == Skipped, is == Accepted && !isFoundBySearch(before):
		return is // a person or an operator was quicker
	case said == mNoAnswer && is == Sending:
		return Unknown
	case said == mNotSeen && is == Unknown:
		return Pending
	case said == mNoAnswer, said == mNotSeen:
		return is
	case said == mRefused:
		return Refused
	case isFoundBySearch(before):
		return Uncertain
	}
	return Pending
}

func isFoundBySearch(r modelRow) bool { return r.is() == Accepted && modelBy[r.by] == BySearch }

// mayChange reports that a final state may become another one, because there is better evidence.
func mayChange(before, after modelRow) bool {
	switch {
	case before.is() == Uncertain:
		return true
	case isFoundBySearch(before):
		return after.is() != Sending && after.is() != Unknown
	case before.is() == Accepted:
		return after.is() == Accepted && after.sid == before.sid && after.by == before.by
	}
	return after.is() == before.is() || after.is() == Accepted
}

// endProblem lets everything come to its end from a moment on: every process that is under way
// dies, all time-outs pass, lists show everything, nobody calls back, and a worker that nothing
// disturbs sends what is still pending. All rows have to be final then.
func (c *circumstances) endProblem(w *world) string {
	end := *w
	end.workers, end.sweepers, end.caller = [2]modelWorker{}, [2]modelSweeper{}, modelCaller{}
	passTime(&end)
	problem, known := c.ends[end]
	if !known {
		before := end
		problem = c.problemAfter(&end)
		c.ends[before] = problem
	}
	return problem
}

func (c *circumstances) problemAfter(end *world) string {
	calm := *c
	calm.liars, calm.unreadable = false, false
	for range 4 * modelAttempts {
		for r := range c.rows {
			calm.settleRow(end, r)
		}
	}
	for r := range c.rows {
		if !end.rows[r].is().Final() {
			return fmt.Sprintf("row %d: it never comes to an end", r)
		}
	}
	if problem := c.problem(end); problem != "" {
		return "at the end: " + problem
	}
	return ""
}

func passTime(w *world) {
	for s := range w.truth {
		if w.truth[s] == flying {
			w.truth[s] = lost
		}
	}
	w.late, w.over = ^bitset(0), ^bitset(0)
}

// settleRow does what the sweeper and a worker do with a row.
func (c *circumstances) settleRow(w *world, r int8) {
	row := w.rows[r]
	if row.attempt == 0 && row.is() != Pending {
		return // nobody can do anything
	}
	teller := modelTeller{row: r, before: row, news: modelNews{event: mLeaseEnded, attempt: row.attempt}}
	switch row.is() {
	case Sending:
		c.tell(w, &teller)
	case Unknown:
		sweeper := modelSweeper{phase: sweeperHasList, past: true, list: w.messages(), tells: teller}
		c.judgeList(w, &sweeper)
		if sweeper.phase == sweeperHasFound {
			c.tellFound(w, &sweeper)
		}
		if sweeper.phase == sweeperTells {
			c.tell(w, &sweeper.tells)
		}
	case Pending:
		if row.attempts >= c.attempts {
			c.write(w, r, row, modelNews{event: mTooLate})
			return
		}
		n := modelNews{event: mClaimed, attempt: row.attempt + 1}
		if c.write(w, r, row, n) && w.rows[r].is() == Sending {
			s := slot(r, n.attempt)
			w.since[s], w.truth[s] = w.messages(), created
			w.said[r] = mNone
			teller = modelTeller{row: r, before: w.rows[r], news: modelNews{event: mAccepted, attempt: n.attempt, sid: 1 + s, by: mByAnswer}}
			c.tell(w, &teller)
		}
	}
}
