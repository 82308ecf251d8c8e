package twiliotest

import (
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
)

// FuzzClientData reads anything that a browser may say of a passkey: a response is
// taken for a factor only if it names the factor's SID, its kind and its origin.
func FuzzClientData(f *testing.F) {
	settings := passkeySettings{RelyingParty: relyingParty{Origins: []string{"login.example.com"}}}
	for _, data := range []string{
		`{"type":"webauthn.create","challenge":"WUYw","origin":"https://login.example.com"}`, `{"type":"webauthn.create","challenge":"?"}`,
		`{"type":"webauthn.get","challenge":"WUYw","origin":"https://login.example.com"}`, `{"challenge":1}`, "[]", "", "\x00",
	} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data string) {
		var read passkeyRequest
		read.Response.ClientDataJSON = base64.RawURLEncoding.EncodeToString([]byte(data))
		sid := read.asked("webauthn.create", settings)
		if sid == "" {
			return
		}
		var said clientData
		assert.NoError(t, json.Unmarshal([]byte(data), &said))
		assert.Equal(t, []string{"webauthn.create", "https://login.example.com"}, []string{said.Type, withScheme(said.Origin)})
		challenge, err := base64.RawURLEncoding.DecodeString(said.Challenge)
		assert.NoError(t, err)
		assert.Equal(t, sid, string(challenge))
	})
}
