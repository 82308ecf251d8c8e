package twiliotest

import (
	"cmp"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// How long a call stays in each status, on the simulator's clock.
const (
	callQueuedFor = 500 * time.Millisecond
	ringsFor      = 5 * time.Second
	defaultRing   = 60 * time.Second // without Timeout, to a phone that nobody takes
)

// maxTwiML bounds instructions in a request, in characters.
// https://www.twilio.com/docs/api/errors/32018
const maxTwiML = 4000

// Call is what the simulator knows of a call that it accepted. Its methods are those of the
// person at the phone: see [Call.ExpectSay].
type Call struct {
	SID           string
	ParentCallSID string // of the call whose Dial has made it, "" for none
	From          string
	To            string
	URL           string // of the instructions, "" if there is none
	TwiML         string // the instructions themselves, those of URL once they were fetched; "" when they cannot be used
	Direction     twilio.CallDirection
	Status        twilio.CallStatus
	AnsweredBy    twilio.AnsweredBy // "" unless MachineDetection was asked for
	Created       time.Time
	Started       time.Time // when it was answered, zero if it was not
	Ended         time.Time // zero until then

	live *call // nil of a call that was never made
}

// Calls returns every call that was ever accepted, deleted ones included, the
// oldest first.
func (s *Sim) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := make([]Call, len(s.calls))
	for i, c := range s.calls {
		calls[i] = c.Call
	}
	return calls
}

// call is a call and its record.
type call struct {
	Call

	sim        *Sim
	account    string
	deleted    bool
	hidden     time.Time      // from lists, until then
	hook       hook           // gives the instructions
	callback   hook           // is told of events
	events     []string       // of which ones
	params     url.Values     // added to the parameters of requests to the application
	told       int            // how often
	expected   bool           // a test has asked for it
	attempt    *verifyAttempt // of Verify, nil for none
	validation *validation    // of a caller ID, nil for none
	machines   detection
	digits     string        // that are pressed once it is answered
	turnAfter  time.Duration // for its turn among the calls of its account
	ringing    time.Duration
	unanswered bool            // it rings in vain
	timer      appointment     // of its next status
	longest    time.Duration   // from its answer on
	limit      appointment     // that ends a call which has lasted as long
	seat       *participant    // in a conference, nil for none
	waits      *queueMember    // in a queue, nil for none
	record     *recordingOrder // from its answer on, nil for no recording
	recorded   *recording      // that record has made, nil for none
	price      money           // 0 until it is over
	updated    time.Time

	runner      *runner // carries out its instructions, nil when it has none
	instructed  bool    // it has its instructions, or never will
	cookies     *cookiejar.Jar
	documents   int       // it has asked for
	askedAt     time.Time // for the last one
	askedAtOnce int       // for how many at that moment
	dialed      *dialing  // that has called it, nil for none
	order       legOrder  // of that
	peer        *call     // with whom it is connected, nil for nobody
	transcript  []Line
	read        int // lines of the transcript that a test has expected, or passed over
}

func (s *Sim) createCall(r *request) (any, *apiError) {
	r, problem := s.withApplication(r)
	if problem != nil {
		return nil, problem
	}
	for _, refuse := range [...]func(*request) *apiError{refuseInstructions, refuseCallee, s.refuseCallCountry, s.refuseCaller, refuseRecordingOrder, s.refuseCallQueue} {
		if problem := refuse(r); problem != nil {
			return nil, problem
		}
	}
	if s.balance <= 0 {
		return nil, accountNotActive()
	}
	c := s.newCall(r)
	s.placeCall(c)
	return c.json(s), nil
}

// placeCall lets a new call take its course.
func (s *Sim) placeCall(c *call) {
	s.addCall(c)
	c.turnAfter = s.takeCallTurn(c.account)
	c.timer = s.Clock.schedule(c.queueTime(), func() { s.advanceCall(c) })
	s.notify()
}

// queueTime is how long a call is queued.
func (c *call) queueTime() time.Duration { return c.turnAfter + callQueuedFor }

func (s *Sim) newCall(r *request) *call {
	now := s.Clock.Now()
	c := &call{
		Call: Call{
			SID: s.newSID("CA"), From: r.form.Get("From"), To: r.form.Get("To"), URL: r.form.Get("Url"), TwiML: r.form.Get("Twiml"),
			Direction: twilio.CallDirectionOutboundAPI, Status: twilio.CallStatusQueued, Created: now,
		},
		hook: instructionHook(r.form), callback: callStatusHook(r.form), events: callEvents(r.form),
		account: r.account, machines: detectionOf(r.form), digits: r.form.Get("SendDigits"), updated: now,
		ringing: seconds(atoi(r.form.Get("Timeout"), int(defaultRing/time.Second))),
		longest: seconds(atoi(r.form.Get("TimeLimit"), int(usualTimeLimit/time.Second))),
	}
	if isTrue(r.form.Get("Record")) {
		order := recordingOrderOf(r.form, "", twilio.RecordingSourceOutboundAPI)
		c.record = &order
	}
	return c
}

