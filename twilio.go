package twilio

import (
	"cmp"
	"fmt"
	"os"
	"slices"
)

// Version is the version of this module, as the User-Agent says it.
const Version = "0.1.0"

// New returns a client for an account. It makes no network call. Credentials
// of the wrong shape, two of them swapped, and options that contradict each
// other are a *[ParamError].
//
// Twilio docs: https://www.twilio.com/docs/iam/api/authentication
func New(accountSID string, credential Credential, opts ...Option) (*Client, error) {
	var problems Problems
	checkAccountSID(&problems, "accountSID", accountSID)
	credential.check(&problems)
	cfg, err := newConfig(&problems, opts)
	if err != nil {
		return nil, fmt.Errorf("twilio: New: %w", err)
	}
	if cfg.signer != nil {
		checkSigns(&problems, credential)
	}
	if err := problems.Err("New"); err != nil {
		return nil, err
	}
	return newClient(accountSID, credential, cfg), nil
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
	var problems Problems
	accountSID, credential := getenv("TWILIO_ACCOUNT_SID"), credentialFromEnv(&problems, getenv)
	if accountSID == "" {
		problems.Add("TWILIO_ACCOUNT_SID", "is empty", "set it to the account's SID, AC and 32 characters")
	}
	if err := problems.Err("NewFromEnv"); err != nil {
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
