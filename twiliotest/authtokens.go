package twiliotest

import "time"

// secondaryToken is an auth token that works beside the primary one.
// https://www.twilio.com/docs/iam/api/secondary_authtoken
type secondaryToken struct {
	text    string // "" for none
	created time.Time
}

// knows says whether a text is a token of the account.
func (a *accountRecord) knows(secret string) bool {
	primary, secondary := equal(secret, a.token), equal(secret, a.secondary.text)
	return primary || secondary && a.secondary.text != ""
}

// authTokenHandler returns the handler of an operation on auth tokens, nil for all others.
func authTokenHandler(operation string) handler {
	switch operation {
	case "CreateSecondaryAuthToken":
		return (*Sim).createSecondaryToken
	case "DeleteSecondaryAuthToken":
		return (*Sim).deleteSecondaryToken
	case "UpdateAuthTokenPromotion":
		return (*Sim).promoteToken
	}
	return nil
}

// createSecondaryToken makes a token that takes the place of an earlier secondary one.
func (s *Sim) createSecondaryToken(r *request) (any, *apiError) {
	a, now := s.accountOf(r.account), s.Clock.Now()
	a.secondary = secondaryToken{text: s.newCredential(a.sid), created: now}
	return map[string]any{
		"account_sid": a.sid, "secondary_auth_token": a.secondary.text,
		"date_created": iso8601(now), "date_updated": iso8601(now), "url": r.address(),
	}, nil
}

func (s *Sim) deleteSecondaryToken(r *request) (any, *apiError) {
	a := s.accountOf(r.account)
	if a.secondary.text == "" {
		return nil, r.absent()
	}
	a.secondary = secondaryToken{}
	return nil, nil //nolint:nilnil // no body, no error
}

// promoteToken makes the secondary token the primary one, which signs the webhooks from
// then on; the old one is of no use any more.
func (s *Sim) promoteToken(r *request) (any, *apiError) {
	a, now := s.accountOf(r.account), s.Clock.Now()
	if a.secondary.text == "" {
		return nil, r.absent()
	}
	created := a.secondary.created
	a.token, a.secondary, a.updated = a.secondary.text, secondaryToken{}, now
	return map[string]any{
		"account_sid": a.sid, "auth_token": a.token,
		"date_created": iso8601(created), "date_updated": iso8601(now), "url": r.address(),
	}, nil
}
