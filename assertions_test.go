package twilio

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// assertMatches takes a nil list for success.
func assertMatches(t *testing.T, err error, is, isNot []error) {
	t.Helper()
	if err != nil && strings.HasPrefix(err.Error(), "twilio: ") { // else it is inside an error of a caller's
		requirePrintable(t, err)
	}
	if is == nil {
		require.NoError(t, err)
		return
	}
	require.Error(t, err)
	for _, target := range is {
		assert.ErrorIs(t, err, target)
	}
	for _, target := range isNot {
		assert.NotErrorIs(t, err, target)
	}
}

// assertIsA checks that an error of the type of want is in err.
func assertIsA(t *testing.T, want, err error) {
	t.Helper()
	var found bool
	switch want.(type) { //nolint:errorlint // want is never wrapped
	case *TransportError:
		found = errors.As(err, new(*TransportError))
	case *DecodeError:
		found = errors.As(err, new(*DecodeError))
	case *TooLargeError:
		found = errors.As(err, new(*TooLargeError))
	case *Error:
		found = errors.As(err, new(*Error))
	}
	assert.True(t, found, "%T in %v", want, err)
}

// assertProblem checks that a call was refused because of one argument.
func assertProblem(t *testing.T, err error, field string) {
	t.Helper()
	var params *ParamError
	require.ErrorAs(t, err, &params)
	assertMatches(t, err, []error{ErrInvalidParams, ErrNotSent}, []error{ErrOutcomeUnknown})
	require.Len(t, params.Problems, 1, "%v", err)
	assert.Equal(t, field, params.Problems[0].Field)
	assert.NotEmpty(t, params.Problems[0].Problem)
	assert.NotEmpty(t, params.Problems[0].Remedy)
}

// errSecret is a secret that another party's error should not have said.
const errSecret = "pa+ss/wo\"rd=of<somebody>"

var errCable = errors.New("somebody pulled the cable at https://user:" + url.QueryEscape(errSecret) + "@example.com/+14155551234?To=%2B14155551234")

// publicText is the text that an error may show: SIDs.
var publicText = regexp.MustCompile(`\b[A-Z]{2}[0-9a-fA-F]{32}\b`)

// anyNumber is seven digits in whatever script, without a letter between them.
var anyNumber = regexp.MustCompile(`\p{N}(?:[^\p{L}\p{N}]*\p{N}){6}`)

// requirePrintable checks the rules for the text of every error: one printable
// line, without secrets, addresses, paths or whole phone numbers.
func requirePrintable(t *testing.T, err error) {
	t.Helper()
	text := err.Error()
	require.True(t, strings.HasPrefix(text, "twilio: "), text)
	require.True(t, utf8.ValidString(text), text)
	require.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }), "%q", text)
	require.NotContains(t, text, "<html>")
	for _, secret := range []string{testToken, errSecret} {
		requireNoSecret(t, text, secret)
	}
	text = withoutRemedies(err)
	for _, address := range []string{"://", "example.com", "twilio.com", "/2010-04-01", "/v1/", "/v2/", ".json", "user:", "%2F%2F"} {
		require.NotContains(t, text, address)
	}
	require.NotRegexp(t, anyNumber, publicText.ReplaceAllString(text, ""))
}

// withoutRemedies is the text of an error without the examples of numbers and
// addresses that our own remedies give.
func withoutRemedies(err error) string {
	text := err.Error()
	var paramErr *ParamError
	if errors.As(err, &paramErr) {
		for _, p := range paramErr.Problems {
			text = strings.ReplaceAll(text, p.Remedy, "")
		}
	}
	return text
}

// requireNoSecret looks for a secret in each form in which a request carries it.
func requireNoSecret(t *testing.T, text, secret string) {
	t.Helper()
	quoted, err := json.Marshal(secret)
	require.NoError(t, err)
	forms := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(quoted), `"`), strconv.QuoteToASCII(secret), hex.EncodeToString([]byte(secret))}
	for _, user := range []string{"", testAccount + ":", testKey + ":", "user:"} {
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
			forms = append(forms, encoding.EncodeToString([]byte(user+secret)))
		}
	}
	for _, form := range forms {
		require.NotContains(t, text, form)
	}
}
