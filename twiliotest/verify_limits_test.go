package twiliotest_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// limit makes a rate limit of the service with a bucket, and returns its address.
func (a verifyAPI) limit(name string, most, interval int) string {
	a.t.Helper()
	path := a.in("/RateLimits")
	got := a.post(path, "UniqueName", name)
	require.Equal(a.t, http.StatusCreated, got.status, got.body)
	path += "/" + got.text("sid")
	require.Equal(a.t, http.StatusCreated, a.post(path+"/Buckets", "Max", strconv.Itoa(most), "Interval", strconv.Itoa(interval)).status)
	return path
}

// TestServiceRateLimits: a bucket counts the values of its key, each by itself, and
// there is room again when its interval is over.
func TestServiceRateLimits(t *testing.T) {
	t.Parallel()
	v := newVerify(t, twiliotest.AllowUnexpected(), twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	v.limit("end_user_ip", 2, 60)
	start := func(ip string) reply {
		return v.post(v.in("/Verifications"), "To", ada, "Channel", "sms", "RateLimits", `{"end_user_ip":"`+ip+`","unknown":"x"}`)
	}
	for range 2 {
		require.Equal(t, 201, start("192.0.2.1").status)
		v.sim.Clock.Advance(10 * time.Second)
	}
	refused := start("192.0.2.1")
	v.refused(refused, 429, 20429)
	assert.Equal(t, []string{"40", "end_user_ip:2/60"}, []string{refused.header.Get("Retry-After"), refused.header.Get("Twilio-Reached-Rate-Limit")})
	assert.Equal(t, 201, start("192.0.2.2").status, "another value")
	v.sim.Clock.Advance(39 * time.Second)
	v.refused(start("192.0.2.1"), 429, 20429, "a refusal does not count")
	v.sim.Clock.Advance(time.Second)
	assert.Equal(t, 201, start("192.0.2.1").status)
}

// TestServiceRateLimitBuckets holds that the tightest bucket decides.
func TestServiceRateLimitBuckets(t *testing.T) {
	t.Parallel()
	v := newVerify(t, twiliotest.AllowUnexpected())
	path := v.limit("phone", 3, 3600)
	require.Equal(t, 201, v.post(path+"/Buckets", "Max", "1", "Interval", "60").status)
	start := func() reply {
		return v.post(v.in("/Verifications"), "To", ada, "Channel", "sms", "RateLimits", `{"phone":"`+ada+`"}`)
	}
	for range 3 {
		require.Equal(t, 201, start().status)
		v.refused(start(), 429, 20429)
		v.sim.Clock.Advance(time.Minute)
	}
	v.refused(start(), 429, 20429, "three in an hour")
}

// TestRefusedRateLimits holds the code of each refusal.
func TestRefusedRateLimits(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	path := v.limit("end_user_ip", 5, 60)
	for name, tt := range map[string]struct {
		path         string
		pairs        []string
		status, code int
	}{
		"no name":       {v.in("/RateLimits"), nil, 400, 60200},
		"a blank":       {v.in("/RateLimits"), []string{"UniqueName", "end user"}, 400, 60209},
		"a second one":  {v.in("/RateLimits"), []string{"UniqueName", "end_user_ip"}, 400, 60208},
		"no maximum":    {path + "/Buckets", []string{"Interval", "60"}, 400, 60200},
		"none allowed":  {path + "/Buckets", []string{"Max", "0", "Interval", "30"}, 400, 60200},
		"no interval":   {path + "/Buckets", []string{"Max", "5", "Interval", "0"}, 400, 60200},
		"same interval": {path + "/Buckets", []string{"Max", "9", "Interval", "60"}, 400, 60211},
		"no such limit": {v.in("/RateLimits/RK0123456789abcdef0123456789abcdef/Buckets"), []string{"Max", "5", "Interval", "60"}, 404, 20404},
	} {
		v.refused(v.post(tt.path, tt.pairs...), tt.status, tt.code, name)
	}
	for i := 1; i < 20; i++ {
		require.Equal(t, 201, v.post(path+"/Buckets", "Max", "5", "Interval", strconv.Itoa(60+i)).status)
	}
	v.refused(v.post(path+"/Buckets", "Max", "5", "Interval", "600"), 400, 60210)
	for i := 1; i < 50; i++ {
		require.Equal(t, 201, v.post(v.in("/RateLimits"), "UniqueName", "limit"+strconv.Itoa(i)).status)
	}
	v.refused(v.post(v.in("/RateLimits"), "UniqueName", "one_more"), 400, 60207)
}

// TestPlatformLimits: 60 requests in a minute and 180 in an hour, for a recipient and
// for the status of a verification, and 250 in a day for the latter.
func TestPlatformLimits(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		ask  func(v verifyAPI, sid string) reply
		want []int // how many pass in each of the following minutes
	}{
		"checks": {func(v verifyAPI, _ string) reply {
			v.post(v.in("/Verifications/%s", ada), "Status", "canceled")
			return v.post(v.in("/Verifications"), "To", ada, "Channel", "sms")
		}, []int{60, 60, 60, 0}},
		"status": {func(v verifyAPI, sid string) reply { return v.get(v.in("/Verifications/%s", sid)) }, []int{60, 60, 60, 0}},
	}
	for name, tt := range tests {
		v := newVerify(t, twiliotest.AllowUnexpected(), twiliotest.Balance("1000", "USD"), twiliotest.Verify(twiliotest.CodeLife(24*time.Hour)))
		sid := ""
		if name == "status" {
			sid = v.start("sms").text("sid")
		}
		for minute, want := range tt.want {
			passed := 0
			var last reply
			for range 61 {
				if last = tt.ask(v, sid); last.status < 300 {
					passed++
				}
			}
			assert.Equal(t, want, passed, "%s, minute %d", name, minute)
			v.refused(last, 429, 20429, name)
			assert.NotEmpty(t, last.header.Get("Retry-After"), name)
			v.sim.Clock.Advance(time.Minute)
		}
	}
}

