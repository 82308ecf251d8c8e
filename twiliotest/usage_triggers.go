package twiliotest

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Limits of triggers. https://www.twilio.com/docs/usage/api/usage-trigger
const (
	mostTriggers     = 1_000
	triggersAreAsked = time.Minute // about how often Twilio looks at them
)

// onlyOnce is the recurrence of a trigger that fires once.
const onlyOnce = "alltime" //nolint:misspell // Twilio spells it so

// trigger calls the application when the usage of a category reaches a value.
type trigger struct {
	itemRecord

	friendlyName string
	category     string
	by           string // count, usage or price
	recurring    string // "" for once
	value        money  // in hundred-thousandths, whatever it is compared with
	hook         hook
	fired        time.Time // zero until then
}

// inTrigger lets a handler act on the trigger that the path names.
func inTrigger(act func(*Sim, *request, *trigger) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		t := recordOf(s.usage.triggers, r.ids["Sid"])
		if t == nil || t.account != r.account {
			return nil, r.absent()
		}
		return act(s, r, t)
	}
}

func (s *Sim) createTrigger(r *request) (any, *apiError) {
	if len(s.triggersOf(r.account)) >= mostTriggers {
		return nil, badRequest(twilio.CodeBadRequest, "The account has 1,000 triggers, which is the most there are")
	}
	t := &trigger{
		category: r.form.Get("UsageCategory"), by: cmp.Or(r.form.Get("TriggerBy"), "usage"), recurring: r.form.Get("Recurring"),
		friendlyName: r.form.Get("FriendlyName"), hook: hook{url: r.form.Get("CallbackUrl"), method: cmp.Or(r.form.Get("CallbackMethod"), http.MethodPost), status: true},
	}
	if t.recurring == onlyOnce {
		t.recurring = ""
	}
	t.itemRecord = s.newItemRecord(r, "UT")
	text, isOffset := strings.CutPrefix(r.form.Get("TriggerValue"), "+")
	value, ok := parseMoney(text)
	if !ok || value < 0 {
		return nil, badRequest(r.codeOfParam("TriggerValue"), "TriggerValue is no positive number")
	}
	if t.value = value; isOffset {
		t.value += s.reached(t)
	}
	s.usage.triggers = append(s.usage.triggers, t)
	if s.reached(t) >= t.value {
		s.Clock.after(triggersAreAsked, func() { s.askTrigger(t) })
	}
	return s.triggerJSON(t), nil
}

// triggersOf returns the triggers of an account, the oldest first.
func (s *Sim) triggersOf(account string) []*trigger {
	return slices.DeleteFunc(slices.Clone(s.usage.triggers), func(t *trigger) bool { return t.account != account })
}

// askTrigger lets a trigger fire whose value was reached before it was made.
func (s *Sim) askTrigger(t *trigger) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if recordOf(s.usage.triggers, t.sid) != nil {
		s.fireIfReached(t)
	}
}

func (s *Sim) fetchTrigger(_ *request, t *trigger) (any, *apiError) { return s.triggerJSON(t), nil }

func (s *Sim) listTriggers(r *request) (any, *apiError) {
	found := slices.DeleteFunc(s.triggersOf(r.account), func(t *trigger) bool { return !t.matches(r.query) })
	return listItems(r, "usage_triggers", found, func(t *trigger) any { return s.triggerJSON(t) })
}

func (t *trigger) matches(query url.Values) bool {
	for name, value := range map[string]string{"UsageCategory": t.category, "TriggerBy": t.by, "Recurring": cmp.Or(t.recurring, onlyOnce)} {
		if wanted := query.Get(name); wanted != "" && wanted != value {
			return false
		}
	}
	return true
}

func (s *Sim) updateTrigger(r *request, t *trigger) (any, *apiError) {
	for name, field := range map[string]*string{"FriendlyName": &t.friendlyName, "CallbackUrl": &t.hook.url, "CallbackMethod": &t.hook.method} {
		if value := r.form.Get(name); value != "" {
			*field = value
		}
	}
	t.updated = s.Clock.Now()
	return s.triggerJSON(t), nil
}

