package twiliotest

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// longestFuzzed bounds the inputs of the fuzz targets, in bytes.
const longestFuzzed = 4096

// FuzzTemplateText divides any text: the pieces are the text, and filling it changes
// nothing but its placeholders.
func FuzzTemplateText(f *testing.F) {
	for _, text := range []string{"Hello {{1}}, it is {{when}}.", "{{1}}{{2}}", "{{}}", "{{1}", "{{{1}}}", "{{a b}}", "}}{{", "{{{{1}}}}", "{{" + strings.Repeat("a", 17) + "}}", ""} {
		f.Add(text, "Ada")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		if len(text) > longestFuzzed || len(value) > longestFuzzed/10 {
			return
		}
		pieces, _ := templatePieces(text)
		var again, plain strings.Builder
		for _, piece := range pieces {
			require.NotEqual(t, piece.text == "", piece.variable == "")
			again.WriteString(piece.text)
			plain.WriteString(piece.text)
			if piece.variable != "" {
				require.Regexp(t, aVariable, piece.variable)
				again.WriteString(placeholderBegins + piece.variable + placeholderEnds)
				plain.WriteString(value)
			}
		}
		require.Equal(t, text, again.String())
		values := map[string]string{}
		for _, piece := range pieces {
			values[piece.variable] = value
		}
		empty, full := newRenderer(nil), newRenderer(values)
		require.Equal(t, text, empty.fill(text), "without values nothing changes")
		if filled := full.fill(text); value != "" {
			require.Equal(t, plain.String(), filled)
			require.Empty(t, full.missing)
		}
		_ = whyBadBody(text)
	})
}

// FuzzTemplateJSON reads any body of a request: a template that is accepted can be shown,
// read again, reviewed and sent by every channel.
func FuzzTemplateJSON(f *testing.F) {
	for _, body := range []string{
		`{"language":"en","types":{"twilio/text":{"body":"Hi {{1}}"}},"variables":{"1":"Ada"}}`,
		`{"language":"pt_BR","types":{"twilio/quick-reply":{"body":"x","actions":[{"title":"Yes"}]},"twilio/list-picker":{"body":"x","button":"y","items":[{"id":"1","item":"z"}]}}}`,
		`{"language":"en","types":{"twilio/carousel":{"body":"x","cards":[{"body":"x","media":"y","actions":[{"type":"URL","title":"x","url":"y"}]}]}}}`,
		`{"language":"en","types":{"whatsapp/authentication":{"code_expiration_minutes":1e300,"actions":[{"type":"COPY_CODE","copy_code_text":"x"}]}}}`,
		`{"language":"en","types":{"twilio/location":{"latitude":1,"longitude":2}}}`, `{"types":{"twilio/text":null}}`, `[]`, `null`, `{"types":1}`, `{"variables":{"1":null}}`,
	} {
		f.Add(body, `{"1":"Ada"}`)
	}
	sim, err := Start()
	require.NoError(f, err)
	f.Cleanup(func() { assert.NoError(f, sim.Close()) })
	f.Fuzz(func(t *testing.T, body, variables string) {
		if len(body) > longestFuzzed || len(variables) > longestFuzzed/10 {
			return
		}
		values, problem := readTemplate([]byte(body))
		if problem != nil {
			require.NotZero(t, problem.code)
			return
		}
		made := &contentTemplate{sid: "HX00000000000000000000000000000001", account: sim.main.sid, values: values}
		shown, err := json.Marshal(made.bareJSON())
		require.NoError(t, err)
		again, problem := readTemplate(shown)
		require.Nil(t, problem, "what is shown is accepted")
		require.Equal(t, values.fields, again.fields)
		if kind := made.approvable(); kind != nil {
			made.approval = &approval{name: "x", category: categoryUtility, contentType: kind.name, status: approvalPending}
			sim.reviewTemplate(made)
			require.Equal(t, made.approval.status == approvalRejected, made.approval.reason != "")
		}
		filled, problem := values.valuesOf(variables)
		if problem != nil {
			return
		}
		for _, channel := range []string{channelSMS, channelRCS, channelWhatsApp} {
			if kind := values.kindFor(channel); kind != nil {
				_, _, content := shownFields(kind, values.fields[kind.name].mapTexts(newRenderer(filled).fill), filled)
				require.Equal(t, kind.name, content.Type)
			}
		}
	})
}

// FuzzContentSearch searches with any query.
func FuzzContentSearch(f *testing.F) {
	for _, query := range []string{"ContentName=%5Ea&Content=(b%7Cc)*&SortByDate=asc", "ChannelEligibility=whatsapp:approved&Language=en", "Content=(", "SortByContentName=up", "DateCreatedAfter=2026-04-14T09:00:00Z"} {
		f.Add(query)
	}
	values, problem := readTemplate([]byte(`{"friendly_name":"greeting","language":"en","types":{"twilio/text":{"body":"Hi {{1}}"}}}`))
	require.Nil(f, problem)
	t1, t2 := &contentTemplate{values: values}, &contentTemplate{values: values}
	f.Fuzz(func(t *testing.T, query string) {
		if len(query) > longestFuzzed/10 {
			return
		}
		form, _ := url.ParseQuery(query)
		search, problem := newContentSearch(form)
		if problem != nil {
			require.EqualValues(t, contentRefused, problem.code)
			return
		}
		require.Equal(t, search.wants(t1), search.wants(t2))
		search.sort([]*contentTemplate{t1, t2})
	})
}
