// Package twilio is a client for Twilio's REST API: messages, WhatsApp, calls,
// lookups and the account's balance, typed, with a context on every call, and
// without any other Twilio library beneath it.
//
//	client, err := twilio.NewFromEnv()
//	if err != nil {
//		log.Fatal(err)
//	}
//	msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{
//		To: "+14155551234", From: "+14155556789", Body: "See you at 9",
//	})
//	switch {
//	case errors.Is(err, twilio.ErrOutcomeUnknown):
//		// It may have been sent: reconcile before any second try.
//	case errors.Is(err, twilio.ErrOptedOut):
//		// The recipient sent STOP.
//	case err != nil:
//		log.Fatal(err) // one line: operation, status, code, what it means, what to do
//	default:
//		fmt.Println(msg.SID, msg.Status)
//	}
//
// The client's retries never send a text twice, as long as the caller's own transport
// does not repeat requests: a create is repeated only when it is certain that nothing
// was done. When Twilio refuses it, the error is an [Error]. When nobody can say
// whether it was carried out, the error is an [OutcomeUnknownError], which [Settle]
// and [MessagesService.Reconcile] settle. Reads and
// deletions are repeated as [RetryPolicy] says.
//
// Package twiliotest is Twilio in memory, for tests of what uses this package.
package twilio

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/hashicorp/go-retryablehttp"
)

// Version is the version of this module, as the User-Agent says it.
const Version = "0.1.0"

// Client sends requests to Twilio's REST API for one account. It is made by
// [New] or [NewFromEnv], cannot be changed afterwards, is safe for concurrent
// use, and prints without its secrets.
type Client struct {
	Balance  *BalanceService
	Calls    *CallsService
	Lookup   *LookupService
	Media    *MediaService
	Messages *MessagesService
	WhatsApp *WhatsAppService

	accountSID string
	credential Credential
	config     config
	headers    func() http.Header // sent with every request; a closure, because it holds the secret
	transport  http.RoundTripper  // the caller's or ours, beneath the attempt
	loop       *retryablehttp.Client
	tokens     *accessTokens // nil unless the credential is an OAuth app
	throttle   *throttle
	claims     *claims
	records    *openRecords
}

// New returns a client for an account. It makes no network call. Credentials
// of the wrong shape, two of them swapped, and options that contradict each
// other are a *[ParamError].
//
// Twilio docs: https://www.twilio.com/docs/iam/api/authentication
func New(accountSID string, credential Credential, opts ...Option) (*Client, error) {
	var problems checks
	checkAccountSID(&problems, "accountSID", accountSID)
	credential.check(&problems)
	cfg, err := newConfig(&problems, opts)
	if err != nil {
		return nil, fmt.Errorf("twilio: New: %w", err)
	}
	if cfg.signer != nil {
		checkSigns(&problems, credential)
	}
	if err := problems.err("New"); err != nil {
		return nil, err
	}
	return newClient(accountSID, credential, cfg), nil
}

func newClient(accountSID string, credential Credential, cfg config) *Client {
	c := &Client{accountSID: accountSID, credential: credential, config: cfg}
	c.headers = baseHeaders(credential.basicAuth(accountSID), cfg.userAgent)
	c.transport = transportOf(cfg.httpClient)
	c.loop = newLoop(c)
	c.tokens = newAccessTokens(c)
	c.throttle = newThrottle()
	c.claims = newClaims(maxClaims)
	c.records = &openRecords{open: map[CreateRecord]struct{}{}}
	c.Balance = &BalanceService{c}
	c.Calls = &CallsService{c}
	c.Lookup = &LookupService{c}
	c.Media = &MediaService{c}
	c.Messages = &MessagesService{c}
	c.WhatsApp = &WhatsAppService{c}
	return c
}

