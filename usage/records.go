package usage

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Record is the usage of one category in one period, the same for every kind of period.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-record
type Record struct {
	AccountSID  string         `json:"account_sid"`
	Category    Category       `json:"category"`
	Description string         `json:"description"` // of the category, for people
	StartDate   twilio.Time    `json:"start_date"`  // the first day, UTC
	EndDate     twilio.Time    `json:"end_date"`    // the last day, which is included
	AsOf        twilio.Time    `json:"as_of"`       // usage until then is counted
	Count       twilio.Int     `json:"count"`       // how many there were, such as calls
	CountUnit   string         `json:"count_unit"`  // "calls"
	Usage       twilio.Decimal `json:"usage"`       // how much is paid for, such as minutes of calls
	UsageUnit   string         `json:"usage_unit"`  // "minutes"
	Price       twilio.Decimal `json:"price"`       // not negative, unlike the price of a message
	PriceUnit   string         `json:"price_unit"`  // a currency: "usd"

	APIVersion      string            `json:"api_version"`
	URI             string            `json:"uri"`
	SubresourceURIs map[string]string `json:"subresource_uris"` // of the same category by other periods
}

// Records lists the usage of an account. Its own methods have one record of each category
// for all days that are asked for; each field has the records of a kind of period.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-record
type Records struct {
	Daily     *Period // a record for each category and day
	Monthly   *Period // a record for each category and month
	Yearly    *Period // a record for each category and year
	AllTime   *Period // a record for each category since the account was opened
	Today     *Period // a record for each category
	Yesterday *Period
	ThisMonth *Period
	LastMonth *Period

	whole *Period
}

func newRecords(c *twilio.Client) *Records {
	return &Records{
		Daily:     period(c, "Daily"),
		Monthly:   period(c, "Monthly"),
		Yearly:    period(c, "Yearly"),
		AllTime:   period(c, "AllTime"),
		Today:     period(c, "Today"),
		Yesterday: period(c, "Yesterday"),
		ThisMonth: period(c, "ThisMonth"),
		LastMonth: period(c, "LastMonth"),
		whole:     &Period{c, recordList("Records.List", "")},
	}
}

// Period lists the usage of an account by one kind of period.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-record#list-subresources
type Period struct {
	c    *twilio.Client
	list twilio.Operation
}

// period makes the list of a kind of period, whose name is the end of Twilio's path.
func period(c *twilio.Client, name string) *Period {
	return &Period{c, recordList("Records."+name+".List", "/"+name)}
}

func recordList(name, path string) twilio.Operation {
	return twilio.Operation{
		Name: "usage." + name, Method: http.MethodGet, Host: host,
		Path: usagePath + "/Records" + path + ".json", Items: "usage_records",
	}
}

// RecordListParams narrows the lists of [Records] and of its periods; its zero value lists
// all categories and all days of the period.
type RecordListParams struct {
	Category           Category  `form:"Category"`
	StartDate          time.Time `form:"StartDate,date"`     // the first day, UTC
	EndDate            time.Time `form:"EndDate,date"`       // the last day, which is included
	IncludeSubaccounts *bool     `form:"IncludeSubaccounts"` // nil leaves it to Twilio, which includes them

	PageSize int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50
	Cursor   string     `form:"-"`        // of an earlier page, instead of the filters
	Extra    url.Values `form:"-"`        // parameters that this package does not model
}

// Validate refuses days in the wrong order, which have no usage.
func (p *RecordListParams) Validate(problems *twilio.Problems) {
	checkCategory(problems, "Category", p.Category)
	if !p.StartDate.IsZero() && !p.EndDate.IsZero() && day(p.EndDate).Before(day(p.StartDate)) {
		problems.Add("EndDate", "is before StartDate", "exchange the two days")
	}
}

// checkCategory refuses a text that no category can be. Categories that are newer than this
// package are taken.
func checkCategory(problems *twilio.Problems, field string, category Category) {
	const characters = "abcdefghijklmnopqrstuvwxyz0123456789-_"
	if strings.Trim(string(category), characters) != "" {
		problems.Add(field, "is no category", "give a constant such as usage.CategorySMS, or the name in small letters, digits and hyphens")
	}
}

func day(t time.Time) time.Time {
	const hours = 24
	return t.UTC().Truncate(hours * time.Hour)
}

// List returns the first page of records, one of each category for all days that are asked
// for, or the page that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-record#read-multiple-usagerecord-resources
func (s *Records) List(ctx context.Context, params RecordListParams, opts ...twilio.CallOption) (*twilio.Page[Record], error) {
	return s.whole.List(ctx, params, opts...)
}

// All ranges over the records of all days that are asked for, one of each category, page
// by page as the loop gets to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-record#read-multiple-usagerecord-resources
func (s *Records) All(ctx context.Context, params RecordListParams, opts ...twilio.CallOption) iter.Seq2[*Record, error] {
	return s.whole.All(ctx, params, opts...)
}

// List returns the first page of the records of this kind of period, or the page that
// Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-record#list-subresources
func (s *Period) List(ctx context.Context, params RecordListParams, opts ...twilio.CallOption) (*twilio.Page[Record], error) {
	return twilio.InvokePage[Record](ctx, s.c, s.list.With(&params), opts...)
}

// All ranges over the records of this kind of period, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/usage-record#list-subresources
func (s *Period) All(ctx context.Context, params RecordListParams, opts ...twilio.CallOption) iter.Seq2[*Record, error] {
	return twilio.InvokeAll[Record](ctx, s.c, s.list.With(&params), opts...)
}
