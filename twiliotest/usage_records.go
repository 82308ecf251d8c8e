package twiliotest

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// span is some days, the last one included.
type span struct{ first, last time.Time }

// oneDay is the length of a day of UTC.
const oneDay = 24 * time.Hour

func (d span) holds(t time.Time) bool { return !t.Before(d.first) && t.Before(d.last.Add(oneDay)) }

// dayOf is midnight UTC of a day.
func dayOf(t time.Time) time.Time { return t.UTC().Truncate(oneDay) }

// usageSum is the usage of one category.
type usageSum struct {
	count, usage int64
	price        money
}

// sumOf adds up the usage of some days. The usage of the main account is that of its
// subaccounts as well, if they are included.
func (s *Sim) sumOf(account string, withSubaccounts bool, category string, days span) usageSum {
	var sum usageSum
	for i := range s.usage.charges {
		c := &s.usage.charges[i]
		mine := c.account == account || withSubaccounts && account == s.main.sid
		if mine && days.holds(c.at) && c.isIn(category) {
			sum.count += c.count
			sum.usage += c.usage
			sum.price += c.price
		}
	}
	return sum
}

// usageRecord is one item of a list of usage.
type usageRecord struct {
	category usageCategory
	days     span
}

func (u usageRecord) id() string { return u.category.name + u.days.first.Format("20060102") }

// listUsage lists the usage of an account: the newest days first, and of each the
// categories in their order.
func (s *Sim) listUsage(r *request) (any, *apiError) {
	days, problem := s.usageDays(r)
	if problem != nil {
		return nil, problem
	}
	wanted := usageCategories()
	if name := r.query.Get("Category"); name != "" {
		category, known := categoryNamed(name)
		if !known {
			category = usageCategory{name: name} // of which there is no usage
		}
		wanted = []usageCategory{category}
	}
	var records []usageRecord
	for _, part := range divide(days, strings.TrimPrefix(r.op.ID, "ListUsageRecord")) {
		for _, category := range wanted {
			records = append(records, usageRecord{category, part})
		}
	}
	return listItems(r, "usage_records", records, func(u usageRecord) any { return s.usageJSON(r, u) })
}

// usageDays returns the days that a list is about: those of its kind, within those that
// were asked for, and none before the simulator was made.
func (s *Sim) usageDays(r *request) (span, *apiError) {
	today := dayOf(s.Clock.Now())
	month := today.AddDate(0, 0, 1-today.Day())
	days := span{dayOf(s.begun), today}
	switch strings.TrimPrefix(r.op.ID, "ListUsageRecord") {
	case "Today":
		days.first = today
	case "Yesterday":
		days = span{today.Add(-oneDay), today.Add(-oneDay)}
	case "ThisMonth":
		days.first = month
	case "LastMonth":
		days = span{month.AddDate(0, -1, 0), month.Add(-oneDay)}
	}
	for name, bound := range map[string]*time.Time{"StartDate": &days.first, "EndDate": &days.last} {
		text := r.query.Get(name)
		if text == "" {
			continue
		}
		day, ok := readDay(text, today)
		if !ok {
			return span{}, badRequest(r.codeOfParam(name), "%s is no day", name)
		}
		if day.After(*bound) == (name == "StartDate") {
			*bound = day
		}
	}
	return days, nil
}

// readDay reads a date, or a day before or after today: -30days.
func readDay(text string, today time.Time) (time.Time, bool) {
	const farthest = 100_000
	if offset, found := strings.CutSuffix(text, "days"); found {
		n, err := strconv.Atoi(offset)
		return today.AddDate(0, 0, n), err == nil && -farthest < n && n < farthest
	}
	day, err := time.Parse(time.DateOnly, text)
	return day, err == nil
}

// divide divides some days into those of a list, the newest first.
func divide(days span, kind string) []span {
	starts := map[string]func(time.Time) time.Time{
		"Daily":   func(t time.Time) time.Time { return t },
		"Monthly": func(t time.Time) time.Time { return t.AddDate(0, 0, 1-t.Day()) },
		"Yearly":  func(t time.Time) time.Time { return t.AddDate(0, 0, 1-t.YearDay()) },
	}
	start := starts[kind]
	switch {
	case days.last.Before(days.first):
		return nil
	case start == nil:
		return []span{days}
	}
	const most = 3_000 // parts, which bounds a list of many years
	var parts []span
	for last := days.last; !last.Before(days.first) && len(parts) < most; {
		first := start(last)
		if first.Before(days.first) {
			first = days.first
		}
		parts = append(parts, span{first, last})
		last = first.Add(-oneDay)
	}
	return parts
}

func (s *Sim) usageJSON(r *request, u usageRecord) map[string]any {
	withSubaccounts := !strings.EqualFold(r.query.Get("IncludeSubaccounts"), "false")
	sum := s.sumOf(r.account, withSubaccounts, u.category.name, u.days)
	first, last := u.days.first.Format(time.DateOnly), u.days.last.Format(time.DateOnly)
	count, usage := strconv.FormatInt(sum.count, 10), strconv.FormatInt(sum.usage, 10)
	countUnit, usageUnit := any(u.category.countUnit), any(u.category.usageUnit)
	if u.category.name == totalPrice {
		usage, usageUnit = sum.price.String(), strings.ToLower(s.config.currency)
		count, countUnit = usage, usageUnit
	}
	return map[string]any{
		"account_sid": r.account, "api_version": "2010-04-01", "as_of": s.Clock.Now().UTC().Format("2006-01-02T15:04:05+00:00"),
		"category": u.category.name, "description": u.category.description, "start_date": first, "end_date": last,
		"count": count, "count_unit": countUnit, "usage": usage, "usage_unit": usageUnit,
		"price": json.Number(sum.price.String()), "price_unit": strings.ToLower(s.config.currency),
		"uri":              usageAddress(r.account, "", url.Values{"Category": {u.category.name}, "StartDate": {first}, "EndDate": {last}}),
		"subresource_uris": usageAddresses(r.account, u.category.name),
	}
}

// usageAddress is the address of a list of usage.
func usageAddress(account, kind string, query url.Values) string {
	return accountPath(account, "/Usage/Records"+kind+".json?"+query.Encode())
}

// usageAddresses are those of the usage of a category by other periods.
func usageAddresses(account, category string) map[string]string {
	addresses := map[string]string{}
	for name, kind := range map[string]string{
		"daily": "/Daily", "monthly": "/Monthly", "yearly": "/Yearly", "all_time": "/AllTime", "today": "/Today",
		"yesterday": "/Yesterday", "this_month": "/ThisMonth", "last_month": "/LastMonth",
	} {
		addresses[name] = usageAddress(account, kind, url.Values{"Category": {category}})
	}
	return addresses
}
