package twiliotest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// TestCustomCode is the one that is sent and checked.
func TestCustomCode(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	v.post("/v2/Services/"+v.service, "CustomCodeEnabled", "true")
	for name, code := range map[string]string{"too short": "123", "too long": "12345678901"} {
		v.refused(v.post(v.in("/Verifications"), "To", ada, "Channel", "sms", "CustomCode", code), 400, 60200, name)
	}
	v.start("sms", "CustomCode", "owl42")
	assert.Equal(t, "owl42", v.sim.Phone(ada).ExpectCode())
	assert.Equal(t, "approved", v.check("owl42").text("status"))
}

// TestVerificationText holds the messages that the settings of a service and the
// parameters of a request lead to.
func TestVerificationText(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		to      string
		service []string
		pairs   []string
		want    string // {code} stands for the code
	}{
		"another name":    {ada, nil, []string{"CustomFriendlyName", "Owl Café"}, "Your Owl Café verification code is: {code}"},
		"a language":      {ada, nil, []string{"Locale", "es"}, "Su código de verificación para Owl Bank es: {code}"},
		"a region":        {ada, nil, []string{"Locale", "es-MX"}, "Su código de verificación para Owl Bank es: {code}"},
		"one unknown":     {ada, nil, []string{"Locale", "tlh"}, "Your Owl Bank verification code is: {code}"},
		"of the country":  {"+33123456789", nil, nil, "Votre code de vérification Owl Bank est : {code}"},
		"a warning":       {ada, []string{"DoNotShareWarningEnabled", "true"}, nil, "Your Owl Bank verification code is: {code}. Don't share this code with anyone; our employees will never ask for the code"},
		"a hash":          {ada, nil, []string{"AppHash", "He42w354ol9"}, "<#> Your Owl Bank verification code is: {code} He42w354ol9"},
		"a template":      {ada, nil, []string{"TemplateSid", "HJ5a1d0000000000000000000000000002"}, "{code} is your Owl Bank code. It expires in 10 minutes."},
		"its template":    {ada, []string{"DefaultTemplateSid", "HJ5a1d0000000000000000000000000003"}, nil, "Owl Bank code for your new password: {code}"},
		"an own variable": {ada, nil, []string{"TemplateSid", "HJ5a1d0000000000000000000000000003", "TemplateCustomSubstitutions", `{"friendly_name":"x"}`}, "Owl Bank code for your new password: {code}"},
	}
	for name, tt := range tests {
		v := newVerify(t)
		if len(tt.service) > 0 {
			require.Equal(t, 200, v.post("/v2/Services/"+v.service, tt.service...).status, name)
		}
		got := v.post(v.in("/Verifications"), append([]string{"To", tt.to, "Channel", "sms"}, tt.pairs...)...)
		require.Equal(t, 201, got.status, "%s: %v", name, got.body)
		code := v.sim.Phone(tt.to).ExpectCode()
		assert.Equal(t, strings.ReplaceAll(tt.want, "{code}", code), v.sim.Messages()[0].Body, name)
	}
}

// TestVerifyMessagesAreNotTheAccounts: as with Twilio, the account's list has none.
func TestVerifyMessagesAreNotTheAccounts(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	v.start("sms")
	v.sim.Phone(ada).ExpectSMS("verification code")
	page, err := v.sim.Client().Messages.List(t.Context(), twilio.MessageListParams{})
	require.NoError(t, err)
	assert.Empty(t, page.Items)
}

// TestVerifySenders: a messaging configuration decides whose number sends.
func TestVerifySenders(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	global := v.sim.MessagingService(v.sim.Number(clinic))
	american := v.sim.MessagingService(v.sim.Number("+14155550199"))
	v.start("sms")
	v.sim.Phone(ada).ExpectCode()
	v.post(v.in("/MessagingConfigurations"), "Country", "all", "MessagingServiceSid", global)
	v.start("sms")
	v.sim.Phone(ada).ExpectCode()
	v.post(v.in("/MessagingConfigurations"), "Country", "US", "MessagingServiceSid", american)
	v.start("sms")
	v.sim.Phone(ada).ExpectCode()
	var senders []string
	for _, m := range v.sim.Messages() {
		senders = append(senders, m.From)
	}
	assert.Equal(t, []string{"AUTHMSG", clinic, "+14155550199"}, senders)
}
