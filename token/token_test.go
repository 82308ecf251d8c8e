package token_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/token"
)

const (
	account    = "AC0123456789abcdef0123456789abcdef"
	key        = "SK0123456789abcdef0123456789abcdef"
	credential = "CR0123456789abcdef0123456789abcdef"
	app        = "AP00000000000000000000000000000000"
	secret     = "0123456789abcdefghijklmnopqrstuv"
	authToken  = "0123456789abcdef0123456789abcdef"

	chatService = "IS00000000000000000000000000000000"
)

var now = time.Unix(1767225600, 0)

// raw is a grant that asks for nothing else.
var raw = token.RawGrant{Name: "raw", JSON: json.RawMessage("{}")}

// atNow is the clock of every signer here.
var atNow = token.WithClock(func() time.Time { return now })

// privateKey is made once: it takes a while.
var privateKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func newSigner(tb testing.TB, opts ...token.Option) *token.Signer {
	tb.Helper()
	signer, err := token.NewSigner(account, key, secret, append([]token.Option{atNow}, opts...)...)
	require.NoError(tb, err)
	return signer
}

func newLegacySigner(tb testing.TB) *token.LegacySigner {
	tb.Helper()
	signer, err := token.NewLegacySigner(account, authToken, atNow)
	require.NoError(tb, err)
	return signer
}

func newValidator(tb testing.TB, opts ...token.Option) *token.ClientValidator {
	tb.Helper()
	key2048, err := privateKey()
	require.NoError(tb, err)
	validator, err := token.NewClientValidator(account, key, credential, key2048, append([]token.Option{atNow}, opts...)...)
	require.NoError(tb, err)
	return validator
}

// requireParams checks that err names exactly these fields.
func requireParams(t *testing.T, err error, op string, fields ...string) {
	t.Helper()
	var paramErr *token.ParamError
	require.ErrorAs(t, err, &paramErr)
	assert.Equal(t, op, paramErr.Op)
	var got []string
	for _, p := range paramErr.Problems {
		got = append(got, p.Field)
		assert.NotEmpty(t, p.Problem)
		assert.NotEmpty(t, p.Remedy)
		assert.Contains(t, err.Error(), p.Field+" "+p.Problem+": "+p.Remedy)
	}
	assert.Equal(t, fields, got, err.Error())
}

// vector is one token of testdata/vectors.json.
type vector struct {
	Name        string
	Secret      string
	Header      json.RawMessage
	Payload     json.RawMessage
	HeaderJSON  string `json:"header_json"`
	PayloadJSON string `json:"payload_json"`
	Token       string
}

type vectorFile struct {
	AccessTokens     []vector `json:"access_tokens"`
	CapabilityTokens []vector `json:"capability_tokens"`
	PKCV             []struct{ Name, Canonical, HRH, RQH string }
	Now              int64
}

func vectors(tb testing.TB) vectorFile {
	tb.Helper()
	text, err := os.ReadFile("testdata/vectors.json")
	require.NoError(tb, err)
	var file vectorFile
	require.NoError(tb, json.Unmarshal(text, &file))
	require.Equal(tb, now.Unix(), file.Now)
	require.Len(tb, file.AccessTokens, 8)
	require.Len(tb, file.CapabilityTokens, 2)
	require.Len(tb, file.PKCV, 2)
	return file
}

