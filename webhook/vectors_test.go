package webhook_test

import (
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/webhook"
)

// vector is a request and the signature that it must have.
type vector struct {
	Name      string      `json:"name"`
	Token     string      `json:"token"`
	URL       string      `json:"url"`
	Params    [][2]string `json:"params"`
	Signature string      `json:"signature"`
	Body      string      `json:"body"`
}

func (v *vector) form() url.Values {
	form := url.Values{}
	for _, pair := range v.Params {
		form.Add(pair[0], pair[1])
	}
	return form
}

func vectors(tb testing.TB) []vector {
	tb.Helper()
	text, err := os.ReadFile("testdata/vectors.json")
	require.NoError(tb, err)
	var file struct {
		Vectors []vector `json:"vectors"`
	}
	require.NoError(tb, json.Unmarshal(text, &file))
	require.GreaterOrEqual(tb, len(file.Vectors), 13)
	return file.Vectors
}

// post is a form as a server receives it.
func post(address string, form url.Values) *http.Request {
	req := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	return req
}

// verifier trusts the request's host when no option names one.
func verifier(tb testing.TB, token string, opts ...webhook.Option) *webhook.Verifier {
	tb.Helper()
	opts = append([]webhook.Option{webhook.Token(token)}, opts...)
	v, err := webhook.NewVerifier(opts...)
	if err != nil && strings.Contains(err.Error(), "TrustRequestHost") {
		v, err = webhook.NewVerifier(append(opts, webhook.TrustRequestHost())...)
	}
	require.NoError(tb, err)
	return v
}

func TestVectors(t *testing.T) {
	t.Parallel()
	for _, tt := range vectors(t) {
		form := tt.form()
		if len(form) == 0 {
			form = nil
		}
		assert.Equal(t, tt.Signature, webhook.Sign(tt.Token, tt.URL, form), tt.Name)
		require.NoError(t, verifier(t, tt.Token).VerifyForm(tt.URL, form, tt.Signature), tt.Name)
	}
	const withFragment = "https://hooks.example.com/sms?x=1#rc=2&ct=2000"
	form := url.Values{"From": {"+14155550123"}}
	assert.Equal(t, "+igHcEOILbafbExoBw2O5139AVs=", webhook.Sign(ownToken, withFragment, form))
	require.Error(t, verifier(t, ownToken).VerifyForm(withFragment, form, "msaDfyGL1M/3v6YsfBHVF4UCzZ4="), "a fragment is not signed")
}

const ownToken = "0123456789abcdef0123456789abcdef"

const (
	officialToken = "12345"
	official      = "https://mycompany.com/myapp.php?foo=1&bar=2"
	jsonBody      = `{"property": "value", "boolean": true}`
	jsonSum       = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
)

func officialForm() url.Values {
	return url.Values{"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675309"}, "Digits": {"1234"}, "From": {"+14158675309"}, "To": {"+18005551212"}}
}

func with(form url.Values, pairs ...string) url.Values {
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}

// assertArrives verifies a request as a server gets it: without the user, with the
// port and without, or with an address that the verifier is told.
func assertArrives(t *testing.T, address string, form url.Values, signature string) {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	for _, host := range []string{u.Host, u.Hostname()} {
		if u.Port() == "1234" {
			host = u.Host // nobody can guess it
		}
		r := post("/", form)
		if form == nil { // the one that has a hash
			r = httptest.NewRequest(http.MethodPost, "/", strings.NewReader("{}"))
		}
		r.URL, r.RequestURI, r.Host = &url.URL{Path: u.Path, RawQuery: u.RawQuery}, u.RequestURI(), host
		r.Header.Set("X-Twilio-Signature", signature)
		scheme, rest, _ := strings.Cut(address, "://")
		authority, _, _ := strings.Cut(rest, "/")
		require.NoError(t, verifier(t, officialToken, webhook.PublicURL(scheme+"://"+authority)).Verify(r), address)
		if strings.ToLower(scheme) != scheme {
			continue // only who is told knows
		}
		if scheme == "https" {
			r.TLS = new(tls.ConnectionState)
		}
		if u.User != nil {
			password, _ := u.User.Password()
			r.SetBasicAuth(u.User.Username(), password)
		}
		require.NoError(t, verifier(t, officialToken).Verify(r), address)
	}
}

