package twiliotest

import (
	"net/http"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Deactivate makes the carrier take the phone's number away, as of the clock's day in UTC.
// Twilio's list of that day's deactivations has the number, and messages to it end as
// undelivered with code 30005.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/deactivations-resource
func (p *Phone) Deactivate() {
	s := p.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	p.unreachable = twilio.CodeUnknownNumber
	if s.messaging.deactivated == nil {
		s.messaging.deactivated = map[string][]string{}
	}
	day := s.Clock.Now().UTC().Format(time.DateOnly)
	s.messaging.deactivated[day] = append(s.messaging.deactivated[day], p.number)
}

// deactivationHandler returns the handler of the list of deactivations, nil for all other
// operations.
func deactivationHandler(operation string) handler {
	if operation == "FetchDeactivation" {
		return (*Sim).fetchDeactivations
	}
	return nil
}

// deactivationFile begins the names of the files with a day's deactivations.
const deactivationFile = "deactivations-"

// redirection is an answer that is a redirect.
type redirection struct {
	To string `json:"redirect_to"`
}

// fetchDeactivations redirects to the file of a day, today's without one.
func (s *Sim) fetchDeactivations(r *request) (any, *apiError) {
	today := s.Clock.Now().UTC().Format(time.DateOnly)
	day := today
	if asked := r.query.Get("Date"); asked != "" {
		day = asked
	}
	if day > today { // the days sort like texts
		return nil, &apiError{status: http.StatusBadRequest, code: twilio.CodeBadRequest, message: "Date must not be in the future"}
	}
	return redirection{To: r.storage + "/" + deactivationFile + day}, nil
}

// deactivationsOf is the file of a day, with a number a line.
func (s *Sim) deactivationsOf(day string) file {
	var text strings.Builder
	for _, number := range s.messaging.deactivated[day] {
		text.WriteString(number + "\n")
	}
	return file{contentType: "text/plain", content: []byte(text.String())}
}
