package twiliotest

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// verifyWebhookHandler returns the handler of an operation on the webhooks of a service, nil for all others.
func verifyWebhookHandler(operation string) handler {
	switch operation {
	case "CreateWebhook":
		return inService((*Sim).createVerifyWebhook)
	case "FetchWebhook":
		return inWebhook((*Sim).fetchVerifyWebhook)
	case "ListWebhook":
		return inService((*Sim).listVerifyWebhooks)
	case "UpdateWebhook":
		return inWebhook((*Sim).updateVerifyWebhook)
	case "DeleteWebhook":
		return inWebhook((*Sim).deleteVerifyWebhook)
	}
	return nil
}

// The events of factors and challenges.
// https://www.twilio.com/docs/verify/api/webhooks
const (
	anyEvent          = "*"
	factorCreated     = "factor.created"
	factorVerifiedNow = "factor.verified"
	factorDeleted     = "factor.deleted"
	challengeApproved = "challenge.approved"
	challengeDenied   = "challenge.denied"
)

var verifyEvents = [...]string{anyEvent, factorCreated, factorVerifiedNow, factorDeleted, challengeApproved, challengeDenied}

// verifyWebhook is an address of the application that is told of events.
type verifyWebhook struct {
	itemRecord

	service      *verifyService
	friendlyName string
	events       []string
	url          string
	status       string
	version      string
}

// inWebhook lets a handler act on the webhook that the path names.
func inWebhook(act func(*Sim, *request, *verifyWebhook) (any, *apiError)) handler {
	return inService(func(s *Sim, r *request, service *verifyService) (any, *apiError) {
		w := recordOf(service.webhooks, r.ids["Sid"])
		if w == nil {
			return nil, r.absent()
		}
		return act(s, r, w)
	})
}

func (s *Sim) createVerifyWebhook(r *request, service *verifyService) (any, *apiError) {
	w := &verifyWebhook{service: service, status: "enabled", version: "v2"}
	if problem := w.apply(r); problem != nil {
		return nil, problem
	}
	w.itemRecord = s.newItemRecord(r, "YW")
	service.webhooks = append(service.webhooks, w)
	return w.json(r), nil
}

// apply takes over the parameters of a request.
func (w *verifyWebhook) apply(r *request) *apiError {
	events := r.form["EventTypes"]
	for _, event := range events {
		if !slices.Contains(verifyEvents[:], event) {
			return r.invalid("EventTypes", "it takes %s", strings.Join(verifyEvents[:], ", "))
		}
	}
	if address, err := url.Parse(r.form.Get("WebhookUrl")); r.form.Has("WebhookUrl") && (err != nil || address.Host == "") {
		return r.invalid("WebhookUrl", "it is no URL")
	}
	if len(events) > 0 {
		w.events = slices.Clone(events)
	}
	setText(r.form, "FriendlyName", &w.friendlyName)
	setText(r.form, "WebhookUrl", &w.url)
	w.status, w.version = cmp.Or(r.form.Get("Status"), w.status), cmp.Or(r.form.Get("Version"), w.version)
	return nil
}

func (s *Sim) fetchVerifyWebhook(r *request, w *verifyWebhook) (any, *apiError) {
	return w.json(r), nil
}

func (s *Sim) listVerifyWebhooks(r *request, service *verifyService) (any, *apiError) {
	return listItems(r, "webhooks", service.webhooks, func(w *verifyWebhook) any { return w.json(r) })
}

func (s *Sim) updateVerifyWebhook(r *request, w *verifyWebhook) (any, *apiError) {
	if problem := w.apply(r); problem != nil {
		return nil, problem
	}
	w.updated = s.Clock.Now()
	return w.json(r), nil
}

func (s *Sim) deleteVerifyWebhook(_ *request, w *verifyWebhook) (any, *apiError) {
	w.service.webhooks = without(w.service.webhooks, w)
	return nil, nil //nolint:nilnil // no body, no error
}

// tellFactor tells the application of an event of a factor, and of a challenge if
// there is one; s.mu is held.
func (s *Sim) tellFactor(event string, f *factor, c *challenge) {
	form := url.Values{
		"type": {event}, "account_sid": {f.account}, "service_sid": {f.entity.service.sid}, "entity_identity": {f.entity.identity},
		"factor_sid": {f.sid}, "factor_type": {f.kind}, "factor_friendly_name": {f.friendlyName},
	}
	if c != nil {
		form.Set("challenge_sid", c.sid)
		form.Set("challenge_details", string(c.details))
		form.Set("challenge_hidden_details", string(c.hiddenDetails))
		form.Set("challenge_metadata", string(c.metadata))
		form.Set("challenge_expiration_date", *iso8601(c.expires))
	}
	for _, w := range f.entity.service.webhooks {
		if w.status != "enabled" || !slices.Contains(w.events, event) && !slices.Contains(w.events, anyEvent) {
			continue
		}
		s.later(func() {
			told := url.Values{"uuid": {s.hookToken()}}
			for name, values := range form {
				told[name] = values
			}
			_, _ = s.judge(s.call(&hook{url: w.url, method: http.MethodPost, status: true}, told)) // for its alerts
		})
	}
}

type verifyWebhookJSON struct {
	SID           string   `json:"sid"`
	ServiceSID    string   `json:"service_sid"`
	AccountSID    string   `json:"account_sid"`
	FriendlyName  string   `json:"friendly_name"`
	EventTypes    []string `json:"event_types"`
	Status        string   `json:"status"`
	Version       string   `json:"version"`
	WebhookURL    string   `json:"webhook_url"`
	WebhookMethod string   `json:"webhook_method"`
	DateCreated   *string  `json:"date_created"`
	DateUpdated   *string  `json:"date_updated"`
	URL           string   `json:"url"`
}

func (w *verifyWebhook) json(r *request) verifyWebhookJSON {
	return verifyWebhookJSON{
		SID: w.sid, ServiceSID: w.service.sid, AccountSID: w.account, FriendlyName: w.friendlyName, EventTypes: w.events, Status: w.status,
		Version: w.version, WebhookURL: w.url, WebhookMethod: http.MethodPost, DateCreated: iso8601(w.created), DateUpdated: iso8601(w.updated),
		URL: serviceURL(r, w.service.sid, "/Webhooks/", w.sid),
	}
}
