package apitest

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest/fake"
	"github.com/seed15d99369/twilio/internal/contract"
)

// requireFailure looks for one failure that has all of the texts.
func requireFailure(t *testing.T, failures []string, texts ...string) {
	t.Helper()
	for _, failure := range failures {
		found := true
		for _, text := range texts {
			found = found && strings.Contains(failure, text)
		}
		if found {
			return
		}
	}
	assert.Fail(t, "the fault is not reported", "wanted %q in one of\n%s", texts, strings.Join(failures, "\n"))
}

// TestOperationsThatAreLeftOut looks at a package that has two of its three operations.
func TestOperationsThatAreLeftOut(t *testing.T) {
	t.Parallel()
	const limits = "FetchLookupAccountRateLimits"
	spec, err := contract.Load("lookups_v2")
	require.NoError(t, err)
	tests := []struct {
		name string
		left map[string]string
		want []string
	}{
		{"no row", nil, []string{"twilio: no method is Twilio's operation " + limits + " of lookups_v2"}},
		{"a row as well", map[string]string{"FetchPhoneNumber": "not yet"}, []string{`take "FetchPhoneNumber" out of Left`}},
		{"of another package", map[string]string{"CreateService": "not yet"}, []string{`take "CreateService" out of Left`}},
		{"no reason", map[string]string{limits: ""}, []string{`take "` + limits + `" out of Left`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{}
			s := &suite{Product: Product{Left: tt.left}, operations: []*operation{{official: spec.Operation("FetchPhoneNumber")}}}
			s.checkCovered(r)
			requireFailure(t, r.failures, tt.want...)
		})
	}
	r := &recorder{}
	s := &suite{Product: Product{Left: map[string]string{limits: "not yet"}}, operations: []*operation{{official: spec.Operation("FetchPhoneNumber")}}}
	s.checkCovered(r)
	assert.NotContains(t, strings.Join(r.failures, "\n"), limits)
	assert.NotContains(t, strings.Join(r.failures, "\n"), "FetchPhoneNumber of lookups_v2")
}

