package twiliotest

import "time"

// verifyTokenHandler returns the handler of an operation on access tokens for push factors, nil for all others.
func verifyTokenHandler(operation string) handler {
	switch operation {
	case "CreateAccessToken":
		return inService((*Sim).createPushToken)
	case "FetchAccessToken":
		return inService((*Sim).fetchPushToken)
	}
	return nil
}

// How long an access token lives, in seconds.
// https://www.twilio.com/docs/verify/api/access-token
const (
	shortestToken = 60
	longestToken  = 300
)

// pushToken lets a device make a push factor of its own.
type pushToken struct {
	itemRecord

	identity     string
	friendlyName string
	lives        int // seconds
	token        string
}

func (s *Sim) createPushToken(r *request, service *verifyService) (any, *apiError) {
	identity, lives := r.form.Get("Identity"), shortestToken
	if !aIdentity.MatchString(identity) {
		return nil, r.invalid("Identity", "it takes 8 to 64 letters, digits and dashes")
	}
	if problem := setNumber(r, "Ttl", shortestToken, longestToken, &lives); problem != nil {
		return nil, problem
	}
	t := &pushToken{itemRecord: s.newItemRecord(r, "YK"), identity: identity, friendlyName: r.form.Get("FactorFriendlyName"), lives: lives}
	ends := t.created.Add(time.Duration(lives) * time.Second)
	t.token = newJWT(map[string]any{"iss": service.sid, "sub": identity, "iat": t.created.Unix(), "exp": ends.Unix(), "jti": t.sid})
	service.tokens = append(service.tokens, t)
	return t.json(r, service), nil
}

func (s *Sim) fetchPushToken(r *request, service *verifyService) (any, *apiError) {
	t := recordOf(service.tokens, r.ids["Sid"])
	if t == nil {
		return nil, r.absent()
	}
	return t.json(r, service), nil
}

type pushTokenJSON struct {
	SID                string  `json:"sid"`
	AccountSID         string  `json:"account_sid"`
	ServiceSID         string  `json:"service_sid"`
	EntityIdentity     string  `json:"entity_identity"`
	FactorType         string  `json:"factor_type"`
	FactorFriendlyName *string `json:"factor_friendly_name"`
	Token              string  `json:"token"`
	URL                string  `json:"url"`
	TTL                int     `json:"ttl"` // seconds
	DateCreated        *string `json:"date_created"`
}

func (t *pushToken) json(r *request, service *verifyService) pushTokenJSON {
	return pushTokenJSON{
		SID: t.sid, AccountSID: t.account, ServiceSID: service.sid, EntityIdentity: t.identity, FactorType: factorPush,
		FactorFriendlyName: orNull(t.friendlyName), Token: t.token, TTL: t.lives, DateCreated: iso8601(t.created),
		URL: serviceURL(r, service.sid, "/AccessTokens/", t.sid),
	}
}

// fetchForm describes the parameters of a push factor as a JSON Schema.
// https://www.twilio.com/docs/verify/api/forms
func (s *Sim) fetchForm(r *request) (any, *apiError) {
	text := map[string]any{"type": "string"}
	object := func(required ...string) map[string]any {
		properties := map[string]any{}
		for _, name := range required {
			properties[name] = text
		}
		return map[string]any{"type": "object", "properties": properties, "required": required}
	}
	return map[string]any{
		"form_type": r.ids["FormType"],
		"forms": map[string]any{
			"create_factor":    object("Binding.Alg", "Binding.PublicKey", "Config.AppId", "Config.NotificationPlatform", "Config.NotificationToken", "Config.SdkVersion"),
			"verify_factor":    object("AuthPayload"),
			"create_challenge": object("FactorSid", "Details.Message"),
		},
		"form_meta": map[string]any{},
		"url":       r.address(),
	}, nil
}
