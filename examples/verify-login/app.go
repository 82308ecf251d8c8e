package main

import (
	"errors"
	"log"
	"net/http"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/verify"
)

// app signs people in by their phones.
type app struct {
	verify  *verify.Client
	service string // VA…
}

// cookieName is the cookie that holds the SID of the verification, so that a browser
// cannot check the code of another one.
const cookieName = "verification"

func (a *app) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /start", a.start)
	mux.HandleFunc("POST /check", a.check)
	return mux
}

// start sends a code to the number in the form.
func (a *app) start(w http.ResponseWriter, r *http.Request) {
	verification, err := a.verify.Verifications.Create(r.Context(), a.service, verify.VerificationCreateParams{
		To: r.FormValue("phone"), Channel: verify.ChannelSMS,
	})
	if err != nil {
		refuse(w, err)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: verification.SID, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	answer(w, http.StatusOK, "We have sent you a code.")
}

// check checks the code in the form. It is Twilio's answer that says who has signed in,
// and not the form.
func (a *app) check(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		answer(w, http.StatusBadRequest, "Ask for a code first.")
		return
	}
	check, err := a.verify.Checks.Create(r.Context(), a.service, verify.CheckCreateParams{
		VerificationSID: cookie.Value, Code: r.FormValue("code"),
	})
	switch {
	case err != nil:
		refuse(w, err)
	case check.Approved():
		answer(w, http.StatusOK, "Welcome! You have signed in as "+check.To+".")
	default:
		answer(w, http.StatusUnauthorized, "The code is wrong. Try again.")
	}
}

// refuse tells the person what to do about an error.
func refuse(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, twilio.ErrInvalidParams), errors.Is(err, twilio.ErrInvalidNumber):
		answer(w, http.StatusBadRequest, "That does not work. Write your number as +14155551234, and the code as you received it.")
	case errors.Is(err, twilio.CodeVerifyChecksUsed):
		answer(w, http.StatusTooManyRequests, "Too many codes were wrong. Ask for a new one in ten minutes.")
	case errors.Is(err, twilio.CodeVerifySendsUsed):
		answer(w, http.StatusTooManyRequests, "We have sent you five codes. Enter the last one, or ask for a new one in ten minutes.")
	case errors.Is(err, twilio.ErrRateLimited):
		answer(w, http.StatusTooManyRequests, "That was too often. Wait a minute.")
	case errors.Is(err, twilio.ErrNotFound):
		answer(w, http.StatusGone, "The code has expired or was used. Ask for a new one.")
	case errors.Is(err, twilio.ErrOutcomeUnknown):
		answer(w, http.StatusAccepted, "We do not know whether that worked. Wait a minute for a code before you try again.")
	default:
		log.Print(err) // without secrets and whole numbers
		answer(w, http.StatusBadGateway, "We cannot send codes at the moment.")
	}
}

func answer(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // whoever asked may have gone away
}
