package twiliotest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/scalar"
)

// verifyAttemptHandler returns the handler of an operation on attempts, on templates or
// on forms, nil for all others.
func verifyAttemptHandler(operation string) handler {
	switch operation {
	case "FetchVerificationAttempt":
		return (*Sim).fetchAttempt
	case "ListVerificationAttempt":
		return (*Sim).listAttempts
	case "FetchVerificationAttemptsSummary":
		return (*Sim).summarizeAttempts
	case "ListVerificationTemplate":
		return (*Sim).listTemplates
	case "FetchForm":
		return (*Sim).fetchForm
	}
	return nil
}

// verifyAttempt is one sending of a code.
type verifyAttempt struct {
	itemRecord

	verification *verification
	channel      string
	message      *message  // nil unless the channel is one of texts
	call         *call     // nil unless the channel is call
	mail         *sentMail // nil unless the channel is email
	converted    bool      // its code was given back
	hidden       time.Time // from lists, until then
}

// convert notes that the code was given back: the last attempt has succeeded.
func (v *verification) convert(at time.Time) {
	if len(v.sends) > 0 {
		last := v.sends[len(v.sends)-1]
		last.converted, last.updated = true, at
	}
}

// shownChannel is the channel as a verification lists it.
func (a *verifyAttempt) shownChannel() string {
	switch a.channel {
	case channelSMS, channelCall, channelEmail:
		return strings.ToUpper(a.channel)
	}
	return a.channel
}

// listedChannel is the channel as the attempts have it.
func (a *verifyAttempt) listedChannel() string {
	if a.channel == channelRCS {
		return "rbm"
	}
	return a.channel
}

// conversion is the attempt's conversion status.
func (a *verifyAttempt) conversion() string {
	if a.converted {
		return "converted"
	}
	return "unconverted"
}

// listedAttempts are those of an account that match the filters, the newest first.
// Those of SNA are never listed; s.mu is held.
func (s *Sim) listedAttempts(r *request) []*verifyAttempt {
	var found []*verifyAttempt
	for _, a := range slices.Backward(s.verify.attempts) {
		if !s.Clock.Now().Before(a.hidden) && a.account == r.account && a.channel != channelSNA && a.matches(r.query) {
			found = append(found, a)
		}
	}
	return found
}

func (a *verifyAttempt) matches(query url.Values) bool {
	c, _ := countryOf(a.verification.to)
	for param, value := range map[string]string{
		"ChannelData.To": a.verification.to, "Country": c.iso, "Channel": a.listedChannel(), "VerifyServiceSid": a.verification.service.sid,
		"VerificationSid": a.verification.sid, "Status": a.conversion(),
	} {
		if wanted := query.Get(param); wanted != "" && wanted != value {
			return false
		}
	}
	after, before := query.Get("DateCreatedAfter"), query.Get("DateCreatedBefore")
	created := a.created.UTC().Truncate(time.Second)
	return (after == "" || !created.Before(scalar.Time(after))) && (before == "" || !created.After(scalar.Time(before))) &&
		strings.HasPrefix(a.verification.to, query.Get("DestinationPrefix"))
}

func (s *Sim) fetchAttempt(r *request) (any, *apiError) {
	a := recordOf(s.verify.attempts, r.ids["Sid"])
	if a == nil || a.account != r.account {
		return nil, r.absent()
	}
	return s.attemptJSON(r, a), nil
}

func (s *Sim) listAttempts(r *request) (any, *apiError) {
	return listItems(r, "attempts", s.listedAttempts(r), func(a *verifyAttempt) any { return s.attemptJSON(r, a) })
}

type attemptsSummaryJSON struct {
	Total       int    `json:"total_attempts"`
	Converted   int    `json:"total_converted"`
	Unconverted int    `json:"total_unconverted"`
	Rate        string `json:"conversion_rate_percentage"`
	URL         string `json:"url"`
}

func (s *Sim) summarizeAttempts(r *request) (any, *apiError) {
	summary := attemptsSummaryJSON{Rate: "0", URL: r.address()}
	for _, a := range s.listedAttempts(r) {
		summary.Total++
		if a.converted {
			summary.Converted++
		}
	}
	summary.Unconverted = summary.Total - summary.Converted
	if summary.Total > 0 {
		const percent, decimals = 100, 9
		summary.Rate = strconv.FormatFloat(float64(summary.Converted)*percent/float64(summary.Total), 'f', decimals, 64)
	}
	return summary, nil
}

type attemptJSON struct {
	SID              string         `json:"sid"`
	AccountSID       string         `json:"account_sid"`
	ServiceSID       string         `json:"service_sid"`
	VerificationSID  string         `json:"verification_sid"`
	DateCreated      *string        `json:"date_created"`
	DateUpdated      *string        `json:"date_updated"`
	ConversionStatus string         `json:"conversion_status"`
	Channel          string         `json:"channel"`
	Price            map[string]any `json:"price"`
	ChannelData      map[string]any `json:"channel_data"`
	URL              string         `json:"url"`
}

func (s *Sim) attemptJSON(r *request, a *verifyAttempt) attemptJSON {
	return attemptJSON{
		SID: a.sid, AccountSID: a.account, ServiceSID: a.verification.service.sid, VerificationSID: a.verification.sid,
		DateCreated: iso8601(a.created), DateUpdated: iso8601(a.updated), ConversionStatus: a.conversion(), Channel: a.listedChannel(),
		Price: s.priceOf(a), ChannelData: s.channelData(a), URL: r.origin() + "/v2/Attempts/" + a.sid,
	}
}

// priceOf is the price of an attempt, null until it is known.
func (s *Sim) priceOf(a *verifyAttempt) map[string]any {
	var price money
	switch {
	case a.message != nil:
		price = a.message.price
	case a.call != nil:
		price = a.call.price
	}
	if price == 0 {
		return nil
	}
	return map[string]any{"value": price.String(), "currency": strings.ToLower(s.config.currency)}
}

// channelData holds the facts about an attempt that depend on its channel.
func (s *Sim) channelData(a *verifyAttempt) map[string]any {
	v := a.verification
	s.expire(v)
	status := "unconfirmed"
	switch {
	case a.converted:
		status = "confirmed"
	case v.status == verificationExpired:
		status = verificationExpired
	}
	c, _ := countryOf(v.to)
	data := map[string]any{
		"verification_sid": v.sid, "to": v.to, "status": status, "country": orNull(c.iso), "code_length": len(v.code), "locale": v.locale, "error_code": nil,
	}
	switch {
	case a.message != nil:
		line := s.lookedUp(v.to).LineTypeIntelligence
		data["message_status"], data["error_code"] = a.message.Status, codeText(a.message.ErrorCode)
		data["mcc"], data["mnc"], data["carrier"] = orNull(line.MobileCountryCode), orNull(line.MobileNetworkCode), orNull(line.CarrierName)
	case a.call != nil:
		data["call_status"] = a.call.Status
	}
	return data
}

// codeText writes a code as text, null for none.
func codeText(code twilio.ErrorCode) *string {
	if code == 0 {
		return nil
	}
	return orNull(strconv.Itoa(int(code)))
}