func (s *Sim) deleteTrigger(_ *request, t *trigger) (any, *apiError) {
	s.usage.triggers = without(s.usage.triggers, t)
	return nil, nil //nolint:nilnil // no body, no error
}

// fireTriggers looks at the triggers whose figures a charge has changed; s.mu is held.
func (s *Sim) fireTriggers(c charge) {
	for _, t := range s.usage.triggers {
		if (t.account == c.account || t.account == s.main.sid) && c.isIn(t.category) {
			s.fireIfReached(t)
		}
	}
}

// fireIfReached calls the application once in each period of the trigger.
func (s *Sim) fireIfReached(t *trigger) {
	now := s.Clock.Now()
	if s.reached(t) < t.value || !t.fired.IsZero() && !t.fired.Before(t.period(now).first) {
		return
	}
	t.fired = now
	form, address := s.triggerForm(t), t.hook
	s.later(func() { s.deliverStatus(statusCallback{hook: &address, form: form}, 1) })
}

// period is the days that a trigger counts.
func (t *trigger) period(now time.Time) span {
	today := dayOf(now)
	switch t.recurring {
	case "daily":
		return span{today, today}
	case "monthly":
		return span{today.AddDate(0, 0, 1-today.Day()), today}
	case "yearly":
		return span{today.AddDate(0, 0, 1-today.YearDay()), today}
	}
	return span{time.Time{}, today}
}

// reached is the figure that a trigger compares.
func (s *Sim) reached(t *trigger) money {
	sum := s.sumOf(t.account, true, t.category, t.period(s.Clock.Now()))
	switch {
	case t.by == "price" || t.category == totalPrice:
		return sum.price
	case t.by == "count":
		return dollar * money(sum.count)
	}
	return dollar * money(sum.usage)
}

// figure writes a value of a trigger: a price, or a whole number.
func (t *trigger) figure(value money) string {
	if value%dollar == 0 && t.by != "price" && t.category != totalPrice {
		return strconv.FormatInt(int64(value/dollar), 10)
	}
	return value.String()
}

// recordsOf is the address of the usage that a trigger watches.
func (s *Sim) recordsOf(t *trigger) string {
	kind := map[string]string{"daily": "/Today", "monthly": "/ThisMonth", "yearly": "/Yearly"}[t.recurring]
	return usageAddress(t.account, cmp.Or(kind, "/AllTime"), url.Values{"Category": {t.category}})
}

// triggerForm returns the parameters of the webhook.
// https://www.twilio.com/docs/usage/api/usage-trigger
func (s *Sim) triggerForm(t *trigger) url.Values {
	return url.Values{
		"AccountSid": {t.account}, "UsageTriggerSid": {t.sid}, "DateFired": {*rfc2822(t.fired)}, "Recurring": {t.recurring},
		"UsageCategory": {t.category}, "TriggerBy": {t.by}, "TriggerValue": {t.figure(t.value)}, "CurrentValue": {t.figure(s.reached(t))},
		"UsageRecordUri": {s.recordsOf(t)}, "IdempotencyToken": {t.sid + "-FIRES-" + dayOf(t.fired).Format(time.DateOnly)},
	}
}

func (s *Sim) triggerJSON(t *trigger) map[string]any {
	return map[string]any{
		"sid": t.sid, "account_sid": t.account, "api_version": "2010-04-01", "friendly_name": t.friendlyName,
		"usage_category": t.category, "trigger_by": t.by, "trigger_value": t.figure(t.value), "current_value": t.figure(s.reached(t)),
		"recurring": orNull(t.recurring), "callback_url": t.hook.url, "callback_method": t.hook.method, "usage_record_uri": s.recordsOf(t),
		"date_created": rfc2822(t.created), "date_updated": rfc2822(t.updated), "date_fired": rfc2822(t.fired),
		"uri": accountPath(t.account, "/Usage/Triggers/"+t.sid+".json"),
	}
}
