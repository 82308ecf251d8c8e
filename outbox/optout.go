package outbox

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
	"github.com/seed15d99369/twilio/webhook"
)

// What can tell an opt-out.
const (
	sourceStop    = "stop"        // a text that says STOP
	sourceType    = "optout_type" // Twilio says so in a webhook
	sourceCode    = "21610"       // Twilio has refused a message for it
	sourceProgram = "program"     // OptOut was called
)

// The words by which people opt out and in.
// https://help.twilio.com/articles/223134027
var (
	stopWords  = strings.Fields("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT")
	startWords = strings.Fields("START YES UNSTOP")
)

// OptOut notes that a recipient wants no more messages from a sender, as a STOP does. The sender
// is a number, the SID of a Messaging Service, or "*" for all senders of the account. Messages
// that wait are skipped when their turn comes. An opt-out that is there already stays as it is.
//
// The recipient is kept, also after messages to it were erased.
func (o *Outbox[TTx]) OptOut(ctx context.Context, sender, recipient string) error {
	if err := checkConsent("Outbox.OptOut", sender, recipient); err != nil {
		return err
	}
	if err := o.optOut(ctx, sender, recipient, sourceProgram); err != nil {
		return fmt.Errorf("outbox: an opt-out is not written: %w", err)
	}
	return nil
}

// OptIn lifts the opt-out of a recipient from one sender, as a START does. One from all senders,
// "*", is lifted by that name alone. Lifting what is not there is no error. Twilio keeps a list of
// its own, which only the recipient's START changes.
func (o *Outbox[TTx]) OptIn(ctx context.Context, sender, recipient string) error {
	if err := checkConsent("Outbox.OptIn", sender, recipient); err != nil {
		return err
	}
	if err := o.optIn(ctx, sender, recipient); err != nil {
		return fmt.Errorf("outbox: an opt-out is not lifted: %w", err)
	}
	return nil
}

// OptedOut reports whether a recipient wants no messages from a sender, or from any sender.
func (o *Outbox[TTx]) OptedOut(ctx context.Context, sender, recipient string) (bool, error) {
	if err := checkConsent("Outbox.OptedOut", sender, recipient); err != nil {
		return false, err
	}
	source, err := o.optOutOf(ctx, o.driver.Pool(), sender, recipient)
	if err != nil {
		return false, fmt.Errorf("outbox: the opt-outs cannot be read: %w", err)
	}
	return source != "", nil
}

func checkConsent(op, sender, recipient string) error {
	var problems twilio.Problems
	checkAddress(&problems, "sender", sender, `give a number, the SID of a Messaging Service, or "*" for all senders`)
	checkAddress(&problems, "recipient", recipient, "give the number or the address of the person")
	return problems.Err(op)
}

func checkAddress(problems *twilio.Problems, field, address, remedy string) {
	switch {
	case strings.TrimSpace(address) == "":
		problems.Add(field, "is empty", remedy)
	case strings.ToValidUTF8(address, "") != address, strings.ContainsRune(address, 0):
		problems.Add(field, "is not UTF-8 without NUL", remedy)
	}
}

// optOut notes that a recipient wants no more messages from a sender.
func (o *Outbox[TTx]) optOut(ctx context.Context, sender, recipient, source string) error {
	_, err := o.driver.Pool().Exec(ctx, `INSERT INTO twilio_outbox_optouts (target, account, sender, recipient, source, since)
		SELECT $1, $2, $3, $4, $5, $6 WHERE true`+o.driver.Dialect().AndDurable()+` ON CONFLICT (target, account, sender, recipient) DO NOTHING`,
		o.config.Target, o.config.Account, addressOf(sender), addressOf(recipient), source, o.now())
	return err
}

func (o *Outbox[TTx]) optIn(ctx context.Context, sender, recipient string) error {
	_, err := o.driver.Pool().Exec(ctx, "DELETE FROM twilio_outbox_optouts WHERE target = $1 AND account = $2 AND sender = $3 AND recipient = $4"+o.driver.Dialect().AndDurable(),
		o.config.Target, o.config.Account, addressOf(sender), addressOf(recipient))
	return err
}

// optOutOf is what told that a recipient wants no messages from a sender, "" when nothing did.
func (o *Outbox[TTx]) optOutOf(ctx context.Context, c db.Conn, sender, recipient string) (source string, err error) {
	_, err = db.One(ctx, c, []any{&source}, "SELECT max(source) FROM twilio_outbox_optouts WHERE target = $1 AND account = $2 AND sender IN ($3, '*') AND recipient = $4",
		o.config.Target, o.config.Account, addressOf(sender), addressOf(recipient))
	return source, err
}

// addressOf is how senders and recipients are written in the list of opt-outs: the same for every
// way to write one address. The channel is a part of it: who writes STOP on WhatsApp may still
// want texts.
func addressOf(text string) string {
	text = strings.TrimSpace(text)
	if isService(text) {
		return strings.ToUpper(text[:2]) + strings.ToLower(text[2:])
	}
	channel, rest, found := strings.Cut(strings.ToLower(text), ":")
	if !found {
		return plainNumber(channel)
	}
	return shortWhatsApp(channel + ":" + plainNumber(strings.TrimSpace(rest)))
}