// TestOperationsThatAreBoundWrongly changes one thing of one operation each time.
func TestOperationsThatAreBoundWrongly(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*fake.Operations)
		want   []string
	}{
		{"method", func(o *fake.Operations) { o.LimitUpdate.Method = http.MethodPut }, []string{"Limits.Update", "it sends PUT; Twilio's operation is a POST"}},
		{"method of a delete", func(o *fake.Operations) { o.LimitDelete.Method = http.MethodPost }, []string{"Limits.Delete", "it sends POST"}},
		{"host", func(o *fake.Operations) { o.LimitGet.Host = "verify2" }, []string{"Limits.Get", "verify2.twilio.com", `Host: "verify"`}},
		{"path", func(o *fake.Operations) { o.WebhookCreate.Path = "/v2/Services/{ServiceSid:VA}/Hooks" }, []string{"Webhooks.Create", "/Hooks", "Twilio's path is /v2/Services/{ServiceSid}/Webhooks"}},
		{"version in the path", func(o *fake.Operations) {
			o.FormGet.Path = strings.Replace(o.FormGet.Path, "/v2/", "/v1/", 1)
		}, []string{"Nested.Forms.Get", "/v1/Forms"}},
		{"kind left out of a placeholder", func(o *fake.Operations) {
			o.LimitGet.Path = strings.Replace(o.LimitGet.Path, ":RK", "", 1)
		}, []string{"Limits.Get", "{Sid} is an SID of another kind, and it is sent", "{Sid:RK}"}},
		{"another kind in a placeholder", func(o *fake.Operations) {
			o.LimitGet.Path = strings.Replace(o.LimitGet.Path, ":RK", ":BL", 1)
		}, []string{"Limits.Get", "it refuses a call with every parameter set"}},
		{"key of a list", func(o *fake.Operations) { o.LimitList.Items = "limits" }, []string{"Limits.List", `"limits" is not a list`}},
		{"no key of a list", func(o *fake.Operations) { o.LimitList.Items = "" }, []string{"Limits.All", "Operation.Items is empty"}},
		{"proof that is not there", func(o *fake.Operations) { o.LimitCreate.Proof = twilio.ProofKey("limit_sid") }, []string{"Limits.Create", "with every property fails"}},
		{"proof that proves nothing", func(o *fake.Operations) { o.LimitCreate.Proof = twilio.ProofKey("account_sid") }, []string{"Limits.Create", "without sid does not show what was made"}},
		{"proof by status", func(o *fake.Operations) { o.PasskeyApprove.Proof = twilio.ProofStatus("it looks done") }, []string{"Passkeys.Approve", "without sid does not show what was made"}},
		{"class of a create", func(o *fake.Operations) { o.LimitCreate.Class = twilio.ClassIdempotent }, []string{"Limits.Create", "sent 4 times and not 1"}},
		{"credential of an operation for OAuth", func(o *fake.Operations) { o.MemberPatch.Auth = twilio.AuthClient }, []string{"Members.Patch", "with an auth token its error is"}},
		{"class of an update", func(o *fake.Operations) { o.LimitUpdate.Class = twilio.ClassByMethod }, []string{"Limits.Update", "sent 1 times and not 4"}},
		{"class of a payment", func(o *fake.Operations) { o.PaymentUpdate.Class = twilio.ClassSafe }, []string{"Payments.Update", "sent 4 times and not 1"}},
		{"class of a GET", func(o *fake.Operations) { o.LimitGet.Class = twilio.ClassCreate }, []string{"Limits.Get", "sent 1 times and not 4"}},
		{"name", func(o *fake.Operations) { o.LimitGet.Name = "fake.Limits.Fetch" }, []string{"Limits.Get", `write Name: "fake.Limits.Get"`}},
		{"name without the package", func(o *fake.Operations) { o.LimitDelete.Name = "Limits.Delete" }, []string{"Limits.Delete", `write Name: "fake.Limits.Delete"`}},
		{"JSON for a form", func(o *fake.Operations) { o.WebhookCreate.Body = twilio.BodyJSON }, []string{"Webhooks.Create", "has no place in the request"}},
		{"a form for JSON", func(o *fake.Operations) { o.PasskeyApprove.Body = twilio.BodyForm }, []string{"Passkeys.Approve", "has no place in the request"}},
		{"the address of another operation", func(o *fake.Operations) { o.LimitClear.Path = o.LimitCreate.Path }, []string{"Limits.Clear", "On"}},
		{"proof of a list", func(o *fake.Operations) { o.BatchSend.Proof = twilio.ProofItems("items", "size") }, []string{"Batches.Send", "fails"}},
		{"proof of an array", func(o *fake.Operations) { o.BatchCreate.Proof = twilio.ProofStatus("it looks done") }, []string{"Batches.Create", "without sid does not show"}},
		{"no proof of an empty answer", func(o *fake.Operations) { o.BatchUpload.Proof = twilio.Proof{} }, []string{"Batches.Upload", "answer 200 fails"}},
		{"a form for a file", func(o *fake.Operations) { o.BatchUpload.Body = twilio.BodyForm }, []string{"Batches.Upload", "Content"}},
		{"another file", func(o *fake.Operations) { o.FileGet.Path = "/v1/Deactivation" }, []string{"Files.Get", "/v1/Deactivation and not to"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			requireFailure(t, operationFailures(fakeProduct(tt.change), tt.want[0]), tt.want...)
		})
	}
}

