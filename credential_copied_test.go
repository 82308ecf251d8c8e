package twilio

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// copied are the ways in which copying spoils a value: $ stands for the value.
var copied = map[string]string{
	`"$"`:                           "stands in quotation marks",
	`'$'`:                           "stands in quotation marks",
	"`$`":                           "stands in quotation marks",
	"‘$’":                           "stands in quotation marks",
	"“$”":                           "stands in quotation marks",
	"„$“":                           "stands in quotation marks",
	"«$»":                           "stands in quotation marks",
	`"$`:                            "has a quotation mark before it",
	`$'`:                            "has a quotation mark behind it",
	"$\n":                           "has a line break behind it",
	"$\r\n":                         "has a line break behind it",
	"\n$":                           "has a line break before it",
	"$\u2028":                       "has a line break behind it",
	"$ ":                            "has a blank behind it",
	" $":                            "has a blank before it",
	"$\t":                           "has a blank behind it",
	"\u00a0$":                       "has a blank before it",
	"\ufeff$":                       "has a byte order mark before it",
	"\u200b$":                       "has an invisible character before it",
	"$\u200d":                       "has an invisible character behind it",
	"\u202a$\u202c":                 "has an invisible character behind it",
	"$\u00ad":                       "has an invisible character behind it",
	"$\x00":                         "has an invisible character behind it",
	"$\xff":                         "has a byte that is not UTF-8 behind it",
	"$,":                            "has a comma or a semicolon behind it",
	`$",`:                           "has a comma or a semicolon behind it",
	`$\n`:                           "has a backslash in it",
	"<$>":                           "has a bracket or a dollar sign, as placeholders have it, behind it",
	"${$}":                          "has a bracket or a dollar sign, as placeholders have it, behind it",
	"TWILIO_SOMETHING=$":            "has the name of a variable before it",
	"export authToken=$":            "has the name of a variable before it",
	`TWILIO_ACCOUNT_SID="$"`:        "has the name of a variable before it",
	"Bearer $":                      "has the beginning of a header before it",
	"basic $":                       "has the beginning of a header before it",
	"Authorization: Basic $":        "has the beginning of a header before it",
	"authorization:$":               "has the beginning of a header before it",
	"$é":                            "has a character in it that is not ASCII",
	"Token: $":                      "has a blank in it",
	"AC" + zeros + ":$":             "has a SID and a colon before it",
	"OQ" + zeros + ":$":             "has a SID and a colon before it",
	"($)":                           "stands in brackets",
	"[$]":                           "stands in brackets",
	"($":                            "has one half of a pair of brackets",
	"$]":                            "has one half of a pair of brackets",
	"**$**":                         "stands in the marks of bold or other type",
	"*$*":                           "stands in the marks of bold or other type",
	"__$__":                         "stands in the marks of bold or other type",
	"~~$~~":                         "stands in the marks of bold or other type",
	"***$":                          "has a mark of punctuation before it",
	"$.":                            "has a mark of punctuation behind it",
	"$...":                          "has a mark of punctuation behind it",
	"$…":                            "has a mark of punctuation behind it",
	"$!":                            "has a mark of punctuation behind it",
	"$:":                            "has a mark of punctuation behind it",
	":$":                            "has a mark of punctuation before it",
	"=$":                            "has a mark of punctuation before it",
	"|$|":                           "has a mark of punctuation behind it",
	"CLIENT_ID=$":                   "has the name of a variable before it",
	"AUTH_TOKEN=$":                  "has the name of a variable before it",
	"password=$":                    "has the name of a variable before it",
	"authToken:$":                   "has the name of a variable before it",
	"client_secret:$":               "has the name of a variable before it",
	"https://x:$@example.com":       "has an address around it",
	"your_auth_token":               "is a placeholder",
	"<your-api-key>":                "is a placeholder",
	"YOUR SECRET":                   "is a placeholder",
	"change_me":                     "is a placeholder",
	"TWILIO_AUTH_TOKEN":             "is the name of a variable, and not its value",
	"AUTH_TOKEN":                    "is the name of a variable, and not its value",
	"%API_KEY%":                     "is the name of a variable, and not its value",
	"process.env.TWILIO_API_SECRET": "is the name of a variable, and not its value",
	"   ":                           "is blank",
	"\ufeff\u200b\n":                "is blank",
}

const zeros = "00000000000000000000000000000001"

func TestCredentialsSayWhatWasCopiedAlong(t *testing.T) {
	t.Parallel()
	for pattern, says := range copied {
		spoilt := func(value string) string { return strings.ReplaceAll(pattern, "$}", value+"}") }
		if !strings.Contains(pattern, "$}") {
			spoilt = func(value string) string { return strings.ReplaceAll(pattern, "$", value) }
		}
		for field, credential := range map[string]Credential{
			"accountSID": AuthToken(testToken), "token": AuthToken(spoilt(testToken)),
			"keySID": APIKey(spoilt(testKey), testToken), "keySecret": APIKey(testKey, spoilt(testToken)),
			"clientID": OAuth(spoilt(testClientID), testToken), "clientSecret": OAuth(testClientID, spoilt(testToken)),
		} {
			account := testAccount
			if field == "accountSID" {
				account = spoilt(account)
			}
			_, err := New(account, credential)
			require.Equal(t, []string{field}, problemFields(t, err), "%q", pattern)
			require.ErrorContains(t, err, field+" "+says, "%q", pattern)
			for _, hidden := range []string{testToken, zeros} {
				require.NotContains(t, err.Error(), hidden)
			}
		}
	}
}

func TestSIDsInSmallLetters(t *testing.T) {
	t.Parallel()
	_, err := New(strings.ToLower(testAccount), APIKey("sK"+zeros, testToken))
	assert.Equal(t, []string{"accountSID", "keySID"}, problemFields(t, err))
	assert.ErrorContains(t, err, "accountSID begins with small letters where a SID has AC")
	assert.ErrorContains(t, err, "keySID begins with small letters where a SID has SK")

	_, err = New(testAccount, OAuth("oq"+zeros, testToken))
	assert.ErrorContains(t, err, "clientID begins with small letters where a SID has OQ")
	_, err = New(testAccount, APIKey(testKey+":"+testToken, testToken))
	assert.ErrorContains(t, err, "keySID has a colon and something else behind it")
	_, err = New(testAccount, OAuth(testClientID+":"+testToken, testToken))
	assert.ErrorContains(t, err, "clientID has a colon and something else behind it")

	_, err = New("AC123", AuthToken(testToken))
	assert.ErrorContains(t, err, "accountSID is not an account SID", "nothing was copied along")
}

// TestSecretsOfUnusualLetters: a secret's letters are Twilio's business.
func TestSecretsOfUnusualLetters(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"a:b", "a,b;c", "abc==", "a=b", "a.b-c_d~e+f/g", "(a)[b]", "bearer", "basically", "x", "token", "auth_token", "-a_", "_a-"} {
		_, err := New(testAccount, APIKey(testKey, secret))
		assert.NoError(t, err, secret)
	}
}

// TestSubaccountsSayWhatWasCopiedAlong: OnAccount is checked like New.
func TestSubaccountsSayWhatWasCopiedAlong(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, messageJSON))
	err := getMessage(t.Context(), testClient(t, transport), OnAccount(`"`+testSubaccount+`"`))
	assertProblem(t, err, "OnAccount")
	assert.ErrorContains(t, err, "OnAccount stands in quotation marks")
	assert.Empty(t, transport.sent())
}