// instructionHook is where the instructions of a call come from.
func instructionHook(form url.Values) hook {
	h := hook{url: form.Get("Url"), method: form.Get("Method"), voice: true}
	if address := form.Get("FallbackUrl"); address != "" {
		h.fallback = &hook{url: address, method: form.Get("FallbackMethod"), voice: true}
	}
	return h
}

func callStatusHook(form url.Values) hook {
	return hook{url: form.Get("StatusCallback"), method: form.Get("StatusCallbackMethod"), voice: true, status: true}
}

// callEvents are those that were asked for; Twilio tells the end by itself.
func callEvents(form url.Values) []string {
	if events := listed(form["StatusCallbackEvent"]); len(events) > 0 {
		return events
	}
	return []string{string(callCompleted)}
}

// refuseInstructions looks at what is to be said; it needs no account.
func refuseInstructions(r *request) *apiError {
	form := r.form
	switch {
	case form.Get("To") == "":
		return badRequest(twilio.CodeCallToMissing, "No 'To' number is specified")
	case form.Get("From") == "":
		return badRequest(twilio.CodeCallFromMissing, "No 'From' number is specified")
	case form.Get("Url") == "" && form.Get("Twiml") == "" && form.Get("ApplicationSid") == "":
		return badRequest(twilio.CodeCallURLInvalid, "Url parameter is required.")
	case len([]rune(form.Get("Twiml"))) > maxTwiML:
		return badRequest(twilio.CodeTwiMLTooLong, "The Twiml parameter is larger than 4000 characters.")
	}
	return nil
}

// refuseCallee lets SIP addresses and clients through as they are.
func refuseCallee(r *request) *apiError {
	to := r.form.Get("To")
	if e164.MatchString(to) || isAddress(to) {
		return nil
	}
	return badRequest(twilio.CodeInvalidTo, "The phone number you are attempting to call, %s, is not valid.", to)
}

func (s *Sim) refuseCaller(r *request) *apiError {
	from := r.form.Get("From")
	switch {
	case isAddress(from), s.owns(r.account, from), s.callerIDOf(r.account, from) != nil:
		return nil
	case !e164.MatchString(from):
		return badRequest(twilio.CodeInvalidFrom, "The source phone number %s is not valid.", from)
	}
	return badRequest(twilio.CodeCallFromNotOwned, "The source phone number %s is not yet verified for your account.", from)
}

// advanceCall moves a call that is not answered yet to its next status; the clock calls it.
func (s *Sim) advanceCall(c *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.notify()
	if s.closed {
		return
	}
	c.updated = s.Clock.Now()
	defer s.emitCall(c)
	switch c.Status {
	case twilio.CallStatusQueued:
		s.ring(c)
	case twilio.CallStatusRinging:
		s.pickUp(c)
	}
}

// ring lets the phone ring; a number that is nobody's does not.
func (s *Sim) ring(c *call) {
	s.tellCall(c, callInitiated)
	if s.habit(c) == habitFailed {
		s.endCall(c, twilio.CallStatusFailed)
		return
	}
	c.Status = twilio.CallStatusRinging
	s.tellCall(c, callRinging)
	rings := s.ringsFor(c)
	if c.unanswered = rings > c.ringing || s.habit(c) == habitNoAnswer; c.unanswered {
		rings = c.ringing
	}
	c.timer = s.Clock.schedule(rings, func() { s.advanceCall(c) })
}

// ringsFor is how long a call rings before it is answered. The usual time is no longer than
// the call lets its phone ring.
func (s *Sim) ringsFor(c *call) time.Duration {
	phone := s.phones[c.To]
	if phone == nil || phone.rings == 0 && s.config.rings == 0 {
		return min(cmp.Or(s.config.rings, ringsFor), c.ringing)
	}
	return phone.ringsFor()
}

func (s *Sim) pickUp(c *call) {
	switch {
	case s.habit(c) == habitBusy:
		s.endCall(c, twilio.CallStatusBusy)
	case c.unanswered, s.habit(c) == habitNoAnswer:
		s.endCall(c, twilio.CallStatusNoAnswer)
	default:
		s.connectCall(c)
		s.afterAnswer(c)
	}
}