// TestRowsThatAreWrong changes the rows of the right product.
func TestRowsThatAreWrong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*Product)
		want   []string
	}{
		{"a method without a row", func(p *Product) { delete(p.Rows, "Limits.Get") }, []string{"fake.Limits.Get has no row", `"Limits.Get": {Operation:`}},
		{"a row without a method", func(p *Product) { p.Rows["Limits.Undelete"] = Row{Operation: "DeleteRateLimit"} }, []string{`the row "Limits.Undelete" has no method`}},
		{"an operation that is not there", func(p *Product) { p.Rows["Limits.Get"] = Row{Operation: "GetRateLimit"} }, []string{"Limits.Get", `no operation "GetRateLimit" in verify_v2`}},
		{"another operation", func(p *Product) { p.Rows["Nested.Forms.Get"] = Row{Operation: "FetchSafelist", File: "verify_v2"} }, []string{"Nested.Forms.Get", "Twilio's path is /v2/SafeList"}},
		{"an operation of two files", func(p *Product) { p.Rows["Webhooks.Create"] = Row{Operation: "FetchService"} }, []string{"Webhooks.Create", "two files have an operation FetchService"}},
		{"no class where the file does not tell", func(p *Product) { p.Rows["Limits.Update"] = Row{Operation: "UpdateRateLimit"} }, []string{"Limits.Update", "does not say whether POST", "can be repeated"}},
		{"a class without a reason", func(p *Product) {
			p.Rows["Limits.Update"] = Row{Operation: "UpdateRateLimit", Class: twilio.ClassIdempotent}
		}, []string{"Limits.Update", "no Why"}},
		{"a class that the file has", func(p *Product) {
			p.Rows["Limits.Create"] = Row{Operation: "CreateRateLimit", Class: twilio.ClassCreate, Why: "it makes one each time"}
		}, []string{"Limits.Create", "needs no Class"}},
		{"a create that is not repeated", func(p *Product) {
			p.Rows["Limits.Create"] = Row{Operation: "CreateRateLimit", Repeated: true, Why: "it exists once"}
		}, []string{"Limits.Create", "was sent 1 times and not 4"}},
		{"a repeated create without a reason", func(p *Product) {
			p.Rows["Limits.Create"] = Row{Operation: "CreateRateLimit", Repeated: true}
		}, []string{"Limits.Create", "no Why"}},
		{"an update that is said to be repeated", func(p *Product) {
			row := p.Rows["Limits.Update"]
			row.Repeated = true
			p.Rows["Limits.Update"] = row
		}, []string{"Limits.Update", "it is Repeated, which is for a create"}},
		{"no operation and no reason", func(p *Product) { p.Rows["Limits.Get"] = Row{} }, []string{"Limits.Get", "no Operation and no Why"}},
		{"another parameter that a verb sends", func(p *Product) {
			row := p.Rows["Limits.Clear"]
			row.Fixed = url.Values{"Description": {"none"}}
			p.Rows["Limits.Clear"] = row
		}, []string{"Limits.Clear", `the parameter Description arrives in the form as [""] and not as ["none"]`}},
		{"a parameter that a verb sends and the row does not say", func(p *Product) {
			row := p.Rows["Limits.Clear"]
			row.Fixed, row.Partial = nil, true
			p.Rows["Limits.Clear"] = row
		}, []string{"Limits.Clear", "it sends Description= in the form, which nobody has set"}},
		{"a parameter that is not there", func(p *Product) {
			row := p.Rows["Limits.Clear"]
			row.Fixed = url.Values{"Text": {""}}
			p.Rows["Limits.Clear"] = row
		}, []string{"Limits.Clear", "has Text among Fixed, which is no parameter"}},
		{"a constant that no file has", func(p *Product) { p.Constants = nil }, []string{"WebhookStatus has a constant for \"paused\"", "Constants: {Type"}},
		{"an exception that is not needed", func(p *Product) {
			p.Constants = append(p.Constants, Constant{Type: "WebhookStatus", Value: "enabled", Why: "it is not needed"})
		}, []string{`the constant "enabled" of WebhookStatus is not needed`}},
		{"parts that are not the whole", func(p *Product) {
			p.Rows["Webhooks.Create"] = Row{Operation: "UpdateRateLimit", Partial: true, Class: twilio.ClassCreate, Why: "it is none"}
			for _, key := range []string{"Limits.Update", "Limits.Clear"} {
				delete(p.Rows, key)
			}
			p.Rows["Limits.Get"] = Row{Operation: "UpdateRateLimit", Partial: true, Class: twilio.ClassCreate, Why: "it is none"}
		}, []string{"all methods of UpdateRateLimit of verify_v2 have a part", "none has Description"}},
		{"a file that is not there", func(p *Product) { p.Files = append(p.Files, "verify_v9") }, []string{`no product "verify_v9"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := fakeProduct(func(*fake.Operations) {})
			tt.change(&p)
			requireFailure(t, failuresOf(p, tt.want[0]), tt.want...)
		})
	}
}

// poster is a service whose only method has the params and the answer of a test.
type poster[P, T any] struct {
	c  *twilio.Client
	op twilio.Operation
}

func (s *poster[P, T]) Create(ctx context.Context, serviceSID string, params P, opts ...twilio.CallOption) (*T, error) {
	return twilio.Invoke[T](ctx, s.c, s.op.On(serviceSID).With(&params), opts...)
}

// one is a client with one service.
type one[S any] struct{ Service S }

func posterProduct[P, T any](op twilio.Operation, id string) Product {
	op.Name = "fake.Service.Create"
	return Product{
		Name: "fake", Files: []string{"verify_v2"}, Rows: Rows{"Service.Create": {Operation: id}},
		New: func(c *twilio.Client) any { return &one[*poster[P, T]]{&poster[P, T]{c, op}} },
	}
}

func limitProduct[P, T any]() Product {
	return posterProduct[P, T](fake.Right().LimitCreate, "CreateRateLimit")
}

func hookProduct[P any]() Product {
	return posterProduct[P, fake.Webhook](fake.Right().WebhookCreate, "CreateWebhook")
}

func passkeyProduct[P any]() Product {
	return posterProduct[P, fake.Challenge](fake.Right().PasskeyApprove, "UpdateChallengePasskeys")
}

type (
	limitBase = fake.LimitCreateParams
	hookBase  = fake.WebhookCreateParams

	extraForm = url.Values
	extraJSON = map[string]json.RawMessage
)

// brokenTime fails for what is not a time.
type brokenTime struct{ text string }

func (t *brokenTime) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, &t.text) }

func (t brokenTime) MarshalJSON() ([]byte, error) { return json.Marshal(t.text) }

// TestTypesThatAreWrong replaces the params or the answer of a create.
func TestTypesThatAreWrong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		product Product
		want    []string
	}{
		{"the right types, for comparison", limitProduct[limitBase, fake.Limit](), nil},
		{"the right hook, for comparison", hookProduct[hookBase](), nil},
		{"the right passkey, for comparison", passkeyProduct[fake.PasskeyApproveParams](), nil},
		{"a tag that is misspelt", limitProduct[struct {
			UniqueName  string    `form:"UniqueNme" check:"required"`
			Description string    `form:"Description"`
			Extra       extraForm `form:"-"`
		}, fake.Limit](), []string{"UniqueNme", "no such parameter", "UniqueName"}},
		{"a parameter that is missing", limitProduct[struct {
			UniqueName string    `form:"UniqueName" check:"required"`
			Extra      extraForm `form:"-"`
		}, fake.Limit](), []string{"lacks Twilio's parameter Description", "Description string `form:\"Description\"`"}},
		{"a parameter in another place", limitProduct[struct {
			UniqueName  string    `form:"UniqueName" check:"required"`
			Description string    `query:"Description"`
			Extra       extraForm `form:"-"`
		}, fake.Limit](), []string{"wrong place", "Twilio takes Description in the form"}},
		{"a parameter of another type", limitProduct[struct {
			UniqueName  int       `form:"UniqueName" check:"required"`
			Description string    `form:"Description"`
			Extra       extraForm `form:"-"`
		}, fake.Limit](), []string{"another type than Twilio's parameter, which is string"}},
		{"a parameter that is not marked as required", limitProduct[struct {
			UniqueName  string    `form:"UniqueName"`
			Description string    `form:"Description"`
			Extra       extraForm `form:"-"`
		}, fake.Limit](), []string{"UniqueName is required and empty, and it is sent", `check:"required"`}},
		{"a parameter that is required and need not be", limitProduct[struct {
			UniqueName  string    `form:"UniqueName" check:"required"`
			Description string    `form:"Description" check:"required"`
			Extra       extraForm `form:"-"`
		}, fake.Limit](), []string{"Description", "is required, and Twilio's parameter is not"}},
		{"an SID where there is none", limitProduct[struct {
			UniqueName  string    `form:"UniqueName" check:"required,sid=VA"`
			Description string    `form:"Description"`
			Extra       extraForm `form:"-"`
		}, fake.Limit](), []string{"takes SIDs of the kinds"}},
		{"params without Extra", limitProduct[struct {
			UniqueName  string `form:"UniqueName" check:"required"`
			Description string `form:"Description"`
		}, fake.Limit](), []string{"does not end with Extra"}},
		{"a list that is not repeated", hookProduct[struct {
			FriendlyName string              `form:"FriendlyName" check:"required"`
			EventTypes   []string            `form:"EventTypes,comma" check:"required"`
			WebhookURL   string              `form:"WebhookUrl" check:"required,url"`
			Status       fake.WebhookStatus  `form:"Status"`
			Version      fake.WebhookVersion `form:"Version"`
			Extra        extraForm           `form:"-"`
		}](), []string{"EventTypes", "a list of string"}},
		{"an enum that is text", hookProduct[struct {
			FriendlyName string              `form:"FriendlyName" check:"required"`
			EventTypes   []string            `form:"EventTypes" check:"required"`
			WebhookURL   string              `form:"WebhookUrl" check:"required,url"`
			Status       string              `form:"Status"`
			Version      fake.WebhookVersion `form:"Version"`
			Extra        extraForm           `form:"-"`
		}](), []string{"Status", "give it a type of its own"}},
		{"an enum without its constants", hookProduct[struct {
			FriendlyName string              `form:"FriendlyName" check:"required"`
			EventTypes   []string            `form:"EventTypes" check:"required"`
			WebhookURL   string              `form:"WebhookUrl" check:"required,url"`
			Status       fake.Reason         `form:"Status"`
			Version      fake.WebhookVersion `form:"Version"`
			Extra        extraForm           `form:"-"`
		}](), []string{"Status", `the value "enabled"`, "add one of type Reason"}},
		{"a member that is not marked as required", passkeyProduct[struct {
			ID         string              `json:"id" check:"required"`
			RawID      string              `json:"rawId" check:"required"`
			Attachment fake.Attachment     `json:"authenticatorAttachment" check:"required"`
			Type       fake.CredentialType `json:"type"`
			Response   struct {
				AuthenticatorData string `json:"authenticatorData" check:"required"`
				ClientDataJSON    string `json:"clientDataJSON"`
				Signature         string `json:"signature" check:"required"`
				UserHandle        string `json:"userHandle"`
			} `json:"response" check:"required"`
			Extra extraJSON `json:"-"`
		}](), []string{"Response.ClientDataJSON is required and empty, and it is sent"}},
		{"a member that is missing", passkeyProduct[struct {
			ID         string              `json:"id" check:"required"`
			RawID      string              `json:"rawId" check:"required"`
			Attachment fake.Attachment     `json:"authenticatorAttachment" check:"required"`
			Type       fake.CredentialType `json:"type"`
			Response   struct {
				AuthenticatorData string `json:"authenticatorData" check:"required"`
				ClientDataJSON    string `json:"clientDataJSON" check:"required"`
				Signature         string `json:"signature" check:"required"`
			} `json:"response" check:"required"`
			Extra extraJSON `json:"-"`
		}](), []string{"lacks Twilio's parameter response.userHandle"}},
		{"a property that is missing", limitProduct[limitBase, struct {
			SID         string            `json:"sid"`
			ServiceSID  string            `json:"service_sid"`
			AccountSID  string            `json:"account_sid"`
			UniqueName  string            `json:"unique_name"`
			Description string            `json:"description"`
			DateCreated twilio.Time       `json:"date_created"`
			URL         string            `json:"url"`
			Links       map[string]string `json:"links"`
		}](), []string{"lacks Twilio's property date_updated", "DateUpdated twilio.Time `json:\"date_updated\"`"}},
		{"a property that is misspelt", limitProduct[limitBase, struct {
			fake.Limit
			Summary string `json:"summary"`
		}](), []string{"Summary", "Twilio's answer has no such property"}},
		{"a time that is text", limitProduct[limitBase, limitWith[string]](), []string{"DateUpdated", "use twilio.Time"}},
		{"a field of any type", limitProduct[limitBase, limitWith[any]](), []string{"of type interface {}", "json.RawMessage"}},
		{"a field that fails to decode", limitProduct[limitBase, limitWith[brokenTime]](), []string{`the property sid is "" and not`}},
		{"an SID that is called ID", limitProduct[limitBase, struct {
			ID          string            `json:"sid"`
			ServiceSID  string            `json:"service_sid"`
			AccountSID  string            `json:"account_sid"`
			UniqueName  string            `json:"unique_name"`
			Description string            `json:"description"`
			DateCreated twilio.Time       `json:"date_created"`
			DateUpdated twilio.Time       `json:"date_updated"`
			URL         string            `json:"url"`
			Links       map[string]string `json:"links"`
		}](), []string{"let its name end with SID"}},
		{"an answer that is another one", limitProduct[limitBase, fake.Webhook](), []string{"lacks Twilio's property unique_name"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			failures := operationFailures(tt.product, "")
			if tt.want == nil {
				assert.Empty(t, failures)
				return
			}
			requireFailure(t, failures, append([]string{"fake.Service.Create"}, tt.want...)...)
		})
	}
}