// accesses makes the access tokens of the vectors, by name. Twilio refuses two of them,
// so that they can be read and not signed.
var accesses = map[string]struct {
	access  token.Access
	opts    []token.Option
	refused []string
}{
	"no grants, no identity": {access: token.Access{NotBefore: now}, refused: []string{"Grants"}},
	"video room": {access: token.Access{
		Identity: "alice", NotBefore: now, Grants: []token.Grant{token.VideoGrant{Room: "daily"}},
	}},
	"voice full": {access: token.Access{
		Identity: "user@example.com", NotBefore: now, Grants: []token.Grant{token.VoiceGrant{
			Incoming: true, OutgoingApplicationSID: app, OutgoingParams: map[string]string{"team": "red"},
			PushCredentialSID: "CR00000000000000000000000000000000", EndpointID: "phone-1",
		}},
	}},
	"chat and sync": {access: token.Access{
		Identity: "alice", NotBefore: now, Grants: []token.Grant{
			token.ChatGrant{ServiceSID: "IS00000000000000000000000000000000"},
			token.SyncGrant{ServiceSID: "IS11111111111111111111111111111111"},
		},
	}},
	"task router": {access: token.Access{
		Identity: "alice", NotBefore: now, Grants: []token.Grant{&token.TaskRouterGrant{
			WorkspaceSID: "WS00000000000000000000000000000000", WorkerSID: "WK00000000000000000000000000000000", Role: "worker",
		}},
	}},
	"unicode identity, no nbf, ttl 86400": {access: token.Access{
		Identity: "Zoë 😀", TTL: 24 * time.Hour, Grants: []token.Grant{token.VideoGrant{}},
	}},
	"region header": {
		access: token.Access{Identity: "alice", NotBefore: now, Grants: []token.Grant{token.VideoGrant{Room: "r"}}},
		opts:   []token.Option{token.WithRegion("ie1")}, refused: []string{"VideoGrant"},
	},
	"HS512": {
		access: token.Access{Identity: "alice", NotBefore: now, Grants: []token.Grant{token.VideoGrant{Room: "r"}}},
		opts:   []token.Option{token.WithAlgorithm(token.HS512)},
	},
}

func TestAccessVectors(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t).AccessTokens {
		want, ok := accesses[v.Name]
		require.True(t, ok, v.Name)
		jwt, err := newSigner(t, want.opts...).Sign(want.access)
		if want.refused != nil {
			requireParams(t, err, "Sign", want.refused...)
		} else {
			require.NoError(t, err, v.Name)
			head, payload := parts(t, jwt)
			assert.JSONEq(t, string(v.Header), head, v.Name)
			assert.JSONEq(t, string(v.Payload), payload, v.Name)
		}

		claims, err := token.Verify(v.Token, v.Secret, now)
		require.NoError(t, err, v.Name)
		assert.JSONEq(t, v.PayloadJSON, string(claims.Payload), v.Name)
		assert.Equal(t, key, claims.Issuer, v.Name)
		assert.Equal(t, account, claims.Subject, v.Name)
		assert.Equal(t, want.access.Identity, claims.Identity, v.Name)
	}
}

// TestAccessVectorsByteForByte: the order of keys is free, and ours is the
// vectors' own, so the signatures can be compared too.
func TestAccessVectorsByteForByte(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t).AccessTokens {
		if accesses[v.Name].refused != nil {
			continue
		}
		jwt, err := newSigner(t, accesses[v.Name].opts...).Sign(accesses[v.Name].access)
		require.NoError(t, err, v.Name)
		assert.Equal(t, v.Token, jwt, v.Name)
	}
}

// TestAccessRoundTrip: Verify reads the token that Sign made, with each grant and algorithm.
func TestAccessRoundTrip(t *testing.T) {
	t.Parallel()
	grants := []token.Grant{
		token.VoiceGrant{Incoming: true, OutgoingApplicationSID: app, OutgoingParams: map[string]string{"a": "1", "b": ""}},
		token.VideoGrant{Room: "daily <&>"},
		token.ChatGrant{ServiceSID: "IS00000000000000000000000000000000", EndpointID: "e", DeploymentRoleSID: "RL0", PushCredentialSID: credential},
		token.SyncGrant{ServiceSID: "default", EndpointID: "e"},
		token.TaskRouterGrant{WorkspaceSID: "WS00000000000000000000000000000000", WorkerSID: "WK00000000000000000000000000000000", Role: "supervisor"},
		token.PlaybackGrant{Grant: json.RawMessage(`{"playbackUrl":"https://example.com/x"}`)},
		token.ConversationsGrant{ConfigurationProfileSID: "VS00000000000000000000000000000000"},
		token.IPMessagingGrant{ServiceSID: "IS00000000000000000000000000000000"},
	}
	for _, algorithm := range []token.Algorithm{token.HS256, token.HS384, token.HS512} {
		jwt, err := newSigner(t, token.WithAlgorithm(algorithm), token.WithRegion("us1"), nil).Sign(token.Access{
			Identity: "ada", TTL: 90 * time.Second, NotBefore: now.Add(-time.Minute), Grants: grants,
		})
		require.NoError(t, err)
		claims, err := token.Verify(jwt, secret, now)
		require.NoError(t, err)
		_, payload := parts(t, jwt)
		assert.Equal(t, &token.Claims{
			Algorithm: algorithm, Region: "us1",
			ID: key + "-1767225600", Issuer: key, Subject: account,
			IssuedAt: now.UTC(), NotBefore: now.Add(-time.Minute).UTC(), ExpiresAt: now.Add(90 * time.Second).UTC(),
			Identity: "ada", Grants: grants, Payload: json.RawMessage(payload),
		}, claims)
	}
}