// connectCall begins the conversation.
func (s *Sim) connectCall(c *call) {
	c.Status, c.Started, c.updated = twilio.CallStatusInProgress, s.Clock.Now(), s.Clock.Now()
	s.emitCall(c)
	s.limitCall(c)
	s.tellCall(c, callAnswered)
	if c.record != nil {
		c.recorded = s.startRecording(c, *c.record)
	}
	s.notify()
}

// limitCall ends a call that has lasted as long as it may: counted from its answer, and
// before that from now.
func (s *Sim) limitCall(c *call) {
	if c.longest == 0 {
		c.longest = usualTimeLimit
	}
	from := c.Started
	if from.IsZero() {
		from = s.Clock.Now()
	}
	c.limit.cancel()
	c.limit = s.Clock.schedule(max(from.Add(c.longest).Sub(s.Clock.Now()), 0), func() { s.endUnlessOver(c) })
}

// afterAnswer lets a call that somebody has answered take its course: the digits of the
// request are pressed, and a machine is listened for, before anything is heard.
func (s *Sim) afterAnswer(c *call) {
	keys, waits := tones(c.digits)
	if keys != "" {
		c.hears(Line{Kind: LineDigits, Text: keys, Lasts: waits})
	}
	waits += s.detect(c)
	if waits == 0 {
		s.goOn(c)
		return
	}
	c.runner = newRunner(c, onCall, nil)
	c.runner.begin(&activity{})
	c.runner.after(waits, func() {
		c.runner.clear()
		s.goOn(c)
	})
}

// goOn begins what an answered call is for.
func (s *Sim) goOn(c *call) {
	switch {
	case c.seat != nil:
		s.takeSeat(c.seat)
	case c.dialed != nil:
		c.dialed.answered(c)
	case c.validation != nil:
		s.Clock.after(validationWaits, func() { s.endUnlessOver(c) })
	default:
		s.instruct(c)
	}
}

func (s *Sim) endUnlessOver(c *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.notify()
	switch {
	case c.Status.Final(), s.closed:
	case c.Started.IsZero():
		s.endCall(c, twilio.CallStatusNoAnswer)
	default:
		s.endCall(c, twilio.CallStatusCompleted)
	}
}

// endCall ends a call, and all that it is a part of.
func (s *Sim) endCall(c *call, status twilio.CallStatus) {
	wasQueued := c.Status == twilio.CallStatusQueued
	c.Status, c.Ended, c.updated = status, s.Clock.Now(), s.Clock.Now()
	s.emitCall(c)
	c.timer.cancel()
	c.limit.cancel()
	s.endValidation(c)
	c.runner.halt(byHangup)
	s.endLine(c)
	s.endSessions(c)
	if !wasQueued || status != twilio.CallStatusCanceled {
		s.tellCall(c, callCompleted)
	}
	if !c.Started.IsZero() {
		s.chargeCall(c, minutesOf(c.Ended.Sub(c.Started)))
	}
	if d := c.dialed; d != nil {
		c.dialed = nil
		d.legEnded(c)
	}
	s.notify()
}

// habit is what a phone does when it is called.
type habit int

const (
	habitAnswer habit = iota
	habitBusy
	habitNoAnswer
	habitFailed
)

func (s *Sim) habit(c *call) habit {
	if phone := s.phones[c.To]; phone != nil {
		return phone.habit
	}
	return habitAnswer
}

func (s *Sim) findCall(r *request) (*call, *apiError) {
	sid := r.ids["Sid"]
	if c := s.callNamed(r.account, sid); c != nil {
		return c, nil
	}
	return nil, notFound(callPath(r.account, sid))
}

func callPath(account, sid string) string { return accountPath(account, "/Calls/"+sid+".json") }

func (s *Sim) fetchCall(r *request) (any, *apiError) {
	c, problem := s.findCall(r)
	if problem != nil {
		return nil, problem
	}
	return c.json(s), nil
}

func (s *Sim) listCalls(r *request) (any, *apiError) {
	to, from, status, parent := r.query.Get("To"), r.query.Get("From"), r.query.Get("Status"), r.query.Get("ParentCallSid")
	var found []*call
	for _, c := range slices.Backward(s.calls) {
		if c.deleted || s.Clock.Now().Before(c.hidden) || c.account != r.account || parent != "" && c.ParentCallSID != parent ||
			to != "" && c.To != to || from != "" && c.From != from || status != "" && string(c.Status) != status ||
			!inTimes(r.query, "StartTime", c.Started) || !inTimes(r.query, "EndTime", c.Ended) {
			continue
		}
		found = append(found, c)
	}
	return pageOf(r, accountPath(r.account, "/Calls.json"), "calls", found,
		func(c *call) string { return c.SID }, func(c *call) any { return c.json(s) })
}

