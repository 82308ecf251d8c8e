package twilio

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fax has params as a user of this package may write them.
type fax struct {
	To  string `form:"To" check:"required"`
	URL string `form:"Url"`
	SID string `form:"Sid"`
}

func (f *fax) Validate(problems *Problems) {
	if !problems.Has("To") && f.To == f.URL {
		problems.Add("To", "is never added, because To is wrong already", "none")
	}
	if f.URL == "" && f.SID == "" {
		problems.Add("URL", "is empty, and so is SID", "give one of the two")
	}
}

var _ Validator = (*fax)(nil)

func TestProblemsOfAValidator(t *testing.T) {
	t.Parallel()
	network := play(reply(200, "{}"))
	op := Operation{Name: "Faxes.Send", Method: "POST", Host: hostAPI, Path: accountPrefix + "/Faxes.json"}
	_, err := Invoke[Message](t.Context(), network.client(t), op.With(&fax{}))
	var refused *ParamError
	require.ErrorAs(t, err, &refused)
	require.Len(t, refused.Problems, 2, "%v", err)
	assert.Equal(t, "To", refused.Problems[0].Field)
	assert.Equal(t, ParamProblem{Field: "URL", Problem: "is empty, and so is SID", Remedy: "give one of the two"}, refused.Problems[1])
	require.ErrorIs(t, err, ErrInvalidParams)
	require.ErrorIs(t, err, ErrNotSent)
}

func TestProblems(t *testing.T) {
	t.Parallel()
	var problems Problems
	require.NoError(t, problems.Err("Faxes.Send"))
	assert.False(t, problems.Has("To"))
	problems.Add("To\n", "is +14155551234\x00, see https://user:pa@example.com", "give\tanother number")
	problems.Add("URL", "is empty", "give one")
	assert.True(t, problems.Has("URL"))
	assert.False(t, problems.Has("To"))
	err := problems.Err("Faxes.Send")
	require.EqualError(t, err, "twilio: Faxes.Send: To is +1415…34 , see [address]: give another number; URL is empty: give one")
	requirePrintable(t, err)
}
