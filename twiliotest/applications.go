package twiliotest

import (
	"cmp"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// applicationHandler returns the handler of an operation on applications that does more
// than keep them, nil for all others.
func applicationHandler(operation string) handler {
	if operation == "CreateApplication" {
		return (*Sim).createApplication
	}
	return nil
}

// createApplication keeps an application with the methods that it has unless it is told
// otherwise. https://www.twilio.com/docs/usage/api/applications
func (s *Sim) createApplication(r *request) (any, *apiError) {
	if problem := refuseFriendlyName(r, 20002); problem != nil {
		return nil, problem
	}
	filled := *r
	filled.form = url.Values{"ApiVersion": {"2010-04-01"}}
	for _, name := range [...]string{"VoiceMethod", "VoiceFallbackMethod", "SmsMethod", "SmsFallbackMethod", "StatusCallbackMethod"} {
		filled.form.Set(name, http.MethodPost)
	}
	for name, values := range r.form {
		filled.form[name] = values
	}
	return s.keep(&filled)
}

// hasApplication says whether an account has an application.
func (s *Sim) hasApplication(account, sid string) bool {
	return s.resources.at("api", accountPath(account, "/Applications/"+sid)) != nil
}

// withApplication gives the request for a call the addresses of its application, which
// take the place of those that it has itself.
// https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func (s *Sim) withApplication(r *request) (*request, *apiError) {
	sid := r.form.Get("ApplicationSid")
	switch {
	case sid == "":
		return r, nil
	case !s.hasApplication(r.account, sid):
		return nil, badRequest(21218, "There is no application %s", sid)
	}
	app, filled := s.applicationForm(r.account, sid), *r
	if app.Get("VoiceUrl") == "" {
		return nil, badRequest(twilio.CodeCallURLInvalid, "The application %s has no VoiceUrl", sid)
	}
	filled.form = url.Values{}
	for name, values := range r.form {
		filled.form[name] = values
	}
	filled.form.Del("Twiml")
	for name, from := range map[string]string{"Url": "VoiceUrl", "Method": "VoiceMethod", "FallbackUrl": "VoiceFallbackUrl", "FallbackMethod": "VoiceFallbackMethod"} {
		filled.form.Set(name, app.Get(from))
	}
	if r.form.Get("StatusCallback") == "" {
		filled.form.Set("StatusCallback", app.Get("StatusCallback"))
		filled.form.Set("StatusCallbackMethod", cmp.Or(app.Get("StatusCallbackMethod"), http.MethodPost))
	}
	return &filled, nil
}