// TestStatusLimitOfADay is 250.
func TestStatusLimitOfADay(t *testing.T) {
	t.Parallel()
	v := newVerify(t, twiliotest.AllowUnexpected(), twiliotest.Verify(twiliotest.CodeLife(24*time.Hour)))
	sid, passed := v.start("sms").text("sid"), 0
	for range 6 {
		for range 60 {
			if v.get(v.in("/Verifications/%s", sid)).status == 200 {
				passed++
			}
		}
		v.sim.Clock.Advance(time.Hour)
	}
	assert.Equal(t, 250, passed)
}

// TestVerifyOptions: the options refuse, and the SafeList and RiskCheck let through.
func TestVerifyOptions(t *testing.T) {
	t.Parallel()
	const british = "+447700900123"
	tests := map[string]struct {
		option       twiliotest.VerifyOption
		pairs        []string
		safe         bool
		after        time.Duration
		status, code int
	}{
		"fraud":                   {twiliotest.FraudGuard("+44770090"), []string{"Channel", "sms"}, false, 0, 403, 60410},
		"fraud by call":           {twiliotest.FraudGuard("+1", "+44770090"), []string{"Channel", "call"}, false, 0, 403, 60410},
		"fraud, WhatsApp":         {twiliotest.FraudGuard("+44770090"), []string{"Channel", "whatsapp"}, false, 0, 201, 0},
		"another prefix":          {twiliotest.FraudGuard("+4477009001229"), []string{"Channel", "sms"}, false, 0, 201, 0},
		"fraud, safe":             {twiliotest.FraudGuard("+44770090"), []string{"Channel", "sms"}, true, 0, 201, 0},
		"fraud, no check":         {twiliotest.FraudGuard("+44770090"), []string{"Channel", "sms", "RiskCheck", "disable"}, false, 0, 201, 0},
		"fraud, a check":          {twiliotest.FraudGuard("+44770090"), []string{"Channel", "sms", "RiskCheck", "enable"}, false, 0, 403, 60410},
		"before its end":          {twiliotest.FraudGuard("+44770090"), []string{"Channel", "sms"}, false, 12*time.Hour - time.Second, 403, 60410},
		"after its end":           {twiliotest.FraudGuard("+44770090"), []string{"Channel", "sms"}, false, 12 * time.Hour, 201, 0},
		"country":                 {twiliotest.CountryOff("gb"), []string{"Channel", "sms"}, false, 0, 403, 60605},
		"country, safe":           {twiliotest.CountryOff("GB"), []string{"Channel", "sms"}, true, 0, 403, 60605},
		"another country":         {twiliotest.CountryOff("FR"), []string{"Channel", "sms"}, false, 0, 201, 0},
		"channel":                 {twiliotest.ChannelOff("whatsapp", "rcs"), []string{"Channel", "rcs"}, false, 0, 400, 60223},
		"another channel":         {twiliotest.ChannelOff("whatsapp", "rcs"), []string{"Channel", "sms"}, false, 0, 201, 0},
		"the one that auto takes": {twiliotest.ChannelOff("sna"), []string{"Channel", "auto", "DeviceIp", "192.0.2.1"}, false, 0, 400, 60223},
	}
	for name, tt := range tests {
		v := newVerify(t, twiliotest.AllowUnexpected(), twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)), twiliotest.Verify(tt.option, nil))
		if tt.safe {
			require.Equal(t, 201, v.post("/v2/SafeList/Numbers", "PhoneNumber", british).status)
		}
		v.sim.Clock.Advance(tt.after)
		got := v.post(v.in("/Verifications"), append([]string{"To", british}, tt.pairs...)...)
		assert.Equal(t, []int{tt.status, tt.code}, []int{got.status, got.code()}, name)
	}
}

