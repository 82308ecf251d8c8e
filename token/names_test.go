package token

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNamesAreThoseOfTheStructs: what Verify compares names with is what it reads.
func TestNamesAreThoseOfTheStructs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		names []string
		read  reflect.Type
	}{
		{headerNames.own, reflect.TypeFor[header]()},
		{payloadNames.own, reflect.TypeFor[signedClaims]()},
		{payloadNames.inner["grants"].own, reflect.TypeFor[grantSet]()},
	} {
		var tags []string
		for i := range tt.read.NumField() {
			if name, _, _ := strings.Cut(tt.read.Field(i).Tag.Get("json"), ","); name != "" {
				tags = append(tags, name)
			}
		}
		assert.ElementsMatch(t, tags, tt.names)
	}
}
