package twiliotest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

// startVerify returns a simulator for a fuzz target, which lives as long as the target.
func startVerify(f *testing.F) *twiliotest.Sim {
	f.Helper()
	sim, err := twiliotest.Start(quiet(), twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	require.NoError(f, err)
	f.Cleanup(func() { assert.NoError(f, sim.Close()) })
	return sim
}

// FuzzAuthenticator reads any address: the app has no code or one of 3 to 8 digits.
func FuzzAuthenticator(f *testing.F) {
	sim := startVerify(f)
	for _, uri := range []string{
		"otpauth://totp/Owl%20Bank:Ada?secret=GEZDGNBVGY3TQOJQ&issuer=Owl&algorithm=SHA256&digits=8&period=20", "otpauth://totp/?secret=A=======",
		"otpauth://totp/x?secret=gezdgnbv&digits=03&period=9223372036854775807", "otpauth://totp/x?secret=gezdgnbv&period=18446744073", "otpauth://hotp/x", "", "%",
	} {
		f.Add(uri)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		code := sim.Authenticator(uri).Code()
		assert.Empty(t, strings.Trim(code, "0123456789"))
		if code != "" {
			assert.True(t, len(code) >= 3 && len(code) <= 8, code)
		}
	})
}

// FuzzAuthPayload answers a push challenge with any text: only its device can.
func FuzzAuthPayload(f *testing.F) {
	sim := startVerify(f)
	service, device := sim.VerifyService("Owl Bank"), sim.PushDevice()
	const sid = "YC0123456789abcdef0123456789abcdef"
	for _, payload := range []string{device.Approve(sid), device.Deny(sid), device.VerifyFactor(sid), "a.b.c", ".", "approved", `{"sid":"x","status":"approved"}`} {
		f.Add(payload)
	}
	var factor, challenge string
	f.Fuzz(func(t *testing.T, payload string) {
		v := verifyAPI{t: t, sim: sim, service: service}
		if factor == "" {
			factor = v.post(v.factors(), pushForm(device)...).text("sid")
			v.post(v.factors("/", factor), "AuthPayload", device.VerifyFactor(factor))
			challenge = v.challenges("/", v.post(v.challenges(), "FactorSid", factor, "Details.Message", "Log in?").text("sid"))
		}
		if payload == "" {
			return // it asks for nothing
		}
		v.refused(v.post(challenge, "AuthPayload", payload), http.StatusForbidden, 60324)
	})
}
