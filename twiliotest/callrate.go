package twiliotest

import (
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
)

// CallRate lets each account start so many calls a second, as Twilio does, whose usual rate is
// 1: further calls that the API creates wait as queued until their turn comes, and have the
// wait in their QueueTime. A call that would wait for 24 hours or more is refused with code
// 22005. Without the option no call waits for others.
//
// Every account has the same rate, and the calls of a subaccount do not count for its parent.
// A call that is canceled while it waits keeps its turn. Calls that Verify makes do not wait.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/22005
func CallRate(perSecond int) Option {
	return func(c *config) error {
		if perSecond < 1 {
			return fmt.Errorf("CallRate(%d): give how many calls an account starts in a second, at least 1", perSecond)
		}
		c.callRate = perSecond
		return nil
	}
}

// callQueueHolds is how long the queue of calls of an account may become.
// https://www.twilio.com/docs/api/errors/22005
const callQueueHolds = 24 * time.Hour

// callsWait is how long the queue of calls of an account is; s.mu is held.
func (s *Sim) callsWait(account string) time.Duration {
	return max(s.callsFreeAt[account].Sub(s.Clock.Now()), 0)
}

// refuseCallQueue refuses a call that would wait too long.
func (s *Sim) refuseCallQueue(r *request) *apiError {
	if s.callsWait(r.account) < callQueueHolds {
		return nil
	}
	return badRequest(twilio.CodeCallQueueFull, "Call queue is full: the call would not be placed within 24 hours.")
}

// takeCallTurn puts a call at the end of the queue of its account, and returns how long the
// call waits for its turn; s.mu is held.
func (s *Sim) takeCallTurn(account string) (wait time.Duration) {
	if s.config.callRate == 0 {
		return 0
	}
	wait = s.callsWait(account)
	s.callsFreeAt[account] = s.Clock.Now().Add(wait + time.Second/time.Duration(s.config.callRate))
	return wait
}
