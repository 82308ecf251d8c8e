package twilio

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// echo answers as a debugging gateway does: with the request.
func echo(status int) answer {
	return func(req *http.Request) (*http.Response, error) {
		header, err := httputil.DumpRequestOut(req.Clone(req.Context()), false)
		if err != nil {
			return nil, err
		}
		return replyReader(status, func() io.Reader { return strings.NewReader(string(header)) }, "Twilio-Request-Id", req.Header.Get("Authorization"))(req)
	}
}

// TestOAuthSecretsThatComeBack are taken out of errors: the client secret that a
// request for a token carries in its body, and the token of all others.
func TestOAuthSecretsThatComeBack(t *testing.T) {
	t.Parallel()
	errTransport := errors.New("refused")
	form := url.Values{"client_secret": {testClientSecret}}.Encode()
	for _, tt := range []struct {
		name   string
		tokens []answer
		api    answer
	}{
		{name: "token request as HTML", tokens: []answer{reply(400, "<html>"+form+"</html>")}},
		{name: "token request as JSON", tokens: []answer{reply(400, `{"message":"`+form+`","details":{"body":["`+form+`"]}}`)}},
		{name: "token request in an error", tokens: []answer{broken(fmt.Errorf("sending %s: %w", form, errTransport))}},
		{name: "token of a call", tokens: []answer{replyToken("A")}, api: echo(400)},
		{name: "token of a call, unknown", tokens: []answer{replyToken("A")}, api: echo(500)},
		{name: "token that was refused", tokens: []answer{replyToken("A"), replyToken("B")}, api: echo(401)},
	} {
		n := oauthNetwork{tokens: play(tt.tokens...), api: play(tt.api)}
		var info ResponseInfo
		err := createMessage(t.Context(), oauthClient(t, n, WithClock(newFakeClock())), WithResponseInfo(&info))
		require.Error(t, err, tt.name)
		for e := err; e != nil && !errors.Is(e, errTransport); e = errors.Unwrap(e) { // whose own text stays within
			text := fmt.Sprintf("%+v %+v", e, info)
			if refusal, ok := e.(*Error); ok { //nolint:errorlint // each of the chain by itself
				text += fmt.Sprintf("%+v", *refusal)
			}
			assert.NotContains(t, text, testClientSecret, tt.name)
			assert.NotContains(t, text, hourToken("A"), tt.name)
		}
		assert.NotContains(t, err.Error(), testClientSecret, tt.name)
	}
}
