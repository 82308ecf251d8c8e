package outbox

import (
	"errors"
	"net/http"

	"github.com/seed15d99369/twilio/webhook"
)

// Callbacks takes the status callbacks of messages.
func (o *Outbox[TTx]) Callbacks(verifier *webhook.Verifier) http.Handler {
	return verifier.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		ctx := r.Context()
		e, err := o.store.entryWhere(ctx, o.driver.Pool(), "token = $3", r.URL.Query().Get(rowParameter))
		switch {
		case errors.Is(err, errNoEntry):
			w.WriteHeader(http.StatusNoContent)
			return
		case err == nil:
			now := o.now()
			err = o.settle(ctx, e, &news{event: calledBack, at: now, sid: r.PostForm.Get("MessageSid"), by: ByCallback, fetchAt: o.firstFetch(e, now)})
		}
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
}
