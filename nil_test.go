package twilio_test

import (
	"bytes"
	"context"
	"crypto/rsa"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/token"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// refusesNil has a row for every function that takes an interface, a function or a
// pointer and can say that it is nil.
func refusesNil() map[string]func() error {
	queues := twilio.Operation{Name: "Queues.List", Method: http.MethodGet, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Queues.json", Items: "queues"}.On()
	return map[string]func() error{
		"WithHTTPClient":              configured(twilio.WithHTTPClient(nil)),
		"WithHTTPClient, Transport":   configured(twilio.WithHTTPClient(&http.Client{Transport: (*http.Transport)(nil)})),
		"WithHTTPClient, Jar":         configured(twilio.WithHTTPClient(&http.Client{Jar: (*cookiejar.Jar)(nil)})),
		"WithLogger":                  configured(twilio.WithLogger(nil)),
		"WithLogger, no handler":      configured(twilio.WithLogger(new(slog.Logger))),
		"WithLogger, typed":           configured(twilio.WithLogger(slog.New((*slog.TextHandler)(nil)))),
		"WithLimiter":                 configured(twilio.WithLimiter(nil)),
		"WithLimiter, typed":          configured(twilio.WithLimiter((*nobody)(nil))),
		"WithClock":                   configured(twilio.WithClock(nil)),
		"WithClock, typed":            configured(twilio.WithClock((*twiliotest.Clock)(nil))),
		"WithClientValidation":        configured(twilio.WithClientValidation(nil)),
		"WithClientValidation, typed": configured(twilio.WithClientValidation((*token.ClientValidator)(nil))),
		"Invoke, context":             asked(func(c *twilio.Client) error { return twilio.InvokeNone(nil, c, queues) }), //nolint:staticcheck // that is the point
		"Invoke, typed context":       asked(func(c *twilio.Client) error { return twilio.InvokeNone((*nobody)(nil), c, queues) }),
		"Invoke, client":              asked(func(*twilio.Client) error { return twilio.InvokeNone(context.Background(), nil, queues) }),
		"Invoke, empty client":        asked(func(*twilio.Client) error { return twilio.InvokeNone(context.Background(), new(twilio.Client), queues) }),
		"InvokePage, client": asked(func(*twilio.Client) error {
			_, err := twilio.InvokePage[twilio.Message](context.Background(), nil, queues)
			return err
		}),
		"Reconcile": asked(func(c *twilio.Client) error {
			_, err := c.Messages.Reconcile(context.Background(), twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"}, nil)
			return err
		}),
		"NewRecord": asked(func(c *twilio.Client) error {
			_, err := c.Messages.NewRecord(nil, twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"}) //nolint:staticcheck // that is the point
			return err
		}),
		"WithRecord": asked(func(c *twilio.Client) error {
			_, err := c.Messages.Create(context.Background(), twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"}, twilio.WithRecord(nil), nil)
			return err
		}),

		"webhook.Logger":                   verifies(webhook.Logger(nil)),
		"webhook.Logger, no handler":       verifies(webhook.Logger(new(slog.Logger))),
		"webhook.Logger, typed":            verifies(webhook.Logger(slog.New((*slog.JSONHandler)(nil)))),
		"webhook.Verify":                   func() error { return aVerifier().Verify(nil) },
		"webhook.Verify, no address":       func() error { return aVerifier().Verify(new(http.Request)) },
		"webhook.ParseMessage":             func() error { _, err := webhook.ParseMessage(nil); return err },
		"webhook.ParseMessage, no address": func() error { _, err := webhook.ParseMessage(&http.Request{Method: http.MethodGet}); return err },
		"webhook.ParseCallStatus":          func() error { _, err := webhook.ParseCallStatus(nil); return err },
		"webhook.ParseDebugger":            func() error { _, err := webhook.ParseDebugger(nil); return err },
		"webhook.ParseEvents":              func() error { _, err := webhook.ParseEvents(nil); return err },
		"token.WithClock":                  func() error { _, err := token.NewSigner(anAccount, aKey, aSecret, token.WithClock(nil)); return err },
		"token.NewClientValidator":         func() error { _, err := token.NewClientValidator(anAccount, aKey, aPublicKey, nil); return err },
		"token.NewClientValidator, typed":  validates((*rsa.PrivateKey)(nil)),
		"token.NewClientValidator, no key": validates(new(rsa.PrivateKey)),
		"token.ParsePrivateKey":            func() error { _, err := token.ParsePrivateKey(nil); return err },
		"token.Sign":                       func() error { _, err := (*token.Signer)(nil).Sign(token.Access{}); return err },
		"token.Sign, grant":                signed(nil),
		"token.Sign, typed grant":          signed((*token.VoiceGrant)(nil)),
		"token.SignRequest, no validator":  func() error { return signRequest(nil, new(url.URL)) },
		"token.SignRequest, no address":    func() error { return signRequest(new(token.ClientValidator), nil) },
		"twiml.WriteTo":                    func() error { _, err := twiml.Voice().WriteTo(nil); return err },
		"twiliotest.Clock.Sleep":           func() error { return new(twiliotest.Clock).Sleep(nil, time.Second) }, //nolint:staticcheck // that is the point
	}
}

const aPublicKey = "CR00000000000000000000000000000001"

// nobody is a type of whose pointers nil ones are given.
type nobody struct {
	context.Context
	http.Handler
	webhook.Store
}

func (*nobody) Wait(context.Context) error { return nil }

func configured(opt twilio.Option) func() error {
	return func() error {
		_, err := twilio.New(anAccount, twilio.APIKey(aKey, aSecret), opt)
		return err
	}
}

func asked(ask func(c *twilio.Client) error) func() error {
	return func() error {
		c, err := twilio.New(anAccount, twilio.AuthToken(aSecret), twilio.WithHTTPClient(&http.Client{Transport: unreached{}}))
		if err != nil {
			return nil //nolint:nilerr // the call is tested
		}
		return ask(c)
	}
}

// unreached is a transport that no request may get to.
type unreached struct{}

func (unreached) RoundTrip(*http.Request) (*http.Response, error) { panic("a request was sent") }

func verifies(opt webhook.Option) func() error {
	return func() error {
		_, err := webhook.NewVerifier(webhook.Token(aSecret), webhook.Hosts("example.com"), opt)
		return err
	}
}

func aVerifier() *webhook.Verifier {
	v, _ := webhook.NewVerifier(webhook.Token(aSecret), webhook.Hosts("example.com"))
	return v
}

func validates(key *rsa.PrivateKey) func() error {
	return func() error {
		_, err := token.NewClientValidator(anAccount, aKey, aPublicKey, key)
		return err
	}
}

func signed(grant token.Grant) func() error {
	return func() error {
		signer, err := token.NewSigner(anAccount, aKey, aSecret)
		if err != nil {
			return nil //nolint:nilerr // the grant is tested
		}
		_, err = signer.Sign(token.Access{Identity: "ada", Grants: []token.Grant{grant}})
		return err
	}
}

func signRequest(v *token.ClientValidator, u *url.URL) error {
	_, err := v.SignRequest(context.Background(), http.MethodGet, u, nil, nil)
	return err
}

func TestNilIsRefused(t *testing.T) {
	t.Parallel()
	for name, try := range refusesNil() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NotPanics(t, func() { require.Error(t, try()) })
		})
	}
}

// TestHandlersWithoutSomething: a handler, which can return no error, answers 500, or does
// without.
func TestHandlersWithoutSomething(t *testing.T) {
	t.Parallel()
	fine := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) })
	for name, tt := range map[string]struct {
		handler func() http.Handler
		status  int
	}{
		"no store":             {handler: func() http.Handler { return webhook.Deduplicate(nil, nil, fine) }, status: http.StatusAccepted},
		"nil pointer to ours":  {handler: func() http.Handler { return webhook.Deduplicate((*webhook.MemoryStore)(nil), nil, fine) }, status: http.StatusAccepted},
		"nil pointer to one":   {handler: func() http.Handler { return webhook.Deduplicate((*nobody)(nil), nil, fine) }, status: http.StatusAccepted},
		"empty store":          {handler: func() http.Handler { return webhook.Deduplicate(new(webhook.MemoryStore), nil, fine) }, status: http.StatusAccepted},
		"key of nothing":       {handler: func() http.Handler { return webhook.Deduplicate(nil, webhook.KeyOf[*webhook.Message](nil), fine) }, status: http.StatusAccepted},
		"no handler":           {handler: func() http.Handler { return webhook.Deduplicate(nil, nil, nil) }, status: http.StatusInternalServerError},
		"nil pointer":          {handler: func() http.Handler { return webhook.Deduplicate(nil, nil, (*nobody)(nil)) }, status: http.StatusInternalServerError},
		"no function":          {handler: func() http.Handler { return webhook.Deduplicate(nil, nil, http.HandlerFunc(nil)) }, status: http.StatusInternalServerError},
		"middleware":           {handler: func() http.Handler { return aVerifier().Middleware(nil) }, status: http.StatusInternalServerError},
		"middleware, pointer":  {handler: func() http.Handler { return aVerifier().Middleware((*nobody)(nil)) }, status: http.StatusInternalServerError},
		"empty verifier":       {handler: func() http.Handler { return new(webhook.Verifier).Middleware(fine) }, status: http.StatusForbidden},
		"no answer":            {handler: func() http.Handler { return webhook.AnswerMessage(nil) }, status: http.StatusInternalServerError},
		"no parser, no answer": {handler: func() http.Handler { return webhook.AnswerWith[webhook.Call](nil, nil) }, status: http.StatusInternalServerError},
		"no document":          {handler: func() http.Handler { return (*twiml.Response)(nil) }, status: http.StatusOK},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NotPanics(t, func() {
				handler := tt.handler()
				for _, id := range []string{"", "1", "1"} {
					assert.Equal(t, tt.status, answerTo(handler, id), "event %q", id)
				}
			})
		})
	}
}

