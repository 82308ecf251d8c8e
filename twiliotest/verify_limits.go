package twiliotest

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// Codes and limits of rate limits. How many of them there may be is not published.
// https://www.twilio.com/docs/verify/api/service-rate-limits
const (
	limitsReached  = 60207
	limitExists    = 60208
	limitName      = 60209
	bucketsReached = 60210
	intervalExists = 60211

	maxRateLimits = 50
	maxBuckets    = 20
	maxNumber     = 1<<31 - 1
)

var uniqueName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// verifyLimitHandler returns the handler of an operation on rate limits and their buckets, nil for all others.
func verifyLimitHandler(operation string) handler {
	switch operation {
	case "CreateRateLimit":
		return inService((*Sim).createRateLimit)
	case "FetchRateLimit":
		return inLimit((*Sim).fetchRateLimit)
	case "ListRateLimit":
		return inService((*Sim).listRateLimits)
	case "UpdateRateLimit":
		return inLimit((*Sim).updateRateLimit)
	case "DeleteRateLimit":
		return inLimit((*Sim).deleteRateLimit)
	case "CreateBucket":
		return inLimit((*Sim).createBucket)
	case "FetchBucket":
		return inBucket((*Sim).fetchBucket)
	case "ListBucket":
		return inLimit((*Sim).listBuckets)
	case "UpdateBucket":
		return inBucket((*Sim).updateBucket)
	case "DeleteBucket":
		return inBucket((*Sim).deleteBucket)
	}
	return nil
}

// rateLimit is a key by which the application counts its verifications.
type rateLimit struct {
	itemRecord

	service     *verifyService
	uniqueName  string
	description string
	buckets     []*bucket
}

// bucket is how often a value of the key may come in a time.
type bucket struct {
	itemRecord

	most     int
	interval int // seconds
}

// inLimit lets a handler act on the rate limit that the path names.
func inLimit(act func(*Sim, *request, *rateLimit) (any, *apiError)) handler {
	return inService(func(s *Sim, r *request, service *verifyService) (any, *apiError) {
		sid, found := r.ids["RateLimitSid"]
		if !found {
			sid = r.ids["Sid"]
		}
		limit := recordOf(service.limits, sid)
		if limit == nil {
			return nil, r.absent()
		}
		return act(s, r, limit)
	})
}

// inBucket lets a handler act on the bucket that the path names.
func inBucket(act func(*Sim, *request, *rateLimit, *bucket) (any, *apiError)) handler {
	return inLimit(func(s *Sim, r *request, limit *rateLimit) (any, *apiError) {
		b := recordOf(limit.buckets, r.ids["Sid"])
		if b == nil {
			return nil, r.absent()
		}
		return act(s, r, limit, b)
	})
}

func (s *Sim) createRateLimit(r *request, service *verifyService) (any, *apiError) {
	name := r.form.Get("UniqueName")
	switch {
	case !uniqueName.MatchString(name):
		return nil, badRequest(limitName, "UniqueName format is invalid: %s", name)
	case service.limitNamed(name) != nil:
		return nil, badRequest(limitExists, "Rate limit with that UniqueName already exists: %s", name)
	case len(service.limits) >= maxRateLimits:
		return nil, badRequest(limitsReached, "Max rate limits per service reached")
	}
	limit := &rateLimit{itemRecord: s.newItemRecord(r, "RK"), service: service, uniqueName: name, description: r.form.Get("Description")}
	service.limits = append(service.limits, limit)
	return limit.json(r), nil
}

func (v *verifyService) limitNamed(name string) *rateLimit {
	for _, limit := range v.limits {
		if limit.uniqueName == name {
			return limit
		}
	}
	return nil
}

func (s *Sim) fetchRateLimit(r *request, limit *rateLimit) (any, *apiError) {
	return limit.json(r), nil
}

func (s *Sim) listRateLimits(r *request, service *verifyService) (any, *apiError) {
	return listItems(r, "rate_limits", service.limits, func(l *rateLimit) any { return l.json(r) })
}

func (s *Sim) updateRateLimit(r *request, limit *rateLimit) (any, *apiError) {
	setText(r.form, "Description", &limit.description)
	limit.updated = s.Clock.Now()
	return limit.json(r), nil
}

func (s *Sim) deleteRateLimit(_ *request, limit *rateLimit) (any, *apiError) {
	limit.service.limits = without(limit.service.limits, limit)
	return nil, nil //nolint:nilnil // no body, no error
}

func (s *Sim) createBucket(r *request, limit *rateLimit) (any, *apiError) {
	if len(limit.buckets) >= maxBuckets {
		return nil, badRequest(bucketsReached, "Max Buckets per Rate limit reached")
	}
	b := &bucket{}
	if problem := b.apply(r, limit); problem != nil {
		return nil, problem
	}
	b.itemRecord = s.newItemRecord(r, "BL")
	limit.buckets = append(limit.buckets, b)
	return b.json(r, limit), nil
}