func (s *Sim) updateCall(r *request) (any, *apiError) {
	c, problem := s.findCall(r)
	if problem != nil {
		return nil, problem
	}
	status := twilio.CallStatus(r.form.Get("Status"))
	answered, redirects := c.Status == twilio.CallStatusInProgress, r.form.Get("Url") != "" || r.form.Get("Twiml") != ""
	if c.Status.Final() || status == twilio.CallStatusCanceled && answered || status == "" && redirects && !answered {
		return nil, badRequest(twilio.CodeCallNotInProgress, "Call is not in-progress. Cannot redirect.")
	}
	if r.form.Get("StatusCallback") != "" {
		c.callback = callStatusHook(r.form)
	}
	if limit := r.form.Get("TimeLimit"); limit != "" {
		if c.longest = seconds(atoi(limit, 0)); answered {
			s.limitCall(c)
		}
	}
	switch {
	case status != "":
		s.leaveConference(c, leftByUpdate)
		s.endCall(c, status)
	case redirects:
		s.redirect(c, r.form)
	}
	c.updated = s.Clock.Now()
	s.notify()
	return c.json(s), nil
}

func (s *Sim) deleteCall(r *request) (any, *apiError) {
	c, problem := s.findCall(r)
	switch {
	case problem != nil:
		return nil, problem
	case !c.Status.Final():
		return nil, conflict(twilio.CodeNotFinished, "The call cannot be deleted before it is finished.")
	}
	c.deleted = true
	s.emitCall(c)
	return nil, nil //nolint:nilnil // no body, no error
}

// displayed writes a number of +1 as its people do, and others as they are.
func displayed(number string) string {
	if c, known := countryOf(number); known && c.calling == "1" {
		return c.national(number)
	}
	return number
}

// callJSON is a call as the API shows it.
type callJSON struct {
	SID             string            `json:"sid"`
	AccountSID      string            `json:"account_sid"`
	AnsweredBy      *string           `json:"answered_by"`
	APIVersion      string            `json:"api_version"`
	CallerName      *string           `json:"caller_name"`
	DateCreated     *string           `json:"date_created"`
	DateUpdated     *string           `json:"date_updated"`
	Direction       string            `json:"direction"`
	Duration        *string           `json:"duration"`
	EndTime         *string           `json:"end_time"`
	ForwardedFrom   *string           `json:"forwarded_from"`
	From            string            `json:"from"`
	FromFormatted   string            `json:"from_formatted"`
	GroupSID        *string           `json:"group_sid"`
	ParentCallSID   *string           `json:"parent_call_sid"`
	PhoneNumberSID  *string           `json:"phone_number_sid"`
	Price           *string           `json:"price"`
	PriceUnit       string            `json:"price_unit"`
	QueueTime       string            `json:"queue_time"`
	StartTime       *string           `json:"start_time"`
	Status          string            `json:"status"`
	STIRVerstat     *string           `json:"stir_verstat"`
	SubresourceURIs map[string]string `json:"subresource_uris"`
	To              string            `json:"to"`
	ToFormatted     string            `json:"to_formatted"`
	TrunkSID        *string           `json:"trunk_sid"`
	URI             string            `json:"uri"`
}

func (c *call) json(s *Sim) callJSON {
	base := accountPath(c.account, "/Calls/"+c.SID)
	j := callJSON{
		SID: c.SID, AccountSID: c.account, AnsweredBy: orNull(string(c.AnsweredBy)), APIVersion: "2010-04-01",
		DateCreated: rfc2822(c.Created), DateUpdated: rfc2822(c.updated), Direction: string(c.Direction), ParentCallSID: orNull(c.ParentCallSID),
		EndTime: rfc2822(c.Ended), From: c.From, FromFormatted: displayed(c.From), PriceUnit: s.config.currency,
		QueueTime: strconv.FormatInt(c.queueTime().Milliseconds(), 10), StartTime: rfc2822(c.Started), Status: string(c.Status),
		SubresourceURIs: map[string]string{"recordings": base + "/Recordings.json", "notifications": base + "/Notifications.json"},
		To:              c.To, ToFormatted: displayed(c.To), URI: base + ".json",
	}
	if c.Status.Final() {
		var talked time.Duration
		if !c.Started.IsZero() {
			talked = c.Ended.Sub(c.Started)
		}
		j.Duration = orNull(strconv.Itoa(int(talked / time.Second)))
	}
	if c.price != 0 {
		j.Price = orNull((-c.price).String())
	}
	return j
}
