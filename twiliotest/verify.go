package twiliotest

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// Codes of Verify. https://www.twilio.com/docs/verify/api/error-codes
const (
	verifyInvalidParam = 60200
	factorInvalidParam = 60300
	tokenInvalidParam  = 60305
	verifyNotSupported = 60204
	verifySafeAlready  = 60411
)

// verifyState is all that the simulator keeps of Verify, in the order of its
// creation.
type verifyState struct {
	services      []*verifyService
	verifications []*verification
	attempts      []*verifyAttempt
	safeList      []*safeNumber
	mails         []*sentMail
	recent        map[string][]time.Time // requests that count towards a limit
}

// verifyHandlerOf returns the handler of an operation of Verify, nil for all others.
func verifyHandlerOf(op *contract.Operation) handler {
	if op == nil || op.Spec != "verify_v2" {
		return nil
	}
	for _, find := range [...]func(string) handler{
		verifyServiceHandler, verificationHandler, verifyLimitHandler, verifyAttemptHandler, safeListHandler, verifyMessagingHandler,
		verifyWebhookHandler, verifyTokenHandler, verifyEntityHandler, factorHandler, passkeyHandler, challengeHandler,
	} {
		if handle := find(op.ID); handle != nil {
			return handle
		}
	}
	return nil
}

// verifyCodeOfParam is the code with which Verify refuses a value of a parameter, 0
// when it is not Verify that refuses.
// https://www.twilio.com/docs/api/errors/60200, https://www.twilio.com/docs/api/errors/60300
func verifyCodeOfParam(op *contract.Operation, name string) twilio.ErrorCode {
	switch {
	case op.Spec != "verify_v2" || strings.HasPrefix(name, "Page"):
		return 0
	case strings.Contains(op.Path, "/AccessTokens"):
		return tokenInvalidParam
	case strings.Contains(op.Path, "/Entities") || strings.Contains(op.Path, "/Passkeys"):
		return factorInvalidParam
	}
	return verifyInvalidParam
}

// invalid refuses a value of a parameter of Verify and says why.
func (r *request) invalid(param, format string, args ...any) *apiError {
	return badRequest(verifyCodeOfParam(r.op, param), "Invalid parameter: "+param+": "+format, args...)
}

// serviceURL is the address of a service of Verify, or of something in it.
func serviceURL(r *request, service string, rest ...string) string {
	return r.origin() + "/v2/Services/" + service + strings.Join(rest, "")
}

// isTrue reads a switch; the check has refused all other texts.
func isTrue(s string) bool { return strings.EqualFold(s, "true") }

// tooMany refuses a request that exceeds a limit, and says when there is room again.
// https://www.twilio.com/docs/api/errors/20429
func tooMany(wait time.Duration, limit string) *apiError {
	seconds := cmp.Or(int((wait+time.Second-1)/time.Second), 1)
	header := http.Header{"Retry-After": {strconv.Itoa(seconds)}}
	if limit != "" {
		header.Set("Twilio-Reached-Rate-Limit", limit)
	}
	return &apiError{status: http.StatusTooManyRequests, code: twilio.CodeTooManyConcurrentRequests, message: "Too many requests", header: header}
}

// window is how many requests there may be in a time.
type window struct {
	most  int
	lasts time.Duration
}

// longestWindow is how long requests are remembered for limits.
const longestWindow = 31 * 24 * time.Hour

// overLimit returns how long there is no room for one more request of a key, 0 when
// there is room; s.mu is held.
func (s *Sim) overLimit(key string, limits ...window) (wait time.Duration) {
	now, recent := s.Clock.Now(), s.verify.recent[key]
	for _, limit := range limits {
		if len(recent) < limit.most {
			continue
		}
		oldest := recent[len(recent)-limit.most] // of those that would fill the window
		wait = max(wait, limit.lasts-now.Sub(oldest))
	}
	return max(wait, 0)
}

// countTowards counts a request of a key; s.mu is held.
func (s *Sim) countTowards(key string) {
	now := s.Clock.Now()
	if s.verify.recent == nil {
		s.verify.recent = map[string][]time.Time{}
	}
	recent := slices.DeleteFunc(s.verify.recent[key], func(at time.Time) bool { return now.Sub(at) >= longestWindow })
	s.verify.recent[key] = append(recent, now)
}
