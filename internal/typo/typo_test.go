package typo

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{a: "Gather", b: "gather", want: 0},
		{a: "", b: "Say", want: 3},
		{a: "Gathr", b: "Gather", want: 1},
		{a: "Gatherr", b: "Gather", want: 1},
		{a: "Gothar", b: "Gather", want: 2},
		{a: "Gahter", b: "Gather", want: 1},
		{a: "CreateVerifcation", b: "CreateVerification", want: 1},
	} {
		assert.Equal(t, tt.want, Distance(tt.a, tt.b), "%s, %s", tt.a, tt.b)
		assert.Equal(t, tt.want, Distance(tt.b, tt.a), "%s, %s", tt.b, tt.a)
	}
}