// TestEmptyGrants: unset fields are left out, and an empty grant is {}, where it may be
// empty.
func TestEmptyGrants(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		grant token.Grant
		want  string
	}{
		{grant: token.VoiceGrant{}, want: `{"identity":"ada","voice":{}}`},
		{grant: &token.VoiceGrant{EndpointID: "e"}, want: `{"identity":"ada","voice":{"endpoint_id":"e"}}`},
		{grant: token.VideoGrant{}, want: `{"identity":"ada","video":{}}`},
		{grant: token.ChatGrant{ServiceSID: chatService}, want: `{"identity":"ada","chat":{"service_sid":"` + chatService + `"}}`},
		{grant: token.SyncGrant{ServiceSID: "default"}, want: `{"identity":"ada","data_sync":{"service_sid":"default"}}`},
		{grant: token.TaskRouterGrant{WorkspaceSID: workspace}, want: `{"identity":"ada","task_router":{"workspace_sid":"` + workspace + `"}}`},
		{grant: token.PlaybackGrant{Grant: json.RawMessage(" {}")}, want: `{"identity":"ada","player":{}}`},
		{grant: token.ConversationsGrant{}, want: `{"identity":"ada","rtc":{}}`},
		{grant: token.IPMessagingGrant{ServiceSID: chatService}, want: `{"identity":"ada","ip_messaging":{"service_sid":"` + chatService + `"}}`},
	} {
		jwt, err := newSigner(t).Sign(token.Access{Identity: "ada", Grants: []token.Grant{tt.grant}})
		require.NoError(t, err)
		claims, err := token.Verify(jwt, secret, now)
		require.NoError(t, err)
		var payload struct{ Grants json.RawMessage }
		require.NoError(t, json.Unmarshal(claims.Payload, &payload))
		assert.JSONEq(t, tt.want, string(payload.Grants))
		require.Len(t, claims.Grants, 1)
		assert.True(t, claims.NotBefore.IsZero())
	}
}

