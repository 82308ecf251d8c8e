package messaging_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
)

// day is the day of a report.
var day = time.Date(2026, 4, 13, 0, 0, 0, 0, time.UTC)

// formOf reads a form that was sent.
func formOf(t *testing.T, body io.Reader) url.Values {
	t.Helper()
	text, err := io.ReadAll(body)
	require.NoError(t, err)
	form, err := url.ParseQuery(string(text))
	require.NoError(t, err)
	return form
}

// reporting redirects to a report, as Twilio does.
func reporting(t *testing.T, report io.Reader) *messaging.Client {
	t.Helper()
	return answering(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Host == "messaging.twilio.com" {
			assert.Equal(t, "/v1/Deactivations?Date=2026-04-13", r.URL.RequestURI())
			resp, err := reply(r, http.StatusTemporaryRedirect, `{"redirect_to":"https://reports.s3.amazonaws.com/2026-04-13.txt"}`)
			resp.Header.Set("Location", "https://reports.s3.amazonaws.com/2026-04-13.txt")
			return resp, err
		}
		assert.Equal(t, "reports.s3.amazonaws.com", r.URL.Host)
		assert.Empty(t, r.Header.Get("Authorization"), "the storage gets no credentials")
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"text/plain"}}, Request: r, Body: io.NopCloser(report), ContentLength: -1}, nil
	})
}

// numbers collects what Numbers yields.
func numbers(t *testing.T, report io.Reader, opts ...twilio.CallOption) (found []string, err error) {
	t.Helper()
	for number, problem := range reporting(t, report).Deactivations.Numbers(t.Context(), messaging.DeactivationDownloadParams{Date: day}, opts...) {
		if problem != nil {
			require.NoError(t, err, "it stops after one error")
			require.Empty(t, number)
			err = problem
			continue
		}
		found = append(found, number)
	}
	return found, err
}

func TestDownloadOfDeactivations(t *testing.T) {
	t.Parallel()
	file, err := reporting(t, strings.NewReader("14155550101\n")).Deactivations.Download(t.Context(), messaging.DeactivationDownloadParams{Date: day})
	require.NoError(t, err)
	text, err := io.ReadAll(file)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	assert.Equal(t, "14155550101\n", string(text))
	assert.Equal(t, "text/plain", file.ContentType)
}

func TestNumbersOfDeactivations(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, report string
		want         []string
		err          string // a part of it
	}{
		{name: "nothing"},
		{name: "empty lines", report: "\n\r\n \n"},
		{name: "eleven digits", report: "14155550101\n14155550102", want: []string{"+14155550101", "+14155550102"}},
		{name: "a plus", report: "+14155550101\r\n+14155550102\r\n", want: []string{"+14155550101", "+14155550102"}},
		{name: "ten digits", report: "4155550101\n", want: []string{"+14155550101"}},
		{name: "a byte order mark", report: "\ufeff14155550101\n", want: []string{"+14155550101"}},
		{name: "a heading", report: "phone_number\n14155550101\n", err: "messaging: line 1 of the report of deactivations is no phone number"},
		{name: "a page of HTML", report: "14155550101\n<html>", want: []string{"+14155550101"}, err: "line 2 of the report"},
		{name: "ten digits behind a plus", report: "+4155550101", err: "line 1"},
		{name: "another country", report: "447700900123", err: "line 1"},
		{name: "eleven digits of nobody", report: "24155550101", err: "line 1"},
		{name: "digits of another script", report: "1٤١٥٥٥٥٠١٠", err: "line 1"},
		{name: "a long line", report: strings.Repeat("1", 300), err: "read line 1 of the report of deactivations: bufio: buffer full"},
	}
	for _, tt := range tests {
		got, err := numbers(t, strings.NewReader(tt.report))
		assert.Equal(t, tt.want, got, tt.name)
		if tt.err == "" {
			require.NoError(t, err, tt.name)
			continue
		}
		require.ErrorContains(t, err, tt.err, tt.name)
		assert.NotContains(t, err.Error(), "4155550101", "%s: an error shows no number", tt.name)
	}
}

// TestReportThatBreaksOff: the numbers before are yielded, and then the error.
func TestReportThatBreaksOff(t *testing.T) {
	t.Parallel()
	got, err := numbers(t, io.MultiReader(strings.NewReader("14155550101\n"), errorReader{}))
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Equal(t, []string{"+14155550101"}, got)

	got, err = numbers(t, io.MultiReader(strings.NewReader("14155550101\n1415555010"), errorReader{}))
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Equal(t, []string{"+14155550101"}, got, "ten digits of eleven would be another number")

	_, err = numbers(t, strings.NewReader("14155550101\n14155550102\n"), twilio.MaxBytes(5))
	var tooLarge *twilio.TooLargeError
	require.ErrorAs(t, err, &tooLarge)
}

type errorReader struct{}

func (errorReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// closeReader notes that it was closed.
type closeReader struct {
	io.Reader

	closed *bool
}

func (c closeReader) Close() error {
	*c.closed = true
	return nil
}

// TestNumbersCloseTheFile: whoever leaves the loop leaves no connection behind.
func TestNumbersCloseTheFile(t *testing.T) {
	t.Parallel()
	closed := false
	m := answering(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Host == "messaging.twilio.com" {
			resp, err := reply(r, http.StatusTemporaryRedirect, "{}")
			resp.Header.Set("Location", "https://reports.s3.amazonaws.com/1")
			return resp, err
		}
		return &http.Response{StatusCode: http.StatusOK, Request: r, Body: closeReader{strings.NewReader("14155550101\n14155550102\n"), &closed}}, nil
	})
	for number, err := range m.Deactivations.Numbers(t.Context(), messaging.DeactivationDownloadParams{Date: day}) {
		require.NoError(t, err)
		assert.Equal(t, "+14155550101", number)
		assert.False(t, closed)
		break
	}
	assert.True(t, closed)
}

// TestRefusedReport: the refusal is the one error.
func TestRefusedReport(t *testing.T) {
	t.Parallel()
	m := answering(t, func(r *http.Request) (*http.Response, error) { return reply(r, http.StatusNotFound, absent) })
	n := 0
	for _, err := range m.Deactivations.Numbers(t.Context(), messaging.DeactivationDownloadParams{Date: day}) {
		require.ErrorIs(t, err, twilio.ErrNotFound)
		n++
	}
	assert.Equal(t, 1, n)
}
