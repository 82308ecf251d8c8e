package webhook

import (
	"log/slog"
	"net/http"
	"reflect"
)

// isNil says whether v is nil, or holds a nil pointer or function. A constructor that failed
// has returned such a pointer.
func isNil(v any) bool {
	switch value := reflect.ValueOf(v); value.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Chan:
		return value.IsNil()
	default:
		return false
	}
}

// orServerError returns next, or a handler that answers 500 when next is nil. Twilio then
// requests the fallback URL, and the log names the cause.
func orServerError(next http.Handler) http.Handler {
	if !isNil(next) {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		slog.LogAttrs(r.Context(), slog.LevelError, "webhook: the handler is nil")
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	})
}
