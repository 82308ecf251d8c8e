// Package control is a placeholder until its owner's branch is merged.
package control

import (
	"net/http"

	"github.com/seed15d99369/twilio/twiliotest"
)

// Handler answers nothing yet.
func Handler(func(*http.Request) *twiliotest.Sim) http.Handler { return http.NotFoundHandler() }
