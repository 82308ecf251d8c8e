package iam

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
)

// AWSCredential is a pair of keys of Amazon Web Services, with which Twilio writes the
// recordings and compositions of an account into a bucket of the account's owner. Twilio
// never shows the keys.
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
type AWSCredential struct {
	SID          string      `json:"sid"` // CR…
	AccountSID   string      `json:"account_sid"`
	FriendlyName string      `json:"friendly_name"`
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URL          string      `json:"url"`
}

// AWSCredentials manages the keys of Amazon Web Services that Twilio keeps for an account.
type AWSCredentials struct{ c *twilio.Client }

const (
	awsCredentialsPath = "/v1/Credentials/AWS"
	awsCredentialPath  = awsCredentialsPath + "/{Sid:CR}"
)

var (
	awsCredentialCreate = twilio.Operation{Name: "iam.AWSCredentials.Create", Method: http.MethodPost, Host: hostAccounts, Path: awsCredentialsPath, Mints: "CR"}
	awsCredentialGet    = twilio.Operation{Name: "iam.AWSCredentials.Get", Method: http.MethodGet, Host: hostAccounts, Path: awsCredentialPath}
	awsCredentialList   = twilio.Operation{Name: "iam.AWSCredentials.List", Method: http.MethodGet, Host: hostAccounts, Path: awsCredentialsPath, Items: "credentials"}
	awsCredentialDelete = twilio.Operation{Name: "iam.AWSCredentials.Delete", Method: http.MethodDelete, Host: hostAccounts, Path: awsCredentialPath}

	// A name that is set twice is set.
	awsCredentialUpdate = twilio.Operation{Name: "iam.AWSCredentials.Update", Method: http.MethodPost, Host: hostAccounts, Path: awsCredentialPath, Class: twilio.ClassIdempotent}
)

// AWSCredentialCreateParams is a new pair of keys.
type AWSCredentialCreateParams struct {
	Credentials  twilio.Secret `form:"Credentials" check:"required"` // the ID of the access key, a colon, and the secret of the access key
	FriendlyName string        `form:"FriendlyName" check:"max=64"`
	AccountSID   string        `form:"AccountSid" check:"sid=AC"` // a subaccount that is to have the keys; "" is the account itself

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses keys without their secret.
func (p *AWSCredentialCreateParams) Validate(problems *twilio.Problems) {
	id, secret, _ := strings.Cut(p.Credentials.Reveal(), ":")
	if p.Credentials != "" && (id == "" || secret == "") {
		problems.Add("Credentials", "is not an ID and a secret with a colon between", "write the ID of the AWS access key, a colon, and its secret")
	}
}

// Create lets Twilio keep a pair of keys of Amazon Web Services. When nobody can say whether it was kept, the error is a
// *[twilio.OutcomeUnknownError]: look for it with [AWSCredentials.All] by its FriendlyName and
// DateCreated, and use it or delete it before you create another one.
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
func (s *AWSCredentials) Create(ctx context.Context, params AWSCredentialCreateParams, opts ...twilio.CallOption) (*AWSCredential, error) {
	return twilio.Invoke[AWSCredential](ctx, s.c, awsCredentialCreate.With(&params), opts...)
}

// Get returns a pair of keys as it stands now, without the keys themselves. One that does
// not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
func (s *AWSCredentials) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*AWSCredential, error) {
	return twilio.Invoke[AWSCredential](ctx, s.c, awsCredentialGet.On(sid), opts...)
}

// AWSCredentialListParams are the pages of a list of credentials.
type AWSCredentialListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's AWS credentials, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
func (s *AWSCredentials) List(ctx context.Context, params AWSCredentialListParams, opts ...twilio.CallOption) (*twilio.Page[AWSCredential], error) {
	return twilio.InvokePage[AWSCredential](ctx, s.c, awsCredentialList.With(&params), opts...)
}

// All ranges over the account's AWS credentials, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
func (s *AWSCredentials) All(ctx context.Context, params AWSCredentialListParams, opts ...twilio.CallOption) iter.Seq2[*AWSCredential, error] {
	return twilio.InvokeAll[AWSCredential](ctx, s.c, awsCredentialList.With(&params), opts...)
}

// AWSCredentialUpdateParams renames a pair of keys. A field that is zero stays as it is.
type AWSCredentialUpdateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update renames a pair of keys and returns it as it is afterwards: nothing else of it can
// change. An update converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
func (s *AWSCredentials) Update(ctx context.Context, sid string, params AWSCredentialUpdateParams, opts ...twilio.CallOption) (*AWSCredential, error) {
	return twilio.Invoke[AWSCredential](ctx, s.c, awsCredentialUpdate.On(sid).With(&params), opts...)
}

// Delete lets Twilio forget a pair of keys. What uses it, such as the recordings of a
// room that go to a bucket, fails from then on.
//
// Twilio docs: https://www.twilio.com/docs/iam/credentials/api
func (s *AWSCredentials) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, awsCredentialDelete.On(sid), opts...)
}