func TestNewSignerRefuses(t *testing.T) {
	t.Parallel()
	short := account[:33]
	for _, tt := range []struct {
		name                 string
		account, key, secret string
		opts                 []token.Option
		fields               []string
	}{
		{name: "all empty", fields: []string{"accountSID", "keySID", "keySecret"}},
		{name: "account and key swapped", account: key, key: account, secret: secret, fields: []string{"accountSID", "keySID"}},
		{name: "key and secret swapped", account: account, key: secret, secret: key, fields: []string{"keySID", "keySecret"}},
		{name: "short account", account: short, key: key, secret: secret, fields: []string{"accountSID"}},
		{name: "long key", account: account, key: key + "0", secret: secret, fields: []string{"keySID"}},
		{name: "account with a blank", account: account[:33] + " ", key: key, secret: secret, fields: []string{"accountSID"}},
		{name: "account as the secret", account: account, key: key, secret: account, fields: []string{"keySecret"}},
		{name: "secret with a line break", account: account, key: key, secret: secret + "\n", fields: []string{"keySecret"}},
		{name: "edge for a region", account: account, key: key, secret: secret, opts: []token.Option{token.WithRegion("dublin")}, fields: []string{"WithRegion"}},
		{name: "region in capitals", account: account, key: key, secret: secret, opts: []token.Option{token.WithRegion("IE1")}, fields: []string{"WithRegion"}},
		{name: "region with a quotation mark", account: account, key: key, secret: secret, opts: []token.Option{token.WithRegion(`ie1"`)}, fields: []string{"WithRegion"}},
		{name: "long region", account: account, key: key, secret: secret, opts: []token.Option{token.WithRegion("ireland01")}, fields: []string{"WithRegion"}},
		{name: "RSA", account: account, key: key, secret: secret, opts: []token.Option{token.WithAlgorithm(token.RS256)}, fields: []string{"WithAlgorithm"}},
		{name: "none", account: account, key: key, secret: secret, opts: []token.Option{token.WithAlgorithm("none")}, fields: []string{"WithAlgorithm"}},
		{name: "no clock", account: account, key: key, secret: secret, opts: []token.Option{token.WithClock(nil)}, fields: []string{"WithClock"}},
	} {
		signer, err := token.NewSigner(tt.account, tt.key, tt.secret, tt.opts...)
		assert.Nil(t, signer, tt.name)
		requireParams(t, err, "NewSigner", tt.fields...)
	}
	_, err := token.NewSigner(key, account, secret)
	assert.ErrorContains(t, err, "the two are swapped")
}

