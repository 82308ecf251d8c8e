package token_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/token"
)

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func TestParsePrivateKey(t *testing.T) {
	t.Parallel()
	good, err := privateKey()
	require.NoError(t, err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(good)
	require.NoError(t, err)
	pkcs1 := x509.MarshalPKCS1PrivateKey(good)
	for _, text := range [][]byte{
		pemOf("RSA PRIVATE KEY", pkcs1), pemOf("PRIVATE KEY", pkcs8),
		append([]byte("Bag Attributes\n"), pemOf("PRIVATE KEY", pkcs8)...),
	} {
		read, err := token.ParsePrivateKey(text)
		require.NoError(t, err)
		assert.True(t, good.Equal(read))
	}

	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	curve8, err := x509.MarshalPKCS8PrivateKey(curve)
	require.NoError(t, err)
	public, err := x509.MarshalPKIXPublicKey(&good.PublicKey)
	require.NoError(t, err)
	encrypted := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Headers: map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-256-CBC,00"}, Bytes: pkcs1})
	for _, tt := range []struct {
		name    string
		text    []byte
		problem string
	}{
		{name: "nothing", problem: "has no PEM block"},
		{name: "DER", text: pkcs8, problem: "has no PEM block"},
		{name: "cut short", text: pemOf("PRIVATE KEY", pkcs8)[:100], problem: "has no PEM block"},
		{name: "too large", text: make([]byte, 1<<17), problem: "is larger than any key"},
		{name: "encrypted", text: encrypted, problem: "is encrypted"},
		{name: "encrypted as PKCS #8", text: pemOf("ENCRYPTED PRIVATE KEY", pkcs8), problem: "is encrypted"},
		{name: "public", text: pemOf("PUBLIC KEY", public), problem: "is public"},
		{name: "certificate", text: pemOf("CERTIFICATE", public), problem: "is public"},
		{name: "elliptic curve", text: pemOf("EC PRIVATE KEY", curve8), problem: "is not an RSA private key"},
		{name: "elliptic curve as PKCS #8", text: pemOf("PRIVATE KEY", curve8), problem: "is not an RSA key"},
		{name: "PKCS #8 that is not", text: pemOf("PRIVATE KEY", pkcs1), problem: "is damaged"},
		{name: "PKCS #1 that is not", text: pemOf("RSA PRIVATE KEY", pkcs8), problem: "is damaged"},
		{name: "damaged", text: pemOf("RSA PRIVATE KEY", pkcs1[:len(pkcs1)-9]), problem: "is damaged"},
		{name: "empty block", text: pemOf("PRIVATE KEY", nil), problem: "is damaged"},
	} {
		read, err := token.ParsePrivateKey(tt.text)
		assert.Nil(t, read, tt.name)
		requireParams(t, err, "ParsePrivateKey", "text")
		assert.ErrorContains(t, err, tt.problem, tt.name)
	}
}

// FuzzParsePrivateKey: a key that is read can be used or is refused by name.
func FuzzParsePrivateKey(f *testing.F) {
	good, err := privateKey()
	require.NoError(f, err)
	f.Add(pemOf("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(good)))
	f.Add(pemOf("PRIVATE KEY", []byte{0x30, 0x80}))
	f.Add([]byte("-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: x\n\n-----END RSA PRIVATE KEY-----"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var paramErr *token.ParamError
		read, err := token.ParsePrivateKey(text)
		if err != nil {
			require.ErrorAs(t, err, &paramErr)
			require.Nil(t, read)
			return
		}
		if _, err := token.NewClientValidator(account, key, credential, read); err != nil {
			require.ErrorAs(t, err, &paramErr)
		}
	})
}
