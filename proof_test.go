package twilio

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAnEmptyAnswerProvesNoCreate: whatever the method is, an operation that the caller calls a
// create needs its proof.
func TestAnEmptyAnswerProvesNoCreate(t *testing.T) {
	t.Parallel()
	const path = "/2010-04-01/Accounts/{AccountSid}/Things.json"
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		for _, out := range []any{nil, new(map[string]any)} {
			for _, answered := range []answer{reply(204, ""), reply(200, ""), reply(202, "{}")} {
				transport := play(answered)
				create := ownOperation{Op: "Things.Create", Method: method, Host: "api", Path: path, Class: ClassCreate}
				err := testClient(t, transport).invokeOwn(t.Context(), create, out)
				require.ErrorIs(t, err, ErrOutcomeUnknown, method)
				assert.Len(t, transport.sent(), 1)

				create.Proof = ProofKey("name")
				require.ErrorIs(t, testClient(t, play(answered)).invokeOwn(t.Context(), create, out), ErrOutcomeUnknown, method)
				create.Proof = ProofStatus("it is empty")
				require.NoError(t, testClient(t, play(answered)).invokeOwn(t.Context(), create, nil), method)
			}
		}
		named := ownOperation{Op: "Things.Create", Method: method, Host: "api", Path: path, Class: ClassCreate}
		require.NoError(t, testClient(t, play(reply(201, messageJSON))).invokeOwn(t.Context(), named, nil), method)
	}
	removal := ownOperation{Op: "Things.Delete", Method: http.MethodDelete, Host: "api", Path: path}
	for _, class := range []Class{ClassByMethod, ClassIdempotent} {
		removal.Class = class
		require.NoError(t, testClient(t, play(reply(204, ""))).invokeOwn(t.Context(), removal, nil))
	}
}
