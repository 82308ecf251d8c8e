package token

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNamesAreThoseOfTheStructs: the known names are the JSON names of the structs.
func TestNamesAreThoseOfTheStructs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		names []string
		read  reflect.Type
	}{
		{names: headerNames.known, read: reflect.TypeFor[header]()},
		{names: payloadNames.known, read: reflect.TypeFor[signedClaims]()},
		{names: payloadNames.inner["grants"].known, read: reflect.TypeFor[grantSet]()},
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
