package twiliotest

import (
	"fmt"
	"net/http"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// apiError is an error as Twilio answers it.
type apiError struct {
	status  int
	code    twilio.ErrorCode
	message string
	header  http.Header // beside the usual ones, nil for none
}

type errorJSON struct {
	Code     int    `json:"code,omitempty"`
	Message  string `json:"message"`
	MoreInfo string `json:"more_info,omitempty"`
	Status   int    `json:"status"`
}

func (e *apiError) answer() answer {
	body := errorJSON{Code: int(e.code), Message: e.message, Status: e.status}
	if e.code != 0 {
		body.MoreInfo = e.code.DocsURL()
	}
	return answer{status: e.status, code: e.code, body: body, header: e.header}
}

func failure(status int, code twilio.ErrorCode, message string) answer {
	return (&apiError{status: status, code: code, message: message}).answer()
}

func badRequest(code twilio.ErrorCode, format string, args ...any) *apiError {
	return &apiError{status: http.StatusBadRequest, code: code, message: fmt.Sprintf(format, args...)}
}

func conflict(code twilio.ErrorCode, message string) *apiError {
	return &apiError{status: http.StatusConflict, code: code, message: message}
}

func notFound(path string) *apiError {
	return &apiError{status: http.StatusNotFound, code: 20404, message: "The requested resource " + path + " was not found"}
}

// codeOfParam is the code with which the product of a request refuses a value of a
// parameter.
func (r *request) codeOfParam(name string) twilio.ErrorCode {
	for _, codeOfParam := range [...]func(*contract.Operation, string) twilio.ErrorCode{
		verifyCodeOfParam, contentCodeOfParam, videoCodeOfParam, sipCodeOfParam,
	} {
		if code := codeOfParam(r.op, name); code != 0 {
			return code
		}
	}
	return codeOfParam(name)
}

// codeOfParam is the code with which Twilio refuses a value of a parameter.
// https://www.twilio.com/docs/api/errors
func codeOfParam(name string) twilio.ErrorCode {
	switch name {
	case "PageSize":
		return 20007
	case "PageToken":
		return 21481
	case "StatusCallback":
		return 21609
	case "MediaUrl":
		return 21620
	case "ValidityPeriod":
		return 21624
	case "MaxPrice":
		return 21627
	case "ContentSid":
		return 21655
	case "MessagingServiceSid":
		return 21705
	case "ContentRetention":
		return 30029
	case "AddressRetention":
		return 30030
	case "SendAt":
		return 35114
	case "Url":
		return 21205
	case "Timeout":
		return 21208
	case "Method", "FallbackMethod", "StatusCallbackMethod":
		return 21209
	case "ApplicationSid":
		return 21218
	case "SmsUrl", "SmsFallbackUrl", "VoiceUrl", "VoiceFallbackUrl":
		return 21402
	case "SmsMethod", "SmsFallbackMethod", "VoiceMethod", "VoiceFallbackMethod":
		return 21403
	case "SmsApplicationSid", "VoiceApplicationSid":
		return 21420
	case "CallDelay":
		return 21454
	}
	return 20001
}