// TestVerifyOptionsThatAreWrong holds that each error names the values that are allowed.
func TestVerifyOptionsThatAreWrong(t *testing.T) {
	t.Parallel()
	for want, option := range map[string]twiliotest.VerifyOption{
		"CodeLife(1m0s): Twilio takes 2 minutes to 24 hours":          twiliotest.CodeLife(time.Minute),
		"CodeLife(24h0m1s): Twilio takes":                             twiliotest.CodeLife(24*time.Hour + time.Second),
		`FraudGuard("44770090"): give the beginning of a number`:      twiliotest.FraudGuard("44770090"),
		`FraudGuard("+"): give the beginning of a number`:             twiliotest.FraudGuard("+"),
		`CountryOff("Britain"): give a code of ISO 3166-1`:            twiliotest.CountryOff("Britain"),
		"ChannelOff takes sms, call, whatsapp, email, rcs and sna":    twiliotest.ChannelOff("auto"),
		"Verify: ChannelOff takes sms, call, whatsapp, email, rcs an": twiliotest.ChannelOff("pigeon"),
	} {
		_, err := twiliotest.Start(twiliotest.Verify(option))
		require.ErrorContains(t, err, want)
	}
}

// TestLandlines get no text when the service looks numbers up.
func TestLandlines(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	v.sim.Lookup(ada, twilio.LookupResult{Valid: true, LineTypeIntelligence: twilio.LookupLineTypeIntelligence{Type: "landline", CarrierName: "Owl Telephone"}})
	v.refused(v.post("/v2/Services/"+v.service, "SkipSmsToLandlines", "true"), 400, 60200, "without lookup")
	require.Equal(t, 200, v.post("/v2/Services/"+v.service, "SkipSmsToLandlines", "true", "LookupEnabled", "true").status)
	v.refused(v.post(v.in("/Verifications"), "To", ada, "Channel", "sms"), 403, 60205)
	lookup, _ := v.start("call").body["lookup"].(map[string]any)
	carrier, _ := lookup["carrier"].(map[string]any)
	assert.Equal(t, []any{"landline", "Owl Telephone"}, []any{carrier["type"], carrier["name"]})
	v.sim.Phone(ada).ExpectCode()
}

// TestVerifyNeedsMoney as everything does.
func TestVerifyNeedsMoney(t *testing.T) {
	t.Parallel()
	v := newVerify(t, twiliotest.Balance("0", "USD"))
	v.refused(v.post(v.in("/Verifications"), "To", ada, "Channel", "sms"), 403, int(twilio.CodeAccountNotActive))
}