// limitWith is a limit one of whose properties has another type.
type limitWith[T any] struct {
	SID         string            `json:"sid"`
	ServiceSID  string            `json:"service_sid"`
	AccountSID  string            `json:"account_sid"`
	UniqueName  string            `json:"unique_name"`
	Description string            `json:"description"`
	DateCreated twilio.Time       `json:"date_created"`
	DateUpdated T                 `json:"date_updated"`
	URL         string            `json:"url"`
	Links       map[string]string `json:"links"`
}

// The services of methods that are written wrongly.

type swapped struct{ c *twilio.Client }

func (s *swapped) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*fake.Limit, error) {
	op := fake.Right().LimitGet
	op.Path = "/v2/Services/{ServiceSid}/RateLimits/{Sid}"
	return twilio.Invoke[fake.Limit](ctx, s.c, op.On(sid, serviceSID), opts...)
}

type deaf struct{ c *twilio.Client }

func (s *deaf) Get(_ context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*fake.Limit, error) {
	return twilio.Invoke[fake.Limit](context.Background(), s.c, fake.Right().LimitGet.On(serviceSID, sid), opts...)
}

type dropping struct{ c *twilio.Client }

func (s *dropping) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, fake.Right().LimitGet.On(serviceSID, sid), opts...)
}

type twice struct{ c *twilio.Client }