func TestSignRefuses(t *testing.T) {
	t.Parallel()
	video, grants := token.VideoGrant{}, []token.Grant{raw}
	var nilVideo *token.VideoGrant
	for _, tt := range []struct {
		name   string
		access token.Access
		fields []string
	}{
		{name: "video without identity", access: token.Access{Grants: []token.Grant{video}}, fields: []string{"Identity"}},
		{name: "voice without identity", access: token.Access{Grants: []token.Grant{token.VoiceGrant{}}}, fields: []string{"Identity"}},
		{name: "identity not UTF-8", access: token.Access{Identity: "a\xff", Grants: grants}, fields: []string{"Identity"}},
		{name: "negative TTL", access: token.Access{TTL: -time.Second, Grants: grants}, fields: []string{"TTL"}},
		{name: "TTL below a second", access: token.Access{TTL: time.Millisecond, Grants: grants}, fields: []string{"TTL"}},
		{name: "TTL of a number of seconds", access: token.Access{TTL: 3600, Grants: grants}, fields: []string{"TTL"}},
		{name: "TTL over a day", access: token.Access{TTL: 24*time.Hour + 1, Grants: grants}, fields: []string{"TTL"}},
		{name: "begins after its end", access: token.Access{NotBefore: now.Add(time.Hour), Grants: grants}, fields: []string{"NotBefore"}},
		{name: "begins before 1970", access: token.Access{NotBefore: time.Unix(-1, 0), Grants: grants}, fields: []string{"NotBefore"}},
		{name: "video twice", access: token.Access{Identity: "a", Grants: []token.Grant{video, &video}}, fields: []string{"Grants"}},
		{name: "voice twice", access: token.Access{Identity: "a", Grants: []token.Grant{token.VoiceGrant{}, token.VoiceGrant{}}}, fields: []string{"Grants"}},
		{name: "player twice", access: token.Access{Grants: []token.Grant{token.PlaybackGrant{Grant: []byte("{}")}, token.PlaybackGrant{Grant: []byte("{}")}}}, fields: []string{"Grants"}},
		{name: "nil grant", access: token.Access{Grants: []token.Grant{nil}}, fields: []string{"Grants"}},
		{name: "nil pointer", access: token.Access{Grants: []token.Grant{nilVideo}}, fields: []string{"Grants"}},
		{name: "room not UTF-8", access: token.Access{Identity: "a", Grants: []token.Grant{token.VideoGrant{Room: "\xff"}}}, fields: []string{"VideoGrant.Room"}},
		{name: "key for application", access: token.Access{Identity: "a", Grants: []token.Grant{token.VoiceGrant{OutgoingApplicationSID: key}}}, fields: []string{"VoiceGrant.OutgoingApplicationSID"}},
		{name: "params without application", access: token.Access{Identity: "a", Grants: []token.Grant{token.VoiceGrant{OutgoingParams: map[string]string{"a": "b"}}}}, fields: []string{"VoiceGrant.OutgoingParams"}},
		{name: "params not UTF-8", access: token.Access{Identity: "a", Grants: []token.Grant{token.VoiceGrant{OutgoingApplicationSID: app, OutgoingParams: map[string]string{"a": "\xff"}}}}, fields: []string{"VoiceGrant.OutgoingParams"}},
		{name: "push credential", access: token.Access{Identity: "a", Grants: []token.Grant{token.VoiceGrant{PushCredentialSID: "CR1"}}}, fields: []string{"VoiceGrant.PushCredentialSID"}},
		{name: "chat service", access: token.Access{Identity: "a", Grants: []token.Grant{token.ChatGrant{ServiceSID: "default"}}}, fields: []string{"ChatGrant.ServiceSID"}},
		{name: "chat service under the first name", access: token.Access{Identity: "a", Grants: []token.Grant{token.IPMessagingGrant{ServiceSID: "x"}}}, fields: []string{"IPMessagingGrant.ServiceSID"}},
		{name: "sync service not UTF-8", access: token.Access{Identity: "a", Grants: []token.Grant{token.SyncGrant{ServiceSID: "\xff"}}}, fields: []string{"SyncGrant.ServiceSID"}},
		{name: "worker and workspace swapped", access: token.Access{Grants: []token.Grant{token.TaskRouterGrant{WorkspaceSID: "WK00000000000000000000000000000000", WorkerSID: "WS00000000000000000000000000000000"}}}, fields: []string{"TaskRouterGrant.WorkspaceSID", "TaskRouterGrant.WorkerSID"}},
		{name: "player that is text", access: token.Access{Grants: []token.Grant{token.PlaybackGrant{Grant: []byte(`"x"`)}}}, fields: []string{"PlaybackGrant.Grant"}},
		{name: "player that is cut short", access: token.Access{Grants: []token.Grant{token.PlaybackGrant{Grant: []byte(`{"a":`)}}}, fields: []string{"PlaybackGrant.Grant"}},
		{name: "player not UTF-8", access: token.Access{Grants: []token.Grant{token.PlaybackGrant{Grant: []byte("{\"a\":\"\xff\"}")}}}, fields: []string{"PlaybackGrant.Grant"}},
		{name: "everything at once", access: token.Access{TTL: -1, Grants: []token.Grant{video, nil}}, fields: []string{"Grants", "Identity", "TTL"}},
	} {
		jwt, err := newSigner(t).Sign(tt.access)
		assert.Empty(t, jwt, tt.name)
		requireParams(t, err, "Sign", tt.fields...)
	}
}

func TestSignRefusesAClockBefore1970(t *testing.T) {
	t.Parallel()
	_, err := newSigner(t, token.WithClock(func() time.Time { return time.Time{} })).Sign(token.Access{Grants: []token.Grant{raw}})
	requireParams(t, err, "Sign", "clock")
}

// TestEmptyReceivers: a signer that no constructor returned has a typed error.
func TestEmptyReceivers(t *testing.T) {
	t.Parallel()
	for _, signer := range []*token.Signer{nil, {}} {
		_, err := signer.Sign(token.Access{})
		requireParams(t, err, "Sign", "the receiver")
	}
	for _, signer := range []*token.LegacySigner{nil, {}} {
		_, err := signer.SignCapability(token.Capability{})
		requireParams(t, err, "SignCapability", "the receiver")
		_, err = signer.SignTaskRouter(token.TaskRouterCapability{})
		requireParams(t, err, "SignTaskRouter", "the receiver")
	}
	for _, validator := range []*token.ClientValidator{nil, {}} {
		_, err := validator.SignRequest(t.Context(), "GET", nil, nil, nil)
		requireParams(t, err, "SignRequest", "the receiver")
	}
}
