package verify_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/verify"
)

// problems returns the problems of an error, "field problem", nil when it has none.
func problems(err error) (found []string) {
	var refused *twilio.ParamError
	if errors.As(err, &refused) {
		for _, p := range refused.Problems {
			found = append(found, p.Field+" "+p.Problem)
		}
	}
	return found
}

// TestVerificationParams: the recipient has to be one that the channel reaches.
func TestVerificationParams(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		params verify.VerificationCreateParams
		want   []string
	}{
		{name: "a number", params: verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS}},
		{name: "an address", params: verify.VerificationCreateParams{To: adaMail, Channel: verify.ChannelEmail}},
		{name: "a channel that this package does not know", params: verify.VerificationCreateParams{To: "client:ada", Channel: "pigeon"}},
		{name: "nothing", want: []string{"To is empty", "Channel is empty"}},
		{name: "an address by SMS", params: verify.VerificationCreateParams{To: adaMail, Channel: verify.ChannelSMS}, want: []string{"To is an email address, and Channel sms does not reach it"}},
		{name: "a number by email", params: verify.VerificationCreateParams{To: ada, Channel: verify.ChannelEmail}, want: []string{"To is not an email address, although Channel is email"}},
		{name: "a prefix", params: verify.VerificationCreateParams{To: "whatsapp:" + ada, Channel: verify.ChannelWhatsApp}, want: []string{"To has a prefix"}},
		{name: "a national number", params: verify.VerificationCreateParams{To: "4155551234", Channel: verify.ChannelEmail}, want: []string{"To does not begin with + and the country code"}},
		{
			name: "values out of bounds", params: verify.VerificationCreateParams{To: ada, Channel: verify.ChannelCall, SendDigits: "call", CustomCode: "12345678901", TemplateSID: "XX"},
			want: []string{"TemplateSID is not an SID of that kind", "SendDigits has a character that no phone has a key for", "CustomCode has more than 10 characters"},
		},
	}
	for _, tt := range tests {
		b := newBench(t, twiliotest.AllowUnexpected())
		_, err := b.Verifications.Create(t.Context(), b.service, tt.params)
		assert.Equal(t, tt.want, problems(err), tt.name)
		assert.Equal(t, tt.want != nil, len(b.sim.Requests()) == 0, "%s: it is refused before it is sent", tt.name)
		if tt.want != nil {
			require.ErrorIs(t, err, twilio.ErrNotSent, tt.name)
		}
	}
}

func TestCheckParams(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.Checks.Create(t.Context(), b.service, verify.CheckCreateParams{Code: "123456"})
	assert.Equal(t, []string{"To is empty, and so is VerificationSID"}, problems(err))
	_, err = b.Checks.Create(t.Context(), b.service, verify.CheckCreateParams{Code: "123456", Extra: url.Values{"To": {ada}}})
	require.ErrorIs(t, err, twilio.ErrNotFound, "Extra names it")
	_, err = b.Checks.Create(t.Context(), "VA1", verify.CheckCreateParams{To: "ada", VerificationSID: "VE1"})
	assert.Equal(t, []string{
		"ServiceSid does not have the 34 characters of an SID", "To does not begin with + and the country code", "VerificationSID does not have the 34 characters of an SID",
	}, problems(err))
	assert.NotContains(t, err.Error(), "VA1")
}

func TestPushFactorParams(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		params verify.FactorCreateParams
		want   []string // fields
	}{
		{name: "TOTP needs none of them", params: verify.FactorCreateParams{FactorType: verify.FactorTOTP}, want: nil},
		{
			name: "push", params: verify.FactorCreateParams{FactorType: verify.FactorPush},
			want: []string{"Binding.PublicKey", "Config.AppID", "Config.NotificationPlatform", "Config.SDKVersion"},
		},
		{
			name: "a platform", params: verify.FactorCreateParams{FactorType: verify.FactorPush, Config: verify.FactorConfigParams{NotificationPlatform: verify.NotificationAPN}},
			want: []string{"Binding.PublicKey", "Config.AppID", "Config.SDKVersion", "Config.NotificationToken"},
		},
		{
			name: "none in Extra", want: nil,
			params: verify.FactorCreateParams{FactorType: verify.FactorPush, Extra: url.Values{
				"Binding.PublicKey": {"x"}, "Config.AppId": {"x"}, "Config.NotificationPlatform": {"none"}, "Config.SdkVersion": {"x"},
			}},
		},
	}
	for _, tt := range tests {
		var problems twilio.Problems
		tt.params.Validate(&problems)
		for _, field := range []string{"Binding.PublicKey", "Config.AppID", "Config.NotificationPlatform", "Config.SDKVersion", "Config.NotificationToken"} {
			assert.Equal(t, strings.Contains(strings.Join(tt.want, " ")+" ", field+" "), problems.Has(field), "%s: %s", tt.name, field)
		}
	}
}

// TestPasskeyParams: members within the objects of a JSON body are named as well.
func TestPasskeyParams(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.Passkeys.ApproveChallenge(t.Context(), b.service, verify.PasskeyApproveChallengeParams{
		ID: "AA", RawID: "AA", AuthenticatorAttachment: verify.AttachmentPlatform, Response: verify.PasskeyAssertion{AuthenticatorData: "AA"},
	})
	assert.Equal(t, []string{"Response.ClientDataJSON is empty", "Response.Signature is empty"}, problems(err))
}

// TestNamesInPathsAreNoSIDs: an identity and a country are the application's own words,
// for which no SID of Twilio's stands in.
func TestNamesInPathsAreNoSIDs(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.Entities.Get(t.Context(), b.service, "Ada Lovelace")
	require.EqualError(t, err, "twilio: verify.Entities.Get: Identity has blanks or control characters: give the value that names the resource")
	_, err = b.MessagingConfigurations.Get(t.Context(), b.service, "")
	require.EqualError(t, err, "twilio: verify.MessagingConfigurations.Get: Country is empty: give the value that names the resource")
	_, err = b.Factors.Get(t.Context(), b.service, "ff483d1f-0001", "")
	require.ErrorContains(t, err, "give the SID that Twilio returned")
}
