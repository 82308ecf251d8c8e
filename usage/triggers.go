package usage

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"regexp"

	"github.com/seed15d99369/twilio"
)

// Trigger watches the usage of one category and calls a webhook when it reaches a value.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-trigger
type Trigger struct {
	SID            string         `json:"sid"` // UT…
	AccountSID     string         `json:"account_sid"`
	FriendlyName   string         `json:"friendly_name"`
	UsageCategory  Category       `json:"usage_category"`
	TriggerBy      TriggerField   `json:"trigger_by"`
	TriggerValue   twilio.Decimal `json:"trigger_value"`
	CurrentValue   twilio.Decimal `json:"current_value"`
	Recurring      Recurring      `json:"recurring"` // "" for once
	CallbackURL    string         `json:"callback_url"`
	CallbackMethod twilio.Method  `json:"callback_method"`
	DateFired      twilio.Time    `json:"date_fired"` // the last time; zero when it never fired
	DateCreated    twilio.Time    `json:"date_created"`
	DateUpdated    twilio.Time    `json:"date_updated"`
	APIVersion     string         `json:"api_version"`
	UsageRecordURI string         `json:"usage_record_uri"` // of the records that it watches
	URI            string         `json:"uri"`
}

// Recurring says how often a trigger can fire. A trigger fires once in each period, and
// its usage starts at zero again with the next one. Periods begin at midnight UTC.
type Recurring string

// The values of Recurring.
const (
	RecurringDaily   Recurring = "daily"
	RecurringMonthly Recurring = "monthly"
	RecurringYearly  Recurring = "yearly"
	RecurringAllTime Recurring = "alltime" //nolint:misspell // Twilio spells it so; such a trigger fires once
)

// TriggerField is the figure of a [Record] that a trigger compares.
type TriggerField string

// The values of TriggerField.
const (
	TriggerFieldCount TriggerField = "count"
	TriggerFieldUsage TriggerField = "usage"
	TriggerFieldPrice TriggerField = "price"
)

// Triggers manages the triggers of the account, of which there are at most 1,000.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-trigger
type Triggers struct{ c *twilio.Client }

const (
	triggersPath = usagePath + "/Triggers.json"
	triggerPath  = usagePath + "/Triggers/{Sid:UT}.json"
)

var (
	triggerCreate = twilio.Operation{Name: "usage.Triggers.Create", Method: http.MethodPost, Host: host, Path: triggersPath, Mints: "UT"}
	triggerGet    = twilio.Operation{Name: "usage.Triggers.Get", Method: http.MethodGet, Host: host, Path: triggerPath}
	triggerList   = twilio.Operation{Name: "usage.Triggers.List", Method: http.MethodGet, Host: host, Path: triggersPath, Items: "usage_triggers"}
	triggerDelete = twilio.Operation{Name: "usage.Triggers.Delete", Method: http.MethodDelete, Host: host, Path: triggerPath}

	// An update sets the name and the webhook: a value that is set twice is set.
	triggerUpdate = twilio.Operation{Name: "usage.Triggers.Update", Method: http.MethodPost, Host: host, Path: triggerPath, Class: twilio.ClassIdempotent}
)

// TriggerCreateParams is a new trigger.
type TriggerCreateParams struct {
	UsageCategory  Category      `form:"UsageCategory" check:"required"`
	TriggerValue   string        `form:"TriggerValue" check:"required"` // a positive number; "+30" is 30 more than there is now
	TriggerBy      TriggerField  `form:"TriggerBy"`                     // "" leaves it to Twilio, which compares the usage
	Recurring      Recurring     `form:"Recurring"`                     // "" for once
	CallbackURL    string        `form:"CallbackUrl" check:"required,url"`
	CallbackMethod twilio.Method `form:"CallbackMethod" check:"method"` // "" leaves it to Twilio, which uses POST
	FriendlyName   string        `form:"FriendlyName" check:"max=64"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

var triggerValue = regexp.MustCompile(`^\+?(\d+(\.\d+)?|\.\d+)$`)

// Validate refuses a value that Twilio cannot compare with.
func (p *TriggerCreateParams) Validate(problems *twilio.Problems) {
	checkCategory(problems, "UsageCategory", p.UsageCategory)
	if p.TriggerValue != "" && !triggerValue.MatchString(p.TriggerValue) {
		problems.Add("TriggerValue", "is no positive number", `give a number such as "100", or "+30" for 30 more than there is now`)
	}
}

// Create makes a trigger. When nobody can say whether it was made, the error is a
// *[twilio.OutcomeUnknownError]: look for it with [Triggers.All] before you make another
// one, because two equal triggers call the webhook twice.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-trigger#create-a-usagetrigger-resource
func (s *Triggers) Create(ctx context.Context, params TriggerCreateParams, opts ...twilio.CallOption) (*Trigger, error) {
	return twilio.Invoke[Trigger](ctx, s.c, triggerCreate.With(&params), opts...)
}

// Get returns a trigger with the value that its category has reached. One that does not
// exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-trigger#fetch-a-usagetrigger-resource
func (s *Triggers) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Trigger, error) {
	return twilio.Invoke[Trigger](ctx, s.c, triggerGet.On(sid), opts...)
}

// TriggerListParams narrows [Triggers.List] and [Triggers.All]; its zero value lists
// everything.
type TriggerListParams struct {
	UsageCategory Category     `form:"UsageCategory"`
	TriggerBy     TriggerField `form:"TriggerBy"`
	Recurring     Recurring    `form:"Recurring"` // RecurringAllTime for those that fire once

	PageSize int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50
	Cursor   string     `form:"-"`        // of an earlier page, instead of the filters
	Extra    url.Values `form:"-"`        // parameters that this package does not model
}

// List returns the first page of the account's triggers, or the one that Cursor names.
// Triggers that have fired are among them until they are deleted.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-trigger#read-multiple-usagetrigger-resources
func (s *Triggers) List(ctx context.Context, params TriggerListParams, opts ...twilio.CallOption) (*twilio.Page[Trigger], error) {
	return twilio.InvokePage[Trigger](ctx, s.c, triggerList.With(&params), opts...)
}

// All ranges over the account's triggers, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-trigger#read-multiple-usagetrigger-resources
func (s *Triggers) All(ctx context.Context, params TriggerListParams, opts ...twilio.CallOption) iter.Seq2[*Trigger, error] {
	return twilio.InvokeAll[Trigger](ctx, s.c, triggerList.With(&params), opts...)
}

// TriggerUpdateParams changes a trigger. A field that is zero stays as it is. The category
// and the value of a trigger cannot be changed: make another one.
type TriggerUpdateParams struct {
	CallbackURL    string        `form:"CallbackUrl" check:"url"`
	CallbackMethod twilio.Method `form:"CallbackMethod" check:"method"`
	FriendlyName   string        `form:"FriendlyName" check:"max=64"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update changes the name or the webhook of a trigger, and returns the trigger as it is
// afterwards. An update converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-trigger#update-a-usagetrigger-resource
func (s *Triggers) Update(ctx context.Context, sid string, params TriggerUpdateParams, opts ...twilio.CallOption) (*Trigger, error) {
	return twilio.Invoke[Trigger](ctx, s.c, triggerUpdate.On(sid).With(&params), opts...)
}

// Delete removes a trigger, which fires no more. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-trigger#delete-a-usagetrigger-resource
func (s *Triggers) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, triggerDelete.On(sid), opts...)
}
