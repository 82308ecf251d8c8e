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
		{names: headerNames.own, read: reflect.TypeFor[header]()},
		{names: payloadNames.own, read: reflect.TypeFor[signedClaims]()},
		{names: payloadNames.inner["grants"].own, read: reflect.TypeFor[grantSet]()},
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
