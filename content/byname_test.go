package content_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/content"
)

func found(sid, name, language string) string {
	return fmt.Sprintf(`{"sid":%q,"friendly_name":%q,"language":%q,"types":{"twilio/text":{"body":"Hi {{1}}."}}}`, sid, name, language)
}

func pageOf(next string, templates ...string) string {
	link := "null"
	if next != "" {
		link = `"https://content.twilio.com/v2/Content?PageToken=` + next + `"`
	}
	return `{"contents":[` + strings.Join(templates, ",") + `],"meta":{"key":"contents","next_page_url":` + link + `}}`
}

// TestByName: of what the search returns, name and language have to be equal.
func TestByName(t *testing.T) {
	t.Parallel()
	w := newWire(t, func(n int, _ *http.Request) (int, string) {
		if n == 1 {
			return http.StatusOK, pageOf("2", found(otherSID, "order_shipped_late", "en"), found(otherSID, "order_shipped", "pt_BR"), found(otherSID, "Order_shipped", "en"))
		}
		return http.StatusOK, pageOf("", found(templateSID, "order_shipped", "en"))
	})
	got, err := w.Templates.ByName(t.Context(), "order_shipped", "en")
	require.NoError(t, err)
	assert.Equal(t, templateSID, got.SID)
	require.Len(t, w.sent, 2)
	assert.Equal(t, "https://content.twilio.com/v2/Content?ContentName=order_shipped&Language=en&PageSize=100", w.sent[0].url)

	message, err := got.WhatsApp(map[string]string{"1": "Ada"})
	require.NoError(t, err)
	assert.Equal(t, templateSID, message.ContentSID)
}

// TestByNameEscapes: the search takes a regular expression, and the name is none.
func TestByNameEscapes(t *testing.T) {
	t.Parallel()
	w := always(t, http.StatusOK, pageOf("", found(templateSID, "Sale (50%)", "en")))
	_, err := w.Templates.ByName(t.Context(), "Sale (50%)", "en")
	require.NoError(t, err)
	assert.Contains(t, w.sent[0].url, `ContentName=Sale%20%5C%2850%25%5C%29&`)
}

// TestByNameFails: none and several are errors that tell them apart.
func TestByNameFails(t *testing.T) {
	t.Parallel()
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		w := always(t, http.StatusOK, pageOf("", found(otherSID, "order_shipped_late", "en")))
		_, err := w.Templates.ByName(t.Context(), "order_shipped", "en")
		require.ErrorIs(t, err, twilio.ErrNotFound)
		assert.EqualError(t, err, `twilio: content: no template is called "order_shipped" in the language "en": make it, or compare both with Twilio's Console`)
	})
	t.Run("several", func(t *testing.T) {
		t.Parallel()
		w := always(t, http.StatusOK, pageOf("", found(templateSID, "a", "en"), found(otherSID, "a", "en")))
		_, err := w.Templates.ByName(t.Context(), "a", "en")
		var several *content.NameError
		require.ErrorAs(t, err, &several)
		assert.Equal(t, []string{templateSID, otherSID}, several.SIDs)
		require.NotErrorIs(t, err, twilio.ErrNotFound)
		assert.ErrorContains(t, err, "2 templates are called \"a\" in the language \"en\": name one by its SID ("+templateSID+", "+otherSID+")")
	})
	t.Run("an error of Twilio's", func(t *testing.T) {
		t.Parallel()
		w := always(t, http.StatusUnauthorized, `{"code":20003,"message":"Authenticate","status":401}`)
		_, err := w.Templates.ByName(t.Context(), "a", "en")
		assert.ErrorIs(t, err, twilio.ErrAuthentication)
	})
	t.Run("no name", func(t *testing.T) {
		t.Parallel()
		w := always(t, http.StatusOK, pageOf(""))
		for _, args := range [][2]string{{"", "en"}, {"a", ""}} {
			_, err := w.Templates.ByName(t.Context(), args[0], args[1])
			require.ErrorIs(t, err, twilio.ErrInvalidParams)
		}
		assert.Empty(t, w.sent)
	})
}

// TestByNameIsBounded: the search ends after 2,000 results, however many there are.
func TestByNameIsBounded(t *testing.T) {
	t.Parallel()
	templates := make([]string, 100)
	for i := range templates {
		templates[i] = found(otherSID, "a_"+fmt.Sprint(i), "en")
	}
	w := newWire(t, func(n int, _ *http.Request) (int, string) {
		return http.StatusOK, pageOf(fmt.Sprint(n), templates...)
	})
	_, err := w.Templates.ByName(t.Context(), "a", "en")
	require.ErrorContains(t, err, "more than 2,000 templates")
	assert.Len(t, w.sent, 21)
}
