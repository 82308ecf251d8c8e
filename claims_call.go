// Beside the road: how a call on its way tells claims that it is a create, and how it
// ends. Nothing else of claims and reconciliations knows how a call is made.

package twilio

import "net/url"

// beginClaim tells claims that a create is under way which has a reconciliation.
func (x *exchange) beginClaim() {
	if x.op.ReconciledBy != "" {
		x.client.claims.begin(&x.link, x)
	}
}

// claimReturned ends a create that has returned a resource.
func (x *exchange) claimReturned(sid string) {
	var of *claim
	if r := x.options.record; r != nil {
		of = &claim{create: r.Fingerprint, started: x.last.started, ended: x.last.ended}
	}
	x.client.claims.end(&x.link, sid, x.last.ended, of)
}

// claimNamed ends a create without a usable answer, of which the error tells. A resource
// that the answer named nevertheless is kept for the reconciliation of this create.
func (x *exchange) claimNamed(unknown *OutcomeUnknownError) {
	x.client.claims.end(&x.link, unknown.SID, x.last.ended,
		&claim{create: unknown.create, started: unknown.Started, ended: unknown.Ended, kept: true})
}

// claimNothing ends a create that has made nothing.
func (x *exchange) claimNothing() { x.client.claims.end(&x.link, "", x.last.ended, nil) }

// destination names the reconciliation of a create and the account that its path names.
func (x *exchange) destination() (reconciledBy, account string) {
	if x.op.hasAccount() {
		account = x.account
	}
	return x.op.ReconciledBy, account
}

// sentForm returns the parameters of a create, nil when they are no form.
func (x *exchange) sentForm() url.Values {
	if x.body == nil || x.op.Body != BodyForm {
		return nil
	}
	return sentValues(x.body)
}

// sentValues reads a form of this package's own making.
func sentValues(form []byte) url.Values {
	values, err := url.ParseQuery(string(form))
	if err != nil {
		return nil
	}
	return values
}
