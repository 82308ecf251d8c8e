package outbox

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/webhook"
)

// rowParameter names the row in the address of a callback.
const rowParameter = "row"

// maxCallback bounds the body of a callback, in bytes. Twilio's have less than two thousand.
const maxCallback = 64 << 10

// Callbacks returns the handler that [Config].CallbackURL leads to. It takes the status callbacks
// of the outbox's messages and calls, and needs a verifier that has the auth token of the account:
// nobody else's request passes.
//
// A callback names the row that it is about. It settles a message whose outcome is not known yet,
// also before the request that has made it was answered, and it writes down what became of the
// delivery. Callbacks may come twice and in any order: a late one never replaces a later status.
//
// The answers are:
//   - 204 for a callback that was heeded, and for one that tells nothing new;
//   - 400 for a callback without the SID or the status of a message or a call;
//   - 403 for a request that is not Twilio's, and for another account's;
//   - 404 for a row that the outbox does not have;
//   - 503 when the database could not be reached for ten seconds. Twilio does not always repeat a
//     callback, and so the outbox asks for the delivery later: see [Config].FetchAfter.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
func (o *Outbox[TTx]) Callbacks(verifier *webhook.Verifier) http.Handler {
	return o.verified(verifier, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status := o.takeCallback(r); status != http.StatusNoContent {
			http.Error(w, http.StatusText(status), status)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}), maxCallback)
}

// verified passes Twilio's requests to a handler, and none without a verifier. A most of 0 leaves
// the bound of the body to the verifier.
func (o *Outbox[TTx]) verified(verifier *webhook.Verifier, next http.Handler, most int64) http.Handler {
	if verifier == nil {
		o.logger.Error("outbox: a handler has no verifier and refuses every request: make one with webhook.NewVerifier")
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		})
	}
	checked := verifier.Middleware(next)
	if most == 0 {
		return checked
	}
	return http.MaxBytesHandler(checked, most)
}

// callback is what a status callback says.
type callback struct {
	row     string // the token of the row, "" when the address has none
	account string
	sid     string
	isCall  bool
	delivery
}

// readCallback reads a status callback. Its errors hold no values of the request.
func readCallback(r *http.Request) (*callback, error) {
	c := callback{row: rowOf(r)}
	if msg, err := webhook.ParseMessageStatus(r); err == nil {
		c.account, c.sid = msg.AccountSID, msg.MessageSID
		c.delivery = delivery{status: string(msg.Status), final: msg.Status.Final(), code: msg.ErrorCode}
	} else if call, err := webhook.ParseCallStatus(r); err == nil {
		c.account, c.sid, c.isCall = call.AccountSID, call.CallSID, true
		c.delivery = delivery{status: string(call.CallStatus), final: call.CallStatus.Final()}
	} else {
		return nil, fmt.Errorf("it is of neither a message nor a call: %w", err)
	}
	switch {
	case c.isCall && !isSID(c.sid, "CA"), !c.isCall && !isSID(c.sid, "SM", "MM"):
		return nil, errors.New("its SID is not one of a message or a call")
	case !isStatus(c.status):
		return nil, errors.New("its status is not a word of Twilio's")
	}
	return &c, nil
}

// rowOf is the token of the row in the address of a request, "" unless there is exactly one.
func rowOf(r *http.Request) string {
	tokens := r.URL.Query()[rowParameter]
	if len(tokens) != 1 || len(tokens[0]) != hex.EncodedLen(tokenBytes) {
		return ""
	}
	if _, err := hex.DecodeString(tokens[0]); err != nil {
		return ""
	}
	return tokens[0]
}

// isSID reports that a text has the form of an SID of one of some kinds.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-is-a-sid
func isSID(text string, kinds ...string) bool {
	const prefix, length = 2, 34
	if len(text) != length || !slices.Contains(kinds, text[:prefix]) {
		return false
	}
	_, err := hex.DecodeString(text[prefix:])
	return err == nil
}

// isStatus reports that a text can be a status, also one that is newer than this package.
func isStatus(text string) bool {
	const longest = 40
	return text != "" && len(text) <= longest && !strings.ContainsFunc(text, func(r rune) bool { return !isLowerOrDigit(r) && r != '-' && r != '_' })
}

func isLowerOrDigit(r rune) bool { return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' }

// takeCallback heeds a verified callback, and returns the HTTP status of the answer.
func (o *Outbox[TTx]) takeCallback(r *http.Request) (status int) {
	// What Twilio has told is written down also when it does not wait for the answer.
	ctx := context.WithoutCancel(r.Context())
	in, err := readCallback(r)
	switch {
	case err != nil:
		o.logger.WarnContext(ctx, "outbox: a callback cannot be read", "error", err)
		return http.StatusBadRequest
	case in.account != o.config.Account:
		o.logger.WarnContext(ctx, "outbox: a callback is about another account", "sid", in.sid)
		return http.StatusForbidden
	case in.row == "":
		o.logger.WarnContext(ctx, "outbox: the address of a callback names no row: the handler is for messages of the outbox alone", "sid", in.sid)
		return http.StatusNotFound
	}
	err = o.insist(ctx, settleTime, func(ctx context.Context) error {
		status, err = o.heed(ctx, in)
		return err
	})
	if err != nil {
		o.logger.ErrorContext(ctx, "outbox: a callback cannot be written", "sid", in.sid, "error", err)
		return http.StatusServiceUnavailable
	}
	return status
}

// heed settles the row of a callback and writes down the delivery. The error is about the
// database alone.
func (o *Outbox[TTx]) heed(ctx context.Context, in *callback) (status int, err error) {
	e, err := o.store.byToken(ctx, o.driver.Pool(), in.row)
	switch {
	case errors.Is(err, errNoEntry):
		o.logger.WarnContext(ctx, "outbox: a callback names a row that is not there: was a backup restored, or another database opened?", "sid", in.sid)
		return http.StatusNotFound, nil
	case err != nil:
		return 0, err
	case e.Kind == KindVerification, in.isCall != (e.Kind == KindCall):
		o.logger.WarnContext(ctx, "outbox: a callback is of another kind than its row", "key", e.Key, "sid", in.sid)
		return http.StatusBadRequest, nil
	}
	now := o.now()
	n := &news{event: calledBack, at: now, sid: in.sid, by: ByCallback, fetchAt: o.firstFetch(e, now)}
	after, changed, err := o.store.tell(ctx, e, n)
	switch {
	case errors.Is(err, errTaken):
		o.logger.ErrorContext(ctx, "outbox: Twilio has named one message for two keys", "key", e.Key, "error", err)
		return http.StatusNoContent, nil // another request would meet the same
	case err != nil:
		return 0, err
	}
	o.settled(ctx, after, n, changed)
	return http.StatusNoContent, o.deliver(ctx, after, in.sid, in.delivery)
}
