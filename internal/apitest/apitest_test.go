package apitest

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest/fake"
)

// recorder keeps the failures of a test.
type recorder struct{ failures []string }

func (*recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

// read is the source of the packages, which is the same for all tests.
var read sources

// failuresOf returns the failures that Run would report. Operations whose name does not
// begin with a text send nothing: only their Go types are looked at.
func failuresOf(p Product, prefix string) []string {
	r := &recorder{}
	s := newSuite(r, p, &read)
	for _, o := range s.operations {
		if strings.HasPrefix(o.key, prefix) {
			o.test(r)
		} else {
			(&check{operation: o, t: r}).code()
		}
	}
	s.finish(r)
	return r.failures
}

// operationFailures looks at the operations whose name begins with a text, and not at
// the package as a whole.
func operationFailures(p Product, prefix string) []string {
	r := &recorder{}
	for _, o := range newSuite(r, p, &read).operations {
		if strings.HasPrefix(o.key, prefix) {
			o.test(r)
		}
	}
	return r.failures
}

// fakeProduct is the right product, with its operations changed.
func fakeProduct(change func(*fake.Operations)) Product {
	ops := fake.Right()
	change(&ops)
	return Product{
		Name: "fake", New: func(c *twilio.Client) any { return fake.New(c, ops) },
		Files:     []string{"verify_v2", "iam_organizations", "api_v2010", "messaging_v1"},
		Rows:      fakeRows(),
		Constants: []Constant{{Type: "WebhookStatus", Value: "paused", Why: "it stands for a constant that is documented"}},
	}
}

func fakeRows() Rows {
	return Rows{
		"Limits.Create": {Operation: "CreateRateLimit"},
		"Limits.Get":    {Operation: "FetchRateLimit"},
		"Limits.List":   {Operation: "ListRateLimit"},
		"Limits.Update": {Operation: "UpdateRateLimit", Class: twilio.ClassIdempotent, Why: "a description that is set stays set"},
		"Limits.Clear": {
			Operation: "UpdateRateLimit", Fixed: url.Values{"Description": {""}}, Class: twilio.ClassIdempotent,
			Why: "a description that is empty stays empty",
		},
		"Limits.Delete":    {Operation: "DeleteRateLimit"},
		"Webhooks.Create":  {Operation: "CreateWebhook", File: "verify_v2", Values: map[string]string{"WebhookUrl": "https://example.com/hook"}},
		"Passkeys.Approve": {Operation: "UpdateChallengePasskeys"},
		"Members.Patch":    {Operation: "PatchOrganizationUser", OAuth: true, Class: twilio.ClassIdempotent, Why: "a change that is made twice is made"},
		"Payments.Update":  {Operation: "UpdatePayments", Class: twilio.ClassCreate, Why: "a caller would be asked twice"},
		"Files.Get":        {Operation: "FetchDeactivation"},
		"Nested.Forms.Get": {Operation: "FetchForm"},

		"Batches.Create": {Unlisted: "POST https://verify.twilio.com/v2/Batches", Why: "it answers with an array, as no published operation does"},
		"Batches.Send":   {Unlisted: "POST https://verify.twilio.com/v2/Batches/Send", Proof: "items.sid", Why: "it names several things, as no published operation does"},
		"Batches.Upload": {Unlisted: "POST https://serverless-upload.twilio.com/v1/Files", Why: "no published operation takes a file"},
	}
}

func TestTheRightProductPasses(t *testing.T) {
	t.Parallel()
	assert.Empty(t, strings.Join(failuresOf(fakeProduct(func(*fake.Operations) {}), ""), "\n"))
}

func TestRun(t *testing.T) {
	t.Parallel()
	Run(t, fakeProduct(func(*fake.Operations) {}))
}
