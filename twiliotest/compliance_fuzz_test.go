package twiliotest

import (
	"testing"
)

// FuzzReadMultipart: no body is too odd to be read.
func FuzzReadMultipart(f *testing.F) {
	f.Add([]byte("--b\r\nContent-Disposition: form-data; name=\"Type\"\r\n\r\npassport\r\n--b\r\nContent-Disposition: form-data; name=\"File\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"), "b")
	f.Add([]byte("--b\r\n\r\n"), "b")
	f.Add([]byte{}, "")
	f.Fuzz(func(t *testing.T, body []byte, boundary string) {
		if len(body) > 4<<10 || len(boundary) > 100 {
			return
		}
		fields, _ := readMultipart(body, boundary)
		for name, values := range fields {
			if len(values) == 0 {
				t.Fatalf("%q has no value", name)
			}
		}
	})
}
