package webhook_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/webhook"
)

// watchedBody counts how many bytes are read from it, and says whether it was closed.
type watchedBody struct {
	io.Reader

	read   int
	closed bool
}

func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	b.read += n
	return n, err
}

func (b *watchedBody) Close() error {
	b.closed = true
	return nil
}

// signedForm is a form that is signed, in a body that is watched.
func signedForm(form url.Values) (*http.Request, *watchedBody) {
	const address = "http://hooks.example.com/sms"
	r := post(address, form)
	r.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, address, form))
	body := &watchedBody{Reader: strings.NewReader(form.Encode())}
	r.Body = body
	return r, body
}

// TestBodyIsBounded: no more is read than one byte too many, and all of it can be
// read afterwards.
func TestBodyIsBounded(t *testing.T) {
	t.Parallel()
	form := url.Values{"Body": {strings.Repeat("x", 100_000)}}
	r, body := signedForm(form)
	require.ErrorIs(t, verifier(t, ownToken, webhook.MaxBody(1000)).Verify(r), webhook.ErrBodyTooLarge)
	assert.LessOrEqual(t, body.read, 1001)
	text, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	assert.Equal(t, form.Encode(), string(text))
	assert.False(t, body.closed)
	require.NoError(t, r.Body.Close())
	assert.True(t, body.closed)
}

// TestLargeBodyThatWasVerified is parsed, although it is larger than the usual.
func TestLargeBodyThatWasVerified(t *testing.T) {
	t.Parallel()
	form := values("MessageSid", messageSID, "From", "a", "To", "b", "Body", strings.Repeat("x", 2<<20))
	r, _ := signedForm(form)
	_, err := webhook.ParseMessage(r)
	require.ErrorIs(t, err, webhook.ErrBodyTooLarge)
	require.NoError(t, verifier(t, ownToken, webhook.MaxBody(4<<20)).Verify(r))
	for range 2 {
		m, err := webhook.ParseMessage(r)
		require.NoError(t, err)
		assert.Len(t, m.Body, 2<<20)
	}
	require.ErrorIs(t, verifier(t, ownToken).Verify(r), webhook.ErrBodyTooLarge, "another verifier has a limit of its own")
	_, err = webhook.ParseMessage(r)
	require.ErrorIs(t, err, webhook.ErrBodyTooLarge, "a body that was not read to its end is capped")
}

// TestUsualLimit of a body that nobody has verified.
func TestUsualLimit(t *testing.T) {
	t.Parallel()
	fit := "CallSid=CA1&x="
	fit += strings.Repeat("y", 1<<20-len(fit))
	_, err := webhook.ParseCall(badForm(fit))
	require.NoError(t, err)
	_, err = webhook.ParseCall(badForm(fit + "y"))
	require.ErrorIs(t, err, webhook.ErrBodyTooLarge)
	_, err = webhook.ParseEvents(badForm(fit + "y"))
	require.ErrorIs(t, err, webhook.ErrBodyTooLarge)
}

var errReset = errors.New("connection reset")

// TestBodyThatBreaksOff: a reader gets the bytes that came, and then the same error.
func TestBodyThatBreaksOff(t *testing.T) {
	t.Parallel()
	r, body := signedForm(nil)
	body.Reader = io.MultiReader(strings.NewReader("Body="), iotest.ErrReader(errReset))
	err := verifier(t, ownToken).Verify(r)
	require.ErrorIs(t, err, webhook.ErrBodyUnreadable)
	require.ErrorIs(t, err, errReset)
	_, err = webhook.ParseMessage(r)
	var payload *webhook.PayloadError
	require.ErrorAs(t, err, &payload)
	require.ErrorIs(t, err, errReset)
	text, err := io.ReadAll(r.Body)
	require.ErrorIs(t, err, errReset)
	assert.Equal(t, "Body=", string(text))
}

// TestBodyThatTheServerCaps is too large, whoever says so.
func TestBodyThatTheServerCaps(t *testing.T) {
	t.Parallel()
	h := http.MaxBytesHandler(verifier(t, ownToken).Middleware(http.NotFoundHandler()), 10)
	r, _ := signedForm(url.Values{"Body": {"more than that"}})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	assert.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
}

// TestRequestWithoutABody of a client, which has none at all.
func TestRequestWithoutABody(t *testing.T) {
	t.Parallel()
	r, _ := signedForm(nil)
	r.Body = nil
	require.NoError(t, verifier(t, ownToken).Verify(r))
}

