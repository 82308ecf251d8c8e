package messaging

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Deactivations reads which phone numbers the carriers of the US have taken from their
// subscribers. Such a number soon belongs to somebody else, who has not agreed to your
// messages: take it off your lists.
type Deactivations struct{ c *twilio.Client }

var deactivationDownload = twilio.Operation{
	Name: "messaging.Deactivations.Download", Method: http.MethodGet, Host: host, Path: "/v1/Deactivations",
}

// DeactivationDownloadParams is the day of a report.
type DeactivationDownloadParams struct {
	Date time.Time `form:"Date,date" check:"required"` // the day in UTC; the time does not count

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Download returns the report of a day, a text with one number in a line; close it. The
// file lies at another host, to which the credentials are not sent. The option
// [twilio.MaxBytes] bounds its length. [Deactivations.Numbers] reads the numbers.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/deactivations-resource
func (s *Deactivations) Download(ctx context.Context, params DeactivationDownloadParams, opts ...twilio.CallOption) (*twilio.File, error) {
	return twilio.InvokeFile(ctx, s.c, deactivationDownload.With(&params), opts...)
}

// Numbers ranges over the numbers of a day's report, in E.164, while it is being
// downloaded. It stops after yielding an error, such as a line that is no number or a
// download that breaks off.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/deactivations-resource
func (s *Deactivations) Numbers(ctx context.Context, params DeactivationDownloadParams, opts ...twilio.CallOption) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		file, err := s.Download(ctx, params, opts...)
		if err != nil {
			yield("", err)
			return
		}
		defer file.Close() //nolint:errcheck // it was read to the end, or is of no interest any more
		for number, err := range numbersOf(file) {
			if !yield(number, err) {
				return
			}
		}
	}
}

// maxLine bounds a line of a report, in bytes.
const maxLine = 256

// numbersOf reads one number in each line. A line that the end of the download has cut
// is not read: its digits may be those of another number.
func numbersOf(report io.Reader) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		lines := bufio.NewReaderSize(report, maxLine)
		for at := 1; ; at++ {
			line, readErr := lines.ReadSlice('\n')
			if readErr != nil && !errors.Is(readErr, io.EOF) {
				yield("", fmt.Errorf("messaging: read line %d of the report of deactivations: %w", at, readErr))
				return
			}
			text := strings.TrimSpace(strings.TrimPrefix(string(line), "\ufeff"))
			number, ok := usNumber(text)
			switch {
			case text == "":
			case !ok:
				yield("", fmt.Errorf("messaging: line %d of the report of deactivations is no phone number of the US", at))
				return
			case !yield(number, nil):
				return
			}
			if readErr != nil {
				return
			}
		}
	}
}

// usNumber writes a number of the US in E.164. Twilio does not say how the report has
// it: with or without the plus and the 1.
func usNumber(line string) (number string, ok bool) {
	const national = 10
	digits := strings.TrimPrefix(line, "+")
	switch {
	case !isDigits(digits):
		return "", false
	case len(digits) == national && digits == line:
		return "+1" + digits, true
	case len(digits) == national+1 && digits[0] == '1':
		return "+" + digits, true
	}
	return "", false
}