// apply takes over the parameters of a request.
func (b *bucket) apply(r *request, limit *rateLimit) *apiError {
	changed := *b
	if problem := setNumber(r, "Max", 1, maxNumber, &changed.most); problem != nil {
		return problem
	}
	if problem := setNumber(r, "Interval", 1, maxNumber, &changed.interval); problem != nil {
		return problem
	}
	for _, other := range limit.buckets {
		if other != b && other.interval == changed.interval {
			return badRequest(intervalExists, "Bucket with the given Interval already exists")
		}
	}
	*b = changed
	return nil
}

func (s *Sim) fetchBucket(r *request, limit *rateLimit, b *bucket) (any, *apiError) {
	return b.json(r, limit), nil
}

func (s *Sim) listBuckets(r *request, limit *rateLimit) (any, *apiError) {
	return listItems(r, "buckets", limit.buckets, func(b *bucket) any { return b.json(r, limit) })
}

func (s *Sim) updateBucket(r *request, limit *rateLimit, b *bucket) (any, *apiError) {
	if problem := b.apply(r, limit); problem != nil {
		return nil, problem
	}
	b.updated = s.Clock.Now()
	return b.json(r, limit), nil
}

func (s *Sim) deleteBucket(_ *request, limit *rateLimit, b *bucket) (any, *apiError) {
	limit.buckets = without(limit.buckets, b)
	return nil, nil //nolint:nilnil // no body, no error
}

// rateKey is a value of a rate limit by which verifications are counted.
type rateKey struct {
	name  string
	limit *rateLimit
}

// rateKeys are the values that a request names. Names that the service does not have
// are ignored.
func rateKeys(r *request, service *verifyService) []rateKey {
	var values map[string]any
	_ = json.Unmarshal([]byte(r.form.Get("RateLimits")), &values) // refuseServiceRate has refused all else
	var keys []rateKey
	for _, name := range slices.Sorted(maps.Keys(values)) {
		limit := service.limitNamed(name)
		if text, err := json.Marshal(values[name]); limit != nil && err == nil {
			keys = append(keys, rateKey{name: "rate " + limit.sid + " " + string(text), limit: limit})
		}
	}
	return keys
}

// refuseServiceRate holds a new code against the buckets of the service.
// https://www.twilio.com/docs/verify/api/programmable-rate-limits
func (s *Sim) refuseServiceRate(r *request, service *verifyService) *apiError {
	text := r.form.Get("RateLimits")
	if text != "" && json.Unmarshal([]byte(text), new(map[string]any)) != nil {
		return r.invalid("RateLimits", "it is no JSON object")
	}
	for _, key := range rateKeys(r, service) {
		for _, b := range key.limit.buckets {
			if wait := s.overLimit(key.name, window{b.most, time.Duration(b.interval) * time.Second}); wait > 0 {
				return tooMany(wait, key.limit.uniqueName+":"+strconv.Itoa(b.most)+"/"+strconv.Itoa(b.interval))
			}
		}
	}
	return nil
}

type rateLimitJSON struct {
	SID         string            `json:"sid"`
	ServiceSID  string            `json:"service_sid"`
	AccountSID  string            `json:"account_sid"`
	UniqueName  string            `json:"unique_name"`
	Description *string           `json:"description"`
	DateCreated *string           `json:"date_created"`
	DateUpdated *string           `json:"date_updated"`
	URL         string            `json:"url"`
	Links       map[string]string `json:"links"`
}

func (l *rateLimit) json(r *request) rateLimitJSON {
	url := serviceURL(r, l.service.sid, "/RateLimits/", l.sid)
	return rateLimitJSON{
		SID: l.sid, ServiceSID: l.service.sid, AccountSID: l.account, UniqueName: l.uniqueName, Description: orNull(l.description),
		DateCreated: iso8601(l.created), DateUpdated: iso8601(l.updated), URL: url, Links: map[string]string{"buckets": url + "/Buckets"},
	}
}

type bucketJSON struct {
	SID          string  `json:"sid"`
	RateLimitSID string  `json:"rate_limit_sid"`
	ServiceSID   string  `json:"service_sid"`
	AccountSID   string  `json:"account_sid"`
	Max          int     `json:"max"`
	Interval     int     `json:"interval"` // seconds
	DateCreated  *string `json:"date_created"`
	DateUpdated  *string `json:"date_updated"`
	URL          string  `json:"url"`
}

func (b *bucket) json(r *request, limit *rateLimit) bucketJSON {
	return bucketJSON{
		SID: b.sid, RateLimitSID: limit.sid, ServiceSID: limit.service.sid, AccountSID: b.account, Max: b.most, Interval: b.interval,
		DateCreated: iso8601(b.created), DateUpdated: iso8601(b.updated),
		URL: serviceURL(r, limit.service.sid, "/RateLimits/", limit.sid, "/Buckets/", b.sid),
	}
}