func (s *twice) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*fake.Limit, error) {
	if _, err := twilio.Invoke[fake.Limit](ctx, s.c, fake.Right().LimitGet.On(serviceSID, sid), opts...); err != nil {
		return nil, err
	}
	return twilio.Invoke[fake.Limit](ctx, s.c, fake.Right().LimitGet.On(serviceSID, sid), opts...)
}

type swallowing struct{ c *twilio.Client }

func (s *swallowing) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*fake.Limit, error) {
	limit, err := twilio.Invoke[fake.Limit](ctx, s.c, fake.Right().LimitGet.On(serviceSID, sid), opts...)
	if errors.Is(err, twilio.ErrNotFound) {
		return limit, nil // the fault that is to be found
	}
	return limit, err
}

type pageless struct{ c *twilio.Client }

func (s *pageless) List(ctx context.Context, serviceSID string, opts ...twilio.CallOption) (*fake.Limit, error) {
	return twilio.Invoke[fake.Limit](ctx, s.c, fake.Right().LimitList.On(serviceSID), opts...)
}

type hasty struct{ c *twilio.Client }

func (s *hasty) List(ctx context.Context, serviceSID string, params fake.LimitListParams, opts ...twilio.CallOption) iter.Seq2[*fake.Limit, error] {
	return func(yield func(*fake.Limit, error) bool) {
		page, err := twilio.InvokePage[fake.Limit](ctx, s.c, fake.Right().LimitList.On(serviceSID).With(&params), opts...)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, limit := range page.Items { // the first page passes for the whole list
			if !yield(limit, nil) {
				return
			}
		}
	}
}

