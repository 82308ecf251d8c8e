package control_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/twiliotest"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Any body is carried out or refused with an error of the schema; none is a failure of the
// server.
func FuzzBodies(f *testing.F) {
	f.Add("PUT", "phones/+14155551234", `{"name":"Ada","habit":"busy","answer_after":"3s"}`)
	f.Add("POST", "faults", `{"rate":0.5,"seed":18446744073709551615,"effect":{"kind":"latency","delay":"1ns"}}`)
	f.Add("POST", "numbers", `{"number":"ACME","sms_url":"http://[::1]:80/"}`)
	f.Add("POST", "phones/+14155551234/messages", `{"to":"+14155556789","body":"\ud800","params":{"":""}}`)
	f.Add("DELETE", "history?what=calls", `{}`)
	f.Fuzz(func(t *testing.T, method, path, body string) {
		methods := []string{http.MethodPut, http.MethodPost, http.MethodDelete}
		paths := []string{"phones/+14155551234", "faults", "numbers", "numbers/+14155556789", "phones/+14155551234/messages", "history", "calls/CA1/keys"}
		method, path = methods[len(method)%len(methods)], paths[len(path)%len(paths)]
		d := newDesk(t, twiliotest.AllowUnexpected())
		w := d.do(method, path, body)
		assert.Less(t, w.Code, http.StatusInternalServerError, w.Body)
		assert.True(t, json.Valid(w.Body.Bytes()), w.Body)
		if w.Code >= http.StatusBadRequest {
			assert.True(t, strings.HasPrefix(w.Body.String(), `{"error":{"message":"`), w.Body)
		}
	})
}
