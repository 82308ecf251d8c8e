package twiliotest_test

import (
	"encoding/base32"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

const adaIdentity = "ff483d1f-0001"

// factors is where ada's factors are.
func (a verifyAPI) factors(rest ...string) string {
	return a.in("/Entities/%s/Factors", adaIdentity) + strings.Join(rest, "")
}

func (a verifyAPI) challenges(rest ...string) string {
	return a.in("/Entities/%s/Challenges", adaIdentity) + strings.Join(rest, "")
}

// totp makes a TOTP factor of ada, and the app that has scanned it.
func (a verifyAPI) totp(pairs ...string) (sid string, app *twiliotest.Authenticator) {
	a.t.Helper()
	got := a.post(a.factors(), append([]string{"FriendlyName", "Ada's phone", "FactorType", "totp"}, pairs...)...)
	require.Equal(a.t, http.StatusCreated, got.status, got.body)
	binding, _ := got.body["binding"].(map[string]any)
	uri, _ := binding["uri"].(string)
	return got.text("sid"), a.sim.Authenticator(uri)
}

// verifiedTOTP is totp, verified.
func (a verifyAPI) verifiedTOTP(pairs ...string) (sid string, app *twiliotest.Authenticator) {
	a.t.Helper()
	sid, app = a.totp(pairs...)
	require.Equal(a.t, "verified", a.post(a.factors("/", sid), "AuthPayload", app.Code()).text("status"))
	return sid, app
}

// TestRFC6238 holds the codes against those of the RFC.
// https://www.rfc-editor.org/rfc/rfc6238#appendix-B
func TestRFC6238(t *testing.T) {
	t.Parallel()
	lengths := map[string]int{"SHA1": 20, "SHA256": 32, "SHA512": 64} // of the secrets
	for _, tt := range []struct {
		at        int64 // Unix time
		algorithm string
		want      string
	}{
		{59, "SHA1", "94287082"}, {59, "SHA256", "46119246"}, {59, "SHA512", "90693936"},
		{1111111109, "SHA1", "07081804"}, {1111111109, "SHA256", "68084774"}, {1111111109, "SHA512", "25091201"},
		{20000000000, "SHA1", "65353130"}, {20000000000, "SHA256", "77737706"}, {20000000000, "SHA512", "47863826"},
	} {
		sim := twiliotest.New(t, twiliotest.StartAt(time.Unix(tt.at, 0)))
		secret := base32.StdEncoding.EncodeToString([]byte(strings.Repeat("1234567890", 7)[:lengths[tt.algorithm]]))
		app := sim.Authenticator("otpauth://totp/Owl:Ada?digits=8&period=30&algorithm=" + tt.algorithm + "&secret=" + secret)
		assert.Equal(t, tt.want, app.Code(), "%d %s", tt.at, tt.algorithm)
	}
}

// TestTOTPFactor: its binding is shown once, a wrong code leaves it unverified, and the
// right one verifies it.
func TestTOTPFactor(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	got := v.post(v.factors(), "FriendlyName", "Ada's phone", "FactorType", "totp", "Binding.Secret", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
	assert.Equal(t, map[string]any{
		"secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
		"uri":    "otpauth://totp/Owl%20Bank:Ada%27s%20phone?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Owl%20Bank&algorithm=SHA1&digits=6&period=30",
	}, got.body["binding"])
	assert.Equal(t, map[string]any{"alg": "sha1", "skew": 1., "code_length": 6., "time_step": 30.}, got.body["config"])
	assert.Equal(t, []any{"unverified", "totp", adaIdentity}, []any{got.body["status"], got.body["factor_type"], got.body["identity"]})
	assert.Equal(t, adaIdentity, v.get(v.in("/Entities/%s", adaIdentity)).text("identity"), "the entity is made with it")

	one := v.factors("/", got.text("sid"))
	assert.NotContains(t, v.get(one).body, "binding")
	app := v.sim.Authenticator("otpauth://totp/Owl?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
	wrongly := v.post(one, "AuthPayload", wrong(app.Code()))
	assert.Equal(t, []any{200, "unverified"}, []any{wrongly.status, wrongly.body["status"]})
	assert.Equal(t, "verified", v.post(one, "AuthPayload", app.Code()).text("status"))
	assert.Equal(t, "verified", v.post(one, "AuthPayload", "000000").text("status"), "it stays so")
	assert.Equal(t, "Her phone", v.post(one, "FriendlyName", "Her phone").text("friendly_name"))
	assert.Len(t, v.get(v.factors()).items("factors"), 1)
	assert.Equal(t, http.StatusNoContent, v.delete(one).status)
	v.refused(v.get(one), 404, 60390)
}

// TestTOTPSettings: length, step, skew and algorithm, of the service and of the factor.
func TestTOTPSettings(t *testing.T) {
	t.Parallel()
	const step = 20 * time.Second
	for name, tt := range map[string]struct {
		skew  string
		moved time.Duration
		want  string
	}{
		"now":                {"0", 0, "verified"},
		"too late":           {"0", step, "unverified"},
		"a step late":        {"1", step, "verified"},
		"two steps late":     {"1", 2 * step, "unverified"},
		"two of two":         {"2", 2 * step, "verified"},
		"three steps of two": {"2", 3 * step, "unverified"},
	} {
		v := newVerify(t)
		v.post("/v2/Services/"+v.service, "Totp.TimeStep", "20")
		sid, app := v.totp("Config.Skew", tt.skew, "Config.CodeLength", "8", "Config.Alg", "sha256")
		code := app.Code()
		assert.Len(t, code, 8, name)
		v.sim.Clock.Advance(tt.moved)
		assert.Equal(t, tt.want, v.post(v.factors("/", sid), "AuthPayload", code).text("status"), name)
	}
}

// TestFactorAttemptsRunOut after five wrong codes.
func TestFactorAttemptsRunOut(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	sid, app := v.totp()
	for range 5 {
		assert.Equal(t, "unverified", v.post(v.factors("/", sid), "AuthPayload", wrong(app.Code())).text("status"))
	}
	v.refused(v.post(v.factors("/", sid), "AuthPayload", app.Code()), 429, 60310)
}

// pushForm are the parameters of a push factor.
func pushForm(device *twiliotest.PushDevice, pairs ...string) []string {
	return append([]string{
		"FriendlyName", "Ada's phone", "FactorType", "push", "Binding.Alg", "ES256", "Binding.PublicKey", device.PublicKey(), "Config.AppId", "com.example.owl",
		"Config.NotificationPlatform", "fcm", "Config.NotificationToken", strings.Repeat("t", 32), "Config.SdkVersion", "1.0",
	}, pairs...)
}

// TestRefusedFactors holds the code of each refusal.
func TestRefusedFactors(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	device := v.sim.PushDevice()
	require.Equal(t, 201, v.post(v.factors(), pushForm(device)...).status)
	for name, tt := range map[string]struct {
		pairs        []string
		status, code int
	}{
		"no name":           {[]string{"FactorType", "totp"}, 400, 60300},
		"long name":         {[]string{"FactorType", "totp", "FriendlyName", strings.Repeat("x", 65)}, 400, 60300},
		"unknown type":      {[]string{"FactorType", "face", "FriendlyName", "x"}, 400, 60300},
		"passkeys":          {[]string{"FactorType", "passkeys", "FriendlyName", "x"}, 400, 60300},
		"secret":            {[]string{"FactorType", "totp", "FriendlyName", "x", "Binding.Secret", "1"}, 400, 60314},
		"step":              {[]string{"FactorType", "totp", "FriendlyName", "x", "Config.TimeStep", "19"}, 400, 60300},
		"length":            {[]string{"FactorType", "totp", "FriendlyName", "x", "Config.CodeLength", "9"}, 400, 60300},
		"algorithm":         {[]string{"FactorType", "totp", "FriendlyName", "x", "Config.Alg", "md5"}, 400, 60300},
		"metadata":          {[]string{"FactorType", "totp", "FriendlyName", "x", "Metadata", "[]"}, 400, 60300},
		"push without more": {[]string{"FactorType", "push", "FriendlyName", "x"}, 400, 60300},
		"push, short token": {[]string{
			"FriendlyName", "x", "FactorType", "push", "Binding.Alg", "ES256", "Binding.PublicKey", "x", "Config.AppId", "x", "Config.NotificationPlatform", "apn",
			"Config.NotificationToken", "x", "Config.SdkVersion", "1",
		}, 400, 60300},
		"push, no key": {[]string{
			"FriendlyName", "x", "FactorType", "push", "Binding.Alg", "ES256", "Binding.PublicKey", "x", "Config.AppId", "x", "Config.NotificationPlatform", "none",
			"Config.SdkVersion", "1",
		}, 400, 60314},
		"the same device": {pushForm(device), 409, 60317},
	} {
		v.refused(v.post(v.factors(), tt.pairs...), tt.status, tt.code, name)
	}
	v.refused(v.post(v.in("/Entities/user-1/Factors"), "FactorType", "totp", "FriendlyName", "x"), 400, 60300, "a short identity")
	v.refused(v.get(v.in("/Entities/nobody-0001/Factors")), 404, 60392)
	v.refused(v.get(v.factors("/YF0123456789abcdef0123456789abcdef")), 404, 60390)
}

// TestFactorLimits: 20 of type push, 100 of type TOTP, and 100 new ones in a day.
func TestFactorLimits(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	for range 20 {
		require.Equal(t, 201, v.post(v.factors(), pushForm(v.sim.PushDevice())...).status)
	}
	v.refused(v.post(v.factors(), pushForm(v.sim.PushDevice())...), 400, 60315)
	var sid string
	for range 80 {
		sid, _ = v.totp()
	}
	v.refused(v.post(v.factors(), "FriendlyName", "x", "FactorType", "totp"), 429, 60326)
	v.sim.Clock.Advance(24 * time.Hour)
	for range 20 {
		sid, _ = v.totp()
	}
	v.refused(v.post(v.factors(), "FriendlyName", "x", "FactorType", "totp"), 400, 60315)
	v.delete(v.factors("/", sid))
	v.totp()
}

// verifiedPush makes a push factor of ada, verified by its device.
func (a verifyAPI) verifiedPush(pairs ...string) (sid string, device *twiliotest.PushDevice) {
	a.t.Helper()
	device = a.sim.PushDevice()
	made := a.post(a.factors(), pushForm(device, pairs...)...)
	require.Equal(a.t, http.StatusCreated, made.status, made.body)
	sid = made.text("sid")
	require.Equal(a.t, "verified", a.post(a.factors("/", sid), "AuthPayload", device.VerifyFactor(sid)).text("status"))
	return sid, device
}

// TestFactorWebhooks: the application is told of the events that it asked for, in signed
// requests.
func TestFactorWebhooks(t *testing.T) {
	t.Parallel()
	var told []url.Values
	v := newVerify(t)
	v.sim.Handle("https://app.example.com/verify", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		assert.NoError(t, r.ParseForm())
		assert.NotEmpty(t, r.Header.Get("X-Twilio-Signature"))
		told = append(told, r.PostForm)
	}))
	for _, events := range [][]string{
		{"EventTypes", "*"}, {"EventTypes", "challenge.approved", "EventTypes", "factor.deleted"}, {"EventTypes", "*", "Status", "disabled"},
	} {
		require.Equal(t, 201, v.post(v.in("/Webhooks"), append(events, "FriendlyName", "app", "WebhookUrl", "https://app.example.com/verify")...).status)
	}
	sid, app := v.verifiedTOTP()
	challenge := v.post(v.challenges(), "FactorSid", sid, "AuthPayload", app.Code()).text("sid")
	v.delete(v.factors("/", sid))
	v.sim.Clock.Advance(time.Second)
	var types []string
	for _, form := range told {
		types = append(types, form.Get("type"))
		assert.Equal(t, []string{v.sim.AccountSID(), v.service, adaIdentity, sid, "totp"},
			[]string{form.Get("account_sid"), form.Get("service_sid"), form.Get("entity_identity"), form.Get("factor_sid"), form.Get("factor_type")})
		assert.NotEmpty(t, form.Get("uuid"))
	}
	assert.Equal(t, []string{"factor.created", "factor.verified", "challenge.approved", "challenge.approved", "factor.deleted", "factor.deleted"}, types)
	assert.Equal(t, challenge, told[2].Get("challenge_sid"))
}

// TestFactorWebhookThatFails is an alert.
func TestFactorWebhookThatFails(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	v.sim.Handle("https://app.example.com", http.NotFoundHandler())
	v.post(v.in("/Webhooks"), "FriendlyName", "app", "EventTypes", "*", "WebhookUrl", "https://app.example.com/verify")
	v.totp()
	v.sim.ExpectAlert(twilio.ErrorCode(11217))
}

// TestAuthenticatorThatIsWrong says why, and never shows the secret.
func TestAuthenticatorThatIsWrong(t *testing.T) {
	t.Parallel()
	for uri, want := range map[string]string{
		"https://totp/x?secret=GEZDGNBV":                       "no otpauth://totp/",
		"otpauth://hotp/x?secret=GEZDGNBV":                     "no otpauth://totp/",
		"otpauth://totp/x?secret=1GEZDGNBV":                    "not base32",
		"otpauth://totp/x":                                     "not base32",
		"otpauth://totp/x?secret=GEZDGNBV&digits=9":            "out of bounds",
		"otpauth://totp/x?secret=GEZDGNBV&digits=6&period=-30": "out of bounds",
	} {
		rec := record(t)
		sim := twiliotest.New(rec)
		assert.Empty(t, sim.Authenticator(uri).Code(), uri)
		said := rec.finish()
		assert.Contains(t, said, want, uri)
		assert.NotContains(t, said, "GEZDGNBV", uri)
	}
}