// TestSignBody: the hash is added at the end of the query, and a fragment is dropped.
func TestSignBody(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://mycompany.com/myapp.php":      "https://mycompany.com/myapp.php?bodySHA256=" + jsonSum,
		"https://mycompany.com/myapp.php#rc=2": "https://mycompany.com/myapp.php?bodySHA256=" + jsonSum,
		official:                               official + "&bodySHA256=" + jsonSum,
		official + "#rc=2":                     official + "&bodySHA256=" + jsonSum,
		"https://mycompany.com/myapp.php#x?y":  "https://mycompany.com/myapp.php?bodySHA256=" + jsonSum,
	} {
		address, signature := webhook.SignBody(officialToken, given, []byte(jsonBody))
		assert.Equal(t, want, address)
		assert.Equal(t, webhook.Sign(officialToken, want, nil), signature)
	}
}

// TestOfficialVectors are those of Twilio's own libraries and page.
// https://www.twilio.com/docs/usage/security
func TestOfficialVectors(t *testing.T) {
	t.Parallel()
	f := officialForm
	tests := []struct {
		address   string
		form      url.Values
		signature string
	}{
		{address: official, form: f(), signature: "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
		{address: "https://mycompany.com:443/myapp.php?foo=1&bar=2", form: f(), signature: "kvajT1Ptam85bY51eRf/AJRuM3w="},
		{address: "http://mycompany.com:80/myapp.php?foo=1&bar=2", form: f(), signature: "0ZXoZLH/DfblKGATFgpif+LLRf4="},
		{address: "http://mycompany.com:1234/myapp.php?foo=1&bar=2", form: f(), signature: "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="},
		{address: "https://mycompany.com:1234/myapp.php?foo=1&bar=2", form: f(), signature: "CYn1h0gLBdNxDGkKJg6hYohgeD8="},
		{address: "https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", form: f(), signature: "CukzLTc1tT5dXEDIHm/tKBanW10="},
		{address: "https://user@mycompany.com/myapp.php?foo=1&bar=2", form: f(), signature: "2YRLlVAflCqxaNicjMpJcSTgzSs="},
		{address: "https://user:pass@mycompany.com:443/myapp.php?foo=1&bar=2", form: f(), signature: "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI="},
		{address: official + "&Body=It%27s+amazing", form: f(), signature: "TfZzewPq8wqrGlMfyAud8+/IvJ0="},
		{address: official, form: with(f(), "ReasonConferenceEnded", "test", "Reason", "Participant"), signature: "vOEb5UThFn24KEfnOFLQY2AE5FY="},
		{address: "http://mycompany.com/myapp.php?foo=1&bar=2", form: with(f(), "ReasonConferenceEnded", "test", "Reason", "Participant"), signature: "n2xBNyzSW7rfYStDtOFiFMv7qNo="},
		{address: official, form: url.Values{"Sid": {"CA123"}, "SidAccount": {"AC123"}, "Digits": {"5678", "1234", "1234"}}, signature: "IK+Dwps556ElfBT0I3Rgjkr1wJU="},
		{address: official, form: url.Values{"MessagingBinding.Address": {"+1325xxxxxxx", "+1415xxxxxxx"}}, signature: "83O6e2vORAoJHUNzJjDWN1jz+BA="},
		{address: official, form: url.Values{"MessagingBinding.Address": {"+1415xxxxxxx", "+1325xxxxxxx"}}, signature: "83O6e2vORAoJHUNzJjDWN1jz+BA="},
		{address: official, form: url.Values{"property": {"value"}, "boolean": {"true"}}, signature: "NBdBDr/T/lgjI+tlgpXjKZQZs/k="},
		{address: official, signature: "zYQTYrRWXE7LtzbG4PfP7/bkkGo="},
		{address: official, form: url.Values{}, signature: "zYQTYrRWXE7LtzbG4PfP7/bkkGo="},
		{address: "https://mycompany.com/myapp.php", form: f(), signature: "1xaxFBvyzXYvWplzNOSs28HWO94="},
		{address: official + "&type=thiswontbeusedinthesignaturegeneratorandsoshouldbeignored", form: f(), signature: "hYkNsTBttoNGkyCS0p+wWmQoRTg="},
		{address: "https://mycompany.com/myapp.php?foo=hello%20world&bar=test%2Bvalue", form: f(), signature: "er2tvAP1Wx+iuTTE2BPgvEaN1cs="},
		{address: official, form: url.Values{"Message": {"Hello & goodbye! @#$%^*()"}, "From": {"+1 (415) 867-5309"}, "Special": {"unicode: ñáéíóú"}}, signature: "dCPiR4WtQ6QFN6pJh81CtlCcWLQ="},
		{address: official, form: url.Values{"CallSid": {"CA1234567890ABCDE"}, "Digits": {""}, "EmptyParam": {""}}, signature: "9HHp/OqQMEwdrVebHDdA/+tqjX8="},
		{address: official, form: url.Values{"Zebra": {"last"}, "Alpha": {"first"}, "Beta": {"second"}, "Gamma": {"third"}}, signature: "enveUe73ZTVLAekHxez3Qx6JuuQ="},
		{address: official, form: url.Values{"callSid": {"lowercase"}, "CallSid": {"uppercase"}, "CALLSID": {"allcaps"}}, signature: "jDK7WKT8wiNrwggd4ceTv4e1MJ4="},
		{address: "https://mycompany.com/webhook/España?año=2023", form: f(), signature: "G/Hx6mqqnjUNlPAoi2Sp9bGst0g="},
		{address: "https://mycompany.com:443//myapp.php?foo=1&bar=2", form: f(), signature: "A9lH3u16NjyiiM/+wylw5rirFUs="},
		{address: "https://MyCompany.com/myapp.php?foo=1&bar=2", form: f(), signature: "g9IN/x4Cft2g517EjYvEvM/W7LU="},
		{address: "https://MyCompany.com:1234/myapp.php?foo=1&bar=2", form: f(), signature: "PCqOZm8cnu/L6+u5i5fuEd+Iac4="},
		{address: "http://MyCompany.com/myapp.php?foo=1&bar=2", form: f(), signature: "XY7AlKOKL6im4yWyX84gldUrtis="},
		{address: "http://username:password@MyCompany.com/myapp.php?foo=1&bar=2", form: f(), signature: "PJ08CxXr7KLPjEQCTc8LkUSMwSM="},
		{address: "HTTP://username:password@MyCompany.com/myapp.php?foo=1&bar=2", form: f(), signature: "hy/l8pca+LFms4cvRdv8uiP6NGc="},
		{address: "http://Username:Password@MyCompany.com/myapp.php?foo=1&bar=2", form: f(), signature: "SkTSKyDJH9kUlhItI0slbgZ1UsI="},
		{address: "https://example.com/myapp.php?foo=1&bar=2", form: url.Values{"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675310"}, "Digits": {"1234"}, "From": {"+14158675310"}, "To": {"+18005551212"}}, signature: "L/OH5YylLD5NRKLltdqwSvS0BnU="},
		{address: official + "&bodySHA256=" + jsonSum, signature: "a9nBmqA0ju/hNViExpshrM61xv4="},
		{address: "https://mycompany.com/myapp.php?bodySHA256=" + jsonSum, signature: "y77kIzt2vzLz71DgmJGsen2scGs="},
		{address: "https://mycompany.com:443/myapp.php?foo=1&bar=2&bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", signature: "Ldidvp12m26NI7eqEvxnEpkd9Hc="},
	}
	v := verifier(t, officialToken)
	for _, tt := range tests {
		if strings.Contains(tt.address, ":443") || strings.Contains(tt.address, ":80/") || strings.Contains(tt.address, ":1234") || strings.Contains(tt.address, "@") {
			assertArrives(t, tt.address, tt.form, tt.signature)
		}
		assert.Equal(t, tt.signature, webhook.Sign(officialToken, tt.address, tt.form), "%s %v", tt.address, tt.form)
		require.NoError(t, v.VerifyForm(tt.address, tt.form, tt.signature))
	}
	require.ErrorIs(t, v.VerifyForm(official, f(), "95+Bu0JVPi0r/SsESZCVf0dWAjw="), webhook.ErrWrongSignature, "parameters in the order in which they came")
}