// answerTo is the status of the answer to a signed request about an event.
func answerTo(handler http.Handler, id string) int {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/", bytes.NewReader(nil))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("I-Twilio-Idempotency-Token", id)
	r.Header.Set("X-Twilio-Signature", webhook.Sign(aSecret, "http://example.com/", nil))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Code
}

// TestNilOptionsAreLeftOut: an option that was not chosen is none.
func TestNilOptionsAreLeftOut(t *testing.T) {
	t.Parallel()
	require.NoError(t, configured(nil)())
	require.NoError(t, verifies(nil)())
	_, err := token.NewSigner(anAccount, aKey, aSecret, nil)
	require.NoError(t, err)
	sim := twiliotest.New(t, nil)
	sim.MessagingService(nil)
	sim.Number("+14155551234", nil)
	_, err = sim.Phone("+14155556789").WaitSMS(nil) //nolint:staticcheck // that is the point
	require.ErrorContains(t, err, "context")
	msg, err := sim.Client().Messages.List(t.Context(), twilio.MessageListParams{}, nil, twilio.WithResponseInfo(nil))
	require.NoError(t, err)
	assert.Empty(t, msg.Items)
	assert.Equal(t, `<?xml version="1.0" encoding="UTF-8"?><Response/>`, twiml.Voice(nil, (*twiml.Say)(nil)).String())
	assert.Zero(t, twilio.RetryAfter(nil))
	assert.Nil(t, (*twilio.CreateRecord)(nil).Unknown())
}

// TestErrorsOfNothingPrint: an error that a caller made by hand has no fields.
func TestErrorsOfNothingPrint(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		new(twilio.Error), new(twilio.ParamError), new(twilio.TransportError), new(twilio.DecodeError), new(twilio.OutcomeUnknownError),
		new(twilio.MessageError), new(twilio.CallError), new(twilio.TooLargeError), new(twilio.AmbiguousError), new(token.VerifyError), new(token.ParamError),
		new(webhook.SignatureError), new(webhook.PayloadError), new(webhook.ConfigError),
	} {
		assert.NotPanics(t, func() { assert.NotEmpty(t, err.Error(), "%T", err) })
	}
}
