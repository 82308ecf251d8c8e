package twiliotest_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"math/big"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// TestApplicationOfACall gives it instructions and the end of the call.
func TestApplicationOfACall(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	a := mainAccount(t, sim)
	application := newApp().answer("/voice", twiml.Voice(twiml.Hangup{})).answer("/status", status(http.StatusNoContent)).answer("/own", status(http.StatusNoContent))
	sim.Handle(hooks, application)
	app := a.must(201, "POST", in(sim.AccountSID(), "/Applications.json"), url.Values{"FriendlyName": {"clinic"}, "VoiceUrl": {hooks + "/voice"}, "VoiceMethod": {"GET"}, "StatusCallback": {hooks + "/status"}})
	assert.Equal(t, []any{"clinic", "GET", "POST", "2010-04-01"}, []any{app["friendly_name"], app["voice_method"], app["sms_method"], app["api_version"]})
	calls, form := in(sim.AccountSID(), "/Calls.json"), url.Values{"To": {ada}, "From": {clinic}, "ApplicationSid": {field(app, "sid")}, "Url": {"https://elsewhere.example.com"}}
	a.must(201, "POST", calls, form)
	sim.Phone(ada).ExpectCall()
	sim.Clock.Advance(time.Minute)
	var asked []string
	for _, callback := range sim.Callbacks() {
		asked = append(asked, callback.Method+" "+callback.URL[:len(hooks)+len("/voice")])
	}
	assert.Equal(t, []string{"GET " + hooks + "/voice", "POST " + hooks + "/statu"}, asked)

	a.refused(400, 21218, "POST", calls, url.Values{"To": {ada}, "From": {clinic}, "ApplicationSid": {"AP0123456789abcdef0123456789abcdef"}})
	silent := a.must(201, "POST", in(sim.AccountSID(), "/Applications.json"), url.Values{"SmsUrl": {hooks + "/sms"}})
	a.refused(400, 21205, "POST", calls, url.Values{"To": {ada}, "From": {clinic}, "ApplicationSid": {field(silent, "sid")}})
	a.must(204, "DELETE", in(sim.AccountSID(), "/Applications/"+field(app, "sid")+".json"), nil)
	a.refused(400, 21218, "POST", calls, form)
	assert.Len(t, sim.Calls(), 1)
}

func TestConnectApps(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := mainAccount(t, sim)
	own, authorized := in(sim.AccountSID(), "/ConnectApps"), in(sim.AccountSID(), "/AuthorizedConnectApps")
	assert.Empty(t, sids(a.must(200, "GET", own+".json", nil), "connect_apps"))
	mine, theirs := sim.ConnectApp("mine"), sim.AuthorizedConnectApp("theirs")
	assert.Equal(t, []string{mine}, sids(a.must(200, "GET", own+".json", nil), "connect_apps"))
	changed := a.must(200, "POST", own+"/"+mine+".json", url.Values{"CompanyName": {"Owl"}, "Permissions": {"get-all"}})
	assert.Equal(t, []any{"mine", "Owl", []any{"get-all"}}, []any{changed["friendly_name"], changed["company_name"], changed["permissions"]})
	shown := a.must(200, "GET", authorized+"/"+theirs+".json", nil)
	assert.Equal(t, []any{theirs, "theirs"}, []any{shown["connect_app_sid"], shown["connect_app_friendly_name"]})
	a.refused(404, 20404, "GET", own+"/"+theirs+".json", nil)
	a.refused(404, 20404, "GET", authorized+"/"+mine+".json", nil)
	a.refused(404, 20404, "GET", in(sim.Subaccount(), "/ConnectApps/"+mine+".json"), nil)
	a.must(204, "DELETE", own+"/"+mine+".json", nil)
	a.refused(404, 20404, "GET", own+"/"+mine+".json", nil)
}

// TestCredentialsOfOthers are kept when they are what they have to be, and never shown.
func TestCredentialsOfOthers(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := mainAccount(t, sim)
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	weak := &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 2047), E: 3}
	tests := []struct {
		name, kind, param, value string
		code                     int
	}{
		{"a key", "PublicKeys", "PublicKey", rsaPublicKey(t, 2048), 0},
		{"no PEM", "PublicKeys", "PublicKey", "MIIB", 70104},
		{"no key", "PublicKeys", "PublicKey", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", 70104},
		{"another algorithm", "PublicKeys", "PublicKey", inPEM(t, ec.Public()), 70101},
		{"a short key", "PublicKeys", "PublicKey", rsaPublicKey(t, 1024), 70102},
		{"another exponent", "PublicKeys", "PublicKey", inPEM(t, weak), 70103},
		{"keys of AWS", "AWS", "Credentials", "AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMIexample", 0},
		{"an ID alone", "AWS", "Credentials", "AKIAIOSFODNN7EXAMPLE", 70106},
		{"a blank", "AWS", "Credentials", "AKIAIOSFODNN7EXAMPLE:a b", 70106},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status, answer := asker{t, sim, a.authorization}.ask("POST", "accounts/v1/Credentials/"+tt.kind, url.Values{tt.param: {tt.value}, "FriendlyName": {tt.name}})
			if tt.code != 0 {
				assert.Equal(t, []any{400, float64(tt.code)}, []any{status, answer["code"]})
				return
			}
			assert.Equal(t, []any{201, tt.name}, []any{status, answer["friendly_name"]})
			assert.Regexp(t, `^CR[0-9a-f]{32}$`, answer["sid"])
			assert.NotContains(t, answer, "credentials")
			asker{t, sim, a.authorization}.must(200, "GET", "accounts/v1/Credentials/"+tt.kind+"/"+field(answer, "sid"), nil)
		})
	}
}