// NewFromEnv returns a client made from the environment: TWILIO_ACCOUNT_SID,
// then TWILIO_API_KEY with TWILIO_API_SECRET or TWILIO_CLIENT_ID with
// TWILIO_CLIENT_SECRET, else TWILIO_AUTH_TOKEN. An auth token beside a key or an app
// is left alone, because webhooks are verified with it. It reads TWILIO_REGION and
// TWILIO_EDGE too, and TWILIO_BASE_URL, one address that stands for all of Twilio's
// hosts, such as a simulator's. Options come after the environment and win. What is
// missing or wrong is a *[ParamError] that names the variable, and so are a key and
// an app at once.
func NewFromEnv(opts ...Option) (*Client, error) { return newFromEnv(os.Getenv, opts) }

func newFromEnv(getenv func(string) string, opts []Option) (*Client, error) {
	var problems checks
	accountSID, credential := getenv("TWILIO_ACCOUNT_SID"), credentialFromEnv(&problems, getenv)
	if accountSID == "" {
		problems.add("TWILIO_ACCOUNT_SID", "is empty", "set it to the account's SID, AC and 32 characters")
	}
	if err := problems.err("NewFromEnv"); err != nil {
		return nil, err
	}
	var env []Option
	if region, edge := getenv("TWILIO_REGION"), getenv("TWILIO_EDGE"); region != "" || edge != "" {
		env = append(env, regionOption("TWILIO_REGION with TWILIO_EDGE", region, edge))
	}
	if base := getenv("TWILIO_BASE_URL"); base != "" {
		env = append(env, baseURLOption("TWILIO_BASE_URL", base))
	}
	client, err := New(accountSID, credential, append(env, opts...)...)
	return client, nameVariables(err)
}

// nameVariables lets a *ParamError of New say which variable is wrong.
func nameVariables(err error) error {
	params, ok := err.(*ParamError) //nolint:errorlint // New's own comes unwrapped
	if !ok {
		return err
	}
	named := &ParamError{Op: "NewFromEnv", Problems: slices.Clone(params.Problems)}
	for i := range named.Problems {
		problem := &named.Problems[i]
		problem.Field = cmp.Or(variableOf(problem.Field), problem.Field)
	}
	return named
}

// variableOf returns the variable that an argument of New comes from, "" for an
// option.
func variableOf(field string) string {
	switch field {
	case "accountSID":
		return "TWILIO_ACCOUNT_SID"
	case "keySID":
		return "TWILIO_API_KEY"
	case "keySecret":
		return "TWILIO_API_SECRET"
	case "clientID":
		return "TWILIO_CLIENT_ID"
	case "clientSecret":
		return "TWILIO_CLIENT_SECRET"
	case "token":
		return "TWILIO_AUTH_TOKEN"
	}
	return ""
}

// AccountSID returns the account that the client speaks for.
func (c *Client) AccountSID() string { return c.accountSID }

// CloseIdleConnections closes the connections that no request is using.
func (c *Client) CloseIdleConnections() {
	if t, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// String names the account and the kind of credential, without its secret.
func (c *Client) String() string {
	return "twilio.Client(" + c.accountSID + ", " + c.credential.String() + ")"
}

// GoString is String: %#v would otherwise walk through the client's fields.
func (c *Client) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

// baseHeaders returns what makes the headers that every request carries; without an
// authorization, the attempt adds one.
func baseHeaders(authorization, suffix string) func() http.Header {
	agent := fmt.Sprintf("go-twilio/%s (%s %s) go/%s", Version, runtime.GOOS, runtime.GOARCH, strings.TrimPrefix(runtime.Version(), "go"))
	if suffix != "" {
		agent += " " + suffix
	}
	auth, agents := []string{authorization}, []string{agent}
	if authorization == "" {
		return func() http.Header { return http.Header{"User-Agent": agents, "Accept": typeJSON} }
	}
	return func() http.Header {
		return http.Header{"Authorization": auth, "User-Agent": agents, "Accept": typeJSON}
	}
}