type without struct{ c *twilio.Client }

func (s *without) Create(ctx context.Context, serviceSID string, params fake.LimitCreateParams, opts ...twilio.CallOption) (*fake.Limit, error) {
	return twilio.Invoke[fake.Limit](ctx, s.c, fake.Right().LimitCreate.On(serviceSID).With(url.Values{"UniqueName": {params.UniqueName}}), opts...)
}

type oddArguments struct{ c *twilio.Client }

func (s *oddArguments) Get(ctx context.Context, _ string, _ int, _ ...twilio.CallOption) (*fake.Limit, error) {
	return nil, ctx.Err()
}

func oneService[S any](key, id string, service func(*twilio.Client) S) Product {
	return Product{
		Name: "fake", Files: []string{"verify_v2"}, Rows: Rows{key: {Operation: id}},
		New: func(c *twilio.Client) any { return &one[S]{service(c)} },
	}
}

// TestMethodsThatAreWrong calls methods that do something else than their operation.
func TestMethodsThatAreWrong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		product Product
		want    []string
	}{
		{"IDs in another order", oneService("Service.Get", "FetchRateLimit", func(c *twilio.Client) *swapped { return &swapped{c} }), []string{"it goes to /v2/Services/RK"}},
		{"a context that is not handed on", oneService("Service.Get", "FetchRateLimit", func(c *twilio.Client) *deaf { return &deaf{c} }), []string{"hand ctx on"}},
		{"an answer that is dropped", oneService("Service.Get", "FetchRateLimit", func(c *twilio.Client) *dropping { return &dropping{c} }), []string{"it drops Twilio's answer"}},
		{"two requests", oneService("Service.Get", "FetchRateLimit", func(c *twilio.Client) *twice { return &twice{c} }), []string{"it sends 2 requests and not one"}},
		{"an error that is swallowed", oneService("Service.Get", "FetchRateLimit", func(c *twilio.Client) *swallowing { return &swallowing{c} }), []string{"after 404 there is no error"}},
		{"a list without pages", oneService("Service.List", "ListRateLimit", func(c *twilio.Client) *pageless { return &pageless{c} }), []string{"is a list with pages"}},
		{"a list that ends after the first page", oneService("Service.List", "ListRateLimit", func(c *twilio.Client) *hasty { return &hasty{c} }), []string{"it yields 2 items of 1 pages"}},
		{"params that are not handed on", oneService("Service.Create", "CreateRateLimit", func(c *twilio.Client) *without { return &without{c} }), []string{"Description is set and does not arrive"}},
		{"arguments of other types", oneService("Service.Get", "FetchRateLimit", func(c *twilio.Client) *oddArguments { return &oddArguments{c} }), []string{"its argument 2 is a int"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			requireFailure(t, operationFailures(tt.product, ""), append([]string{"fake.Service."}, tt.want...)...)
		})
	}
}