// plainNumber takes out of a number what people write between its digits. It returns everything
// but a number with + as it is.
func plainNumber(text string) string {
	digits, ok := strings.CutPrefix(text, "+")
	if !ok {
		return text
	}
	plain := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("-.()/", r) {
			return -1
		}
		return r
	}, digits)
	if plain == "" || strings.Trim(plain, "0123456789") != "" {
		return text
	}
	return "+" + plain
}

func isService(text string) bool {
	const prefix = "MG"
	return len(text) > len(prefix) && isSID(strings.ToUpper(text[:len(prefix)])+text[len(prefix):], prefix)
}

// shortWhatsApp is the shorter of the two forms that WhatsApp has for numbers of Mexico (+52 1),
// Argentina (+54 9) and Brazil (the ninth digit).
// https://www.twilio.com/docs/whatsapp/key-concepts
func shortWhatsApp(address string) string {
	digits, ok := strings.CutPrefix(address, "whatsapp:+")
	if long := 13; !ok || len(digits) != long {
		return address
	}
	for _, form := range [...]struct {
		country, more string
		at            int // where the digit stands that the longer form has
	}{{"52", "1", 2}, {"54", "9", 2}, {"55", "9", 4}} {
		if strings.HasPrefix(digits, form.country) && strings.HasPrefix(digits[form.at:], form.more) {
			return "whatsapp:+" + digits[:form.at] + digits[form.at+1:]
		}
	}
	return address
}

// Inbound returns a handler for the webhook of incoming messages, which keeps the list of
// opt-outs and then passes each request to next, whose answer is Twilio's. A nil next answers
// nothing. The verifier needs the auth token of the account: nobody else's request passes.
//
// STOP and the other words that Twilio knows opt out, also with punctuation. START, YES and UNSTOP
// opt in. OptOutType, which Advanced Opt-Out of a Messaging Service adds, counts before the words.
// A message to a number of a Messaging Service counts for the number and for the service.
//
// When the database cannot be reached for ten seconds, an opt-out or opt-in is answered with 503
// and does not reach next. Twilio then requests the fallback address of the number, if there is
// one, which may be served by this handler as well.
//
// Twilio docs: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
func (o *Outbox[TTx]) Inbound(verifier *webhook.Verifier, next http.Handler) http.Handler {
	if next == nil {
		next = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	}
	return o.verified(verifier, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := o.heedInbound(r); err != nil {
			o.logger.ErrorContext(r.Context(), "outbox: an opt-out or opt-in cannot be written", "error", err)
			http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	}), 0)
}

// heedInbound opts the sender of a message out or in, if the message says so. What is not a
// message to the account is left to the next handler.
func (o *Outbox[TTx]) heedInbound(r *http.Request) error {
	in, err := webhook.ParseMessage(r)
	if err != nil || in.AccountSID != o.config.Account {
		return nil //nolint:nilerr // another handler judges it
	}
	wish, source := wishOf(in)
	if wish != webhook.OptOutStop && wish != webhook.OptOutStart {
		return nil
	}
	return o.insist(context.WithoutCancel(r.Context()), settleTime, func(ctx context.Context) error {
		for _, sender := range sendersOf(in) {
			for _, recipient := range recipientsOf(in) {
				if err := o.writeWish(ctx, wish, sender, recipient, source); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (o *Outbox[TTx]) writeWish(ctx context.Context, wish webhook.OptOut, sender, recipient, source string) error {
	if wish == webhook.OptOutStart {
		return o.optIn(ctx, sender, recipient)
	}
	return o.optOut(ctx, sender, recipient, source)
}

// wishOf is what a message asks for: to stop, to start, something else, or "".
func wishOf(in *webhook.Message) (wish webhook.OptOut, source string) {
	switch {
	case in.OptOut != "":
		return webhook.OptOut(strings.ToUpper(string(in.OptOut))), sourceType
	case isStop(in.Body):
		return webhook.OptOutStop, sourceStop
	case slices.Contains(startWords, strings.ToUpper(strings.TrimSpace(in.Body))):
		return webhook.OptOutStart, sourceStop
	}
	return "", ""
}

// isStop takes more than Twilio does, such as "Stop!" and "opt out", because a message too few is
// the smaller mistake.
func isStop(body string) bool {
	const longest = 40 // bytes, with all that is not a letter
	if len(body) > longest {
		return false
	}
	letters := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, body)
	return slices.Contains(stopWords, letters)
}

// sendersOf are those from whom the person of an incoming message wants messages, or none.
func sendersOf(in *webhook.Message) []string {
	if in.MessagingServiceSID == "" {
		return []string{in.To}
	}
	return []string{in.To, in.MessagingServiceSID}
}

// recipientsOf are the addresses of the person. A WhatsApp user can have a number and an ID.
func recipientsOf(in *webhook.Message) []string {
	const channel = "whatsapp:"
	all := []string{in.Sender()}
	if in.ExternalUserIdentifier != "" && in.From != "" {
		all = append(all, channel+strings.TrimPrefix(in.ExternalUserIdentifier, channel))
	}
	return all
}
