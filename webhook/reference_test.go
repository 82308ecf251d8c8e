package webhook_test

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/seed15d99369/twilio/webhook"
)

// reference signs in the obvious way.
func reference(token, address string, form url.Values) string {
	address, _, _ = strings.Cut(address, "#")
	var pairs [][2]string
	for name, values := range form {
		for _, value := range values {
			pairs = append(pairs, [2]string{name, value})
		}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		return cmp.Or(strings.Compare(a[0], b[0]), strings.Compare(a[1], b[1]))
	})
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(address))
	for _, pair := range slices.Compact(pairs) {
		mac.Write([]byte(pair[0] + pair[1]))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func BenchmarkVerifyForm(b *testing.B) {
	form := officialForm()
	const signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
	b.Run("by hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if !hmac.Equal([]byte(reference(officialToken, official, form)), []byte(signature)) {
				b.Fatal("wrong")
			}
		}
	})
	b.Run("VerifyForm", func(b *testing.B) {
		v := verifier(b, officialToken)
		b.ReportAllocs()
		for b.Loop() {
			if err := v.VerifyForm(official, form, signature); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Verify a whole request", func(b *testing.B) {
		v := verifier(b, officialToken, webhook.PublicURL("https://mycompany.com"))
		body := form.Encode()
		req := post(official, form)
		req.Header.Set("X-Twilio-Signature", signature)
		b.ReportAllocs()
		for b.Loop() {
			req.Body = readCloser{strings.NewReader(body)}
			if err := v.Verify(req); err != nil {
				b.Fatal(err)
			}
		}
	})
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }
