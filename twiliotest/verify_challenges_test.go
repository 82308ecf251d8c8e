package twiliotest_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

// TestTOTPChallenge: a code approves it, at its creation or later; a wrong one leaves
// it pending, five times.
func TestTOTPChallenge(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	sid, app := v.verifiedTOTP()
	atOnce := v.post(v.challenges(), "FactorSid", sid, "AuthPayload", app.Code())
	assert.Equal(t, []any{"approved", "totp", sid, "none"}, []any{atOnce.body["status"], atOnce.body["factor_type"], atOnce.body["factor_sid"], atOnce.body["responded_reason"]})
	assert.NotNil(t, atOnce.body["date_responded"])

	pending := v.post(v.challenges(), "FactorSid", sid, "AuthPayload", wrong(app.Code()), "HiddenDetails", `{"ip":"192.0.2.1"}`)
	assert.Equal(t, []any{201, "pending", nil, map[string]any{"ip": "192.0.2.1"}}, []any{pending.status, pending.body["status"], pending.body["date_responded"], pending.body["hidden_details"]})
	one := v.challenges("/", pending.text("sid"))
	assert.Equal(t, "pending", v.post(one, "AuthPayload", wrong(app.Code())).text("status"))
	approved := v.post(one, "AuthPayload", app.Code(), "Metadata", `{"os":"Android"}`)
	assert.Equal(t, []any{"approved", map[string]any{"os": "Android"}}, []any{approved.body["status"], approved.body["metadata"]})
	v.refused(v.post(one, "AuthPayload", app.Code()), 403, 60322)

	last := v.challenges("/", v.post(v.challenges(), "FactorSid", sid).text("sid"))
	for range 5 {
		assert.Equal(t, "pending", v.post(last, "AuthPayload", wrong(app.Code())).text("status"))
	}
	v.refused(v.post(last, "AuthPayload", app.Code()), 429, 60308)
}

// TestChallengesExpire after five minutes, or when they say so.
func TestChallengesExpire(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		pairs []string
		lives time.Duration
	}{
		"by default": {nil, 5 * time.Minute},
		"a date":     {[]string{"ExpirationDate", "2026-04-14T09:01:00Z"}, time.Minute},
		"the latest": {[]string{"ExpirationDate", "2026-04-14T10:00:00Z"}, time.Hour},
	} {
		v := newVerify(t, twiliotest.StartAt(start))
		sid, app := v.verifiedTOTP()
		one := v.challenges("/", v.post(v.challenges(), append([]string{"FactorSid", sid}, tt.pairs...)...).text("sid"))
		v.sim.Clock.Advance(tt.lives - time.Second)
		assert.Equal(t, "pending", v.get(one).text("status"), name)
		v.sim.Clock.Advance(time.Second)
		assert.Equal(t, "expired", v.get(one).text("status"), name)
		v.refused(v.post(one, "AuthPayload", app.Code()), 403, 60323, name)
	}
}

// TestListChallenges by factor, status and order.
func TestListChallenges(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	first, app := v.verifiedTOTP()
	second, _ := v.verifiedTOTP()
	var sids []string
	for _, pairs := range [][]string{{"FactorSid", first}, {"FactorSid", first, "AuthPayload", app.Code()}, {"FactorSid", second}} {
		sids = append(sids, v.post(v.challenges(), pairs...).text("sid"))
	}
	for name, tt := range map[string]struct {
		query []string
		want  []string
	}{
		"all":       {nil, sids},
		"backwards": {[]string{"Order", "desc"}, []string{sids[2], sids[1], sids[0]}},
		"a factor":  {[]string{"FactorSid", first}, sids[:2]},
		"approved":  {[]string{"Status", "approved"}, sids[1:2]},
	} {
		var got []string
		for _, item := range v.get(v.challenges(), tt.query...).items("challenges") {
			sid, _ := item["sid"].(string)
			got = append(got, sid)
		}
		assert.Equal(t, tt.want, got, name)
	}
}

