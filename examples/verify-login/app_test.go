package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/verify"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := &app{verify: verify.New(sim.Client()), service: sim.VerifyService("Owl Bank")}
	ada := sim.Phone("+14155551234")

	started := post(a, "/start", url.Values{"phone": {ada.Number()}}, nil)
	assert.Equal(t, http.StatusOK, started.Code)
	cookie := started.Result().Cookies()[0]
	code := ada.ExpectCode()
	assert.Equal(t, http.StatusBadRequest, post(a, "/check", url.Values{"code": {code}}, nil).Code, "without the cookie")
	assert.Equal(t, http.StatusOK, post(a, "/check", url.Values{"code": {code}}, cookie).Code)
	assert.Equal(t, http.StatusGone, post(a, "/check", url.Values{"code": {code}}, cookie).Code, "it was used")
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		phone  string
		fault  func(*twiliotest.Sim)
		status int
	}{
		{name: "no number", phone: "Ada", status: http.StatusBadRequest},
		{name: "a lost answer", phone: "+14155551234", status: http.StatusAccepted, fault: func(sim *twiliotest.Sim) {
			sim.Fault(twiliotest.OnCreateVerification().CommitThenReset())
		}},
		{name: "a limit of Twilio's", phone: "+14155551234", status: http.StatusTooManyRequests, fault: func(sim *twiliotest.Sim) {
			sim.Fault(twiliotest.OnCreateVerification().TooManyRequests("60"))
		}},
		{name: "wrong credentials", phone: "+14155551234", status: http.StatusBadGateway, fault: func(sim *twiliotest.Sim) {
			sim.Fault(twiliotest.OnCreateVerification().Status(http.StatusUnauthorized, 20003))
		}},
	}
	for _, tt := range tests {
		sim := twiliotest.New(t, twiliotest.AllowUnexpected())
		if tt.fault != nil {
			tt.fault(sim)
		}
		a := &app{verify: verify.New(sim.Client()), service: sim.VerifyService("Owl Bank")}
		assert.Equal(t, tt.status, post(a, "/start", url.Values{"phone": {tt.phone}}, nil).Code, tt.name)
	}
}

func post(a *app, path string, form url.Values, cookie *http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if cookie != nil {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	a.handler().ServeHTTP(w, r)
	return w
}
