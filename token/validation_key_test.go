package token_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"io"
	"math/big"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/token"
)

func TestNewClientValidatorRefuses(t *testing.T) {
	t.Parallel()
	good, err := privateKey()
	require.NoError(t, err)
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	broken := &rsa.PrivateKey{PublicKey: good.PublicKey, D: new(big.Int).Add(good.D, big.NewInt(2)), Primes: good.Primes}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	remote := func(bits uint, exponent int) crypto.Signer {
		return &keyService{public: &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), bits-1), E: exponent}}
	}
	for _, tt := range []struct {
		name                     string
		account, key, credential string
		privateKey               crypto.Signer
		opts                     []token.Option
		fields                   []string
	}{
		{name: "all empty", fields: []string{"accountSID", "keySID", "credentialSID", "key"}},
		{name: "SIDs swapped", account: key, key: account, credential: credential, privateKey: good, fields: []string{"accountSID", "keySID"}},
		{name: "key as credential", account: account, key: key, credential: key, privateKey: good, fields: []string{"credentialSID"}},
		{name: "empty key", account: account, key: key, credential: credential, privateKey: new(rsa.PrivateKey), fields: []string{"key"}},
		{name: "public half", account: account, key: key, credential: credential, privateKey: &rsa.PrivateKey{PublicKey: good.PublicKey}, fields: []string{"key"}},
		{name: "broken key", account: account, key: key, credential: credential, privateKey: broken, fields: []string{"key"}},
		{name: "short key", account: account, key: key, credential: credential, privateKey: short, fields: []string{"key"}},
		{name: "nil pointer", account: account, key: key, credential: credential, privateKey: (*rsa.PrivateKey)(nil), fields: []string{"key"}},
		{name: "nil pointer of another kind", account: account, key: key, credential: credential, privateKey: (*keyService)(nil), fields: []string{"key"}},
		{name: "elliptic curve", account: account, key: key, credential: credential, privateKey: curve, fields: []string{"key"}},
		{name: "no public half", account: account, key: key, credential: credential, privateKey: &keyService{}, fields: []string{"key"}},
		{name: "nil public half", account: account, key: key, credential: credential, privateKey: &keyService{public: (*rsa.PublicKey)(nil)}, fields: []string{"key"}},
		{name: "empty public half", account: account, key: key, credential: credential, privateKey: &keyService{public: new(rsa.PublicKey)}, fields: []string{"key"}},
		{name: "2,047 bits", account: account, key: key, credential: credential, privateKey: remote(2047, 65537), fields: []string{"key"}},
		{name: "4,096 bits", account: account, key: key, credential: credential, privateKey: remote(4096, 65537), fields: []string{"key"}},
		{name: "exponent 3", account: account, key: key, credential: credential, privateKey: remote(2048, 3), fields: []string{"key"}},
		{name: "HMAC", account: account, key: key, credential: credential, privateKey: good, opts: []token.Option{token.WithAlgorithm(token.HS256)}, fields: []string{"WithAlgorithm"}},
		{name: "region", account: account, key: key, credential: credential, privateKey: good, opts: []token.Option{token.WithRegion("ie1")}, fields: []string{"WithRegion"}},
	} {
		validator, err := token.NewClientValidator(tt.account, tt.key, tt.credential, tt.privateKey, tt.opts...)
		assert.Nil(t, validator, tt.name)
		requireParams(t, err, "NewClientValidator", tt.fields...)
	}
}

// keyService signs elsewhere, as a cloud's key service does.
type keyService struct {
	public crypto.PublicKey
	key    crypto.Signer
	err    error
}

func (k *keyService) Public() crypto.PublicKey { return k.public }

func (k *keyService) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if k.err != nil {
		return nil, k.err
	}
	return k.key.Sign(random, digest, opts)
}

// TestKeysElsewhere: a key need not be in memory.
func TestKeysElsewhere(t *testing.T) {
	t.Parallel()
	good, err := privateKey()
	require.NoError(t, err)
	u := &url.URL{Scheme: "https", Host: "api.twilio.com", Path: "/b"}
	service := &keyService{public: good.Public(), key: good}
	for _, algorithm := range []token.Algorithm{token.RS256, token.PS256} {
		validator, err := token.NewClientValidator(account, key, credential, service, token.WithAlgorithm(algorithm))
		require.NoError(t, err)
		jwt, err := validator.SignRequest(t.Context(), "GET", u, basicAuth(key, secret), nil)
		require.NoError(t, err)
		checkSignature(t, algorithm, jwt)
	}
	validator, err := token.NewClientValidator(account, key, credential, &keyService{public: good.Public(), err: io.ErrUnexpectedEOF})
	require.NoError(t, err)
	_, err = validator.SignRequest(t.Context(), "GET", u, basicAuth(key, secret), nil)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

// TestKeysAreCopied: the caller's key is not changed, and a change of it is not seen.
func TestKeysAreCopied(t *testing.T) {
	t.Parallel()
	good, err := privateKey()
	require.NoError(t, err)
	callers := &rsa.PrivateKey{PublicKey: good.PublicKey, D: new(big.Int).Set(good.D), Primes: good.Primes}
	validator, err := token.NewClientValidator(account, key, credential, callers)
	require.NoError(t, err)
	assert.Nil(t, callers.Precomputed.Dp)
	callers.D.SetInt64(1)
	jwt, err := validator.SignRequest(t.Context(), "GET", &url.URL{Scheme: "https", Host: "api.twilio.com"}, basicAuth(key, secret), nil)
	require.NoError(t, err)
	checkSignature(t, token.RS256, jwt)
}