// TestRefusedChallenges holds the code of each refusal.
func TestRefusedChallenges(t *testing.T) {
	t.Parallel()
	v := newVerify(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	unverified, _ := v.totp()
	sid, _ := v.verifiedTOTP()
	push, _ := v.verifiedPush()
	for name, tt := range map[string]struct {
		pairs        []string
		status, code int
	}{
		"no factor":       {nil, 400, 60300},
		"unknown factor":  {[]string{"FactorSid", "YF0123456789abcdef0123456789abcdef"}, 404, 60390},
		"unverified":      {[]string{"FactorSid", unverified}, 403, 60318},
		"in the past":     {[]string{"FactorSid", sid, "ExpirationDate", "2026-04-14T09:00:00Z"}, 400, 60300},
		"too late":        {[]string{"FactorSid", sid, "ExpirationDate", "2026-04-14T10:00:01Z"}, 400, 60300},
		"hidden details":  {[]string{"FactorSid", sid, "HiddenDetails", `{"a":1}`}, 400, 60300},
		"no message":      {[]string{"FactorSid", push}, 400, 60300},
		"long message":    {[]string{"FactorSid", push, "Details.Message", strings.Repeat("x", 257)}, 400, 60300},
		"a field":         {[]string{"FactorSid", push, "Details.Message", "x", "Details.Fields", "x"}, 400, 60300},
		"a field's label": {[]string{"FactorSid", push, "Details.Message", "x", "Details.Fields", `{"label":"` + strings.Repeat("x", 37) + `","value":"x"}`}, 400, 60300},
	} {
		v.refused(v.post(v.challenges(), tt.pairs...), tt.status, tt.code, name)
	}
	v.refused(v.get(v.challenges("/YC0123456789abcdef0123456789abcdef")), 404, 60391)
}

// TestChallengeLimits: 50 in an hour and 100 in a day, or 10 in a day for short codes.
func TestChallengeLimits(t *testing.T) {
	t.Parallel()
	for length, want := range map[int][]int{6: {50, 50, 0}, 4: {10, 0, 0}} {
		v := newVerify(t)
		sid, _ := v.verifiedTOTP("Config.CodeLength", strconv.Itoa(length))
		for hour, passes := range want {
			passed := 0
			for range 51 {
				got := v.post(v.challenges(), "FactorSid", sid)
				if got.status == 201 {
					passed++
					continue
				}
				v.refused(got, 429, 60312)
			}
			assert.Equal(t, passes, passed, "%d digits, hour %d", length, hour)
			v.sim.Clock.Advance(time.Hour)
		}
	}
}

// TestPush: only the factor's own device verifies it and answers its challenges.
func TestPush(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	v.post("/v2/Services/"+v.service, "Push.IncludeDate", "true")
	device, stranger := v.sim.PushDevice(), v.sim.PushDevice()
	made := v.post(v.factors(), pushForm(device, "Metadata", `{"os":"Android"}`)...)
	assert.Equal(t, map[string]any{"alg": "ES256", "public_key": device.PublicKey()}, made.body["binding"])
	assert.Equal(t, map[string]any{"os": "Android"}, made.body["metadata"])
	sid := made.text("sid")
	v.refused(v.post(v.factors("/", sid), "AuthPayload", stranger.VerifyFactor(sid)), 403, 60311)
	assert.Equal(t, "verified", v.post(v.factors("/", sid), "AuthPayload", device.VerifyFactor(sid)).text("status"))

	for name, tt := range map[string]struct {
		payload func(sid string) string
		want    string // "" for a refusal
	}{
		"approved":            {device.Approve, "approved"},
		"denied":              {device.Deny, "denied"},
		"by a stranger":       {stranger.Approve, ""},
		"for another":         {func(string) string { return device.Approve("YC0123456789abcdef0123456789abcdef") }, ""},
		"without a signature": {func(string) string { return "approved" }, ""},
		"cut short":           {func(sid string) string { return strings.TrimSuffix(device.Approve(sid), "A") + "=" }, ""},
	} {
		asked := v.post(v.challenges(), "FactorSid", sid, "Details.Message", "Log in?", "Details.Fields", `{"label":"Place","value":"Barn"}`)
		require.Equal(t, 201, asked.status, "%s: %v", name, asked.body)
		details, _ := asked.body["details"].(map[string]any)
		assert.Equal(t, []any{"Log in?", []any{map[string]any{"label": "Place", "value": "Barn"}}}, []any{details["message"], details["fields"]}, name)
		assert.NotEmpty(t, details["date"], name)
		one := v.challenges("/", asked.text("sid"))
		answered := v.post(one, "AuthPayload", tt.payload(asked.text("sid")))
		if tt.want == "" {
			v.refused(answered, 403, 60324, name)
			assert.Equal(t, "pending", v.get(one).text("status"), name)
			continue
		}
		assert.Equal(t, tt.want, answered.text("status"), name)
	}
}

// TestNotifications show a challenge again, three times at most, to a device that can
// be reached.
func TestNotifications(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	sid, device := v.verifiedPush()
	challenge := v.post(v.challenges(), "FactorSid", sid, "Details.Message", "Log in?").text("sid")
	path := v.challenges("/", challenge, "/Notifications")
	v.refused(v.post(path, "Ttl", "301"), 400, 60300)
	for _, lives := range []float64{300, 150, 0} {
		got := v.post(path, "Ttl", strconv.Itoa(int(lives)))
		assert.Equal(t, []any{201, lives, "high", challenge}, []any{got.status, got.body["ttl"], got.body["priority"], got.body["challenge_sid"]})
	}
	v.refused(v.post(path), 429, 60309)
	v.post(v.challenges("/", challenge), "AuthPayload", device.Deny(challenge))
	v.refused(v.post(path), 403, 60322)

	require.Equal(t, 200, v.post(v.factors("/", sid), "Config.NotificationPlatform", "none").status)
	challenge = v.post(v.challenges(), "FactorSid", sid, "Details.Message", "Log in?").text("sid")
	v.refused(v.post(v.challenges("/", challenge, "/Notifications")), 400, 60307)
}