// TestFormsThatWereReadBefore: a form that net/http has read and that is not signed is
// refused, and so is a body that net/http has left unread.
func TestFormsThatWereReadBefore(t *testing.T) {
	t.Parallel()
	const address = "https://hooks.example.com/sms"
	multipart := "--b\r\nContent-Disposition: form-data; name=\"MessageSid\"\r\n\r\nSM1\r\n--b--\r\n"
	tests := []struct{ name, method, contentType, body string }{
		{name: "a Content-Type that cannot be read", method: http.MethodPost, contentType: "application/x-www-form-urlencoded; charset", body: "MessageSid=SM1&From=a&To=b"},
		{name: "multipart", method: http.MethodPost, contentType: "multipart/form-data; boundary=b", body: multipart},
		{name: "multipart with nothing but a file", method: http.MethodPost, contentType: "multipart/form-data; boundary=b", body: strings.Replace(multipart, `"MessageSid"`, `"f"; filename="f"`, 1)},
		{name: "a body that is left", method: http.MethodDelete, contentType: "application/x-www-form-urlencoded", body: `[{"id":"1","type":"a"}]`},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(tt.method, address, strings.NewReader(tt.body))
		r.Header.Set("Content-Type", tt.contentType)
		r.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, address, nil))
		_ = r.FormValue("MessageSid")
		require.Error(t, verifier(t, ownToken).Verify(r), tt.name)
		_, err := webhook.ParseMessage(r)
		require.Error(t, err, tt.name)
	}
}

// TestGETThatMayHaveABody: a hash that fits nothing is accepted only for a request
// that has no body for certain.
func TestGETThatMayHaveABody(t *testing.T) {
	t.Parallel()
	address := "https://hooks.example.com/bundle?bodySHA256=" + jsonSum + "&AccountSid=" + subaccount
	tests := []struct {
		name   string
		change func(*http.Request)
		want   error
	}{
		{name: "no body", change: func(*http.Request) {}},
		{name: "a body that is nil", change: func(r *http.Request) { r.Body = nil }},
		{name: "a length that is not known", change: func(r *http.Request) { r.ContentLength = -1 }, want: webhook.ErrBodyUnsigned},
		{name: "a length", change: func(r *http.Request) { r.ContentLength = 2 }, want: webhook.ErrBodyUnsigned},
		{name: "chunks", change: func(r *http.Request) { r.TransferEncoding = []string{"chunked"} }, want: webhook.ErrBodyUnsigned},
		{name: "chunks in the header", change: func(r *http.Request) { r.Header.Set("Transfer-Encoding", "chunked") }, want: webhook.ErrBodyUnsigned},
		{name: "a body in spite of its length", change: func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("{}")) }, want: webhook.ErrBodyUnsigned},
		{name: "a form that was read", change: func(r *http.Request) { r.PostForm = url.Values{"a": {"1"}} }, want: webhook.ErrBodyUnsigned},
		{name: "an account that was changed", change: func(r *http.Request) {
			r.RequestURI = strings.Replace(r.RequestURI, subaccount, otherAccount, 1)
		}, want: webhook.ErrWrongSignature},
		{name: "an account that was taken away", change: func(r *http.Request) {
			r.RequestURI, _, _ = strings.Cut(r.RequestURI, "&")
		}, want: webhook.ErrBodyUnsigned},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(http.MethodGet, address, http.NoBody)
		_, target, _ := strings.Cut(address, "hooks.example.com")
		r.TLS, r.RequestURI = new(tls.ConnectionState), target
		r.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, address, nil))
		tt.change(r)
		if err := verifier(t, ownToken).Verify(r); tt.want == nil {
			require.NoError(t, err, tt.name)
		} else {
			require.ErrorIs(t, err, tt.want, tt.name)
		}
	}
}

// TestTooManyParameters are not read: sorting them is costly.
func TestTooManyParameters(t *testing.T) {
	t.Parallel()
	const address = "http://hooks.example.com/sms"
	for count, want := range map[int]error{5000: nil, 5001: webhook.ErrBodyTooLarge} {
		r, form := badForm(strings.Repeat("a=1&", count-1)+"a=1"), url.Values{"a": {"1"}}
		r.Host, r.RequestURI = "hooks.example.com", "/sms"
		r.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, address, form))
		if err := verifier(t, ownToken).Verify(r); want == nil {
			require.NoError(t, err, count)
		} else {
			require.ErrorIs(t, err, want, count)
		}
	}
}

// TestLargeFormsAreTriedOnce: a form that is larger than any of Twilio's is held
// against the first address alone.
func TestLargeFormsAreTriedOnce(t *testing.T) {
	t.Parallel()
	v := verifier(t, ownToken, webhook.MaxBody(4<<20), webhook.PublicURL("http://hooks.example.com"))
	for size, second := range map[int]bool{1000: true, 100_000: true, 2 << 20: false} {
		form := url.Values{"Body": {strings.Repeat("x", size)}}
		for address, verified := range map[string]bool{"http://hooks.example.com/sms": true, "http://hooks.example.com:80/sms": second} {
			r := post("http://hooks.example.com/sms", form)
			r.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, address, form))
			assert.Equal(t, verified, v.Verify(r) == nil, "%d %s", size, address)
		}
	}
}
