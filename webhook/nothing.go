package webhook

import (
	"log/slog"
	"net/http"
	"reflect"
)

// isNil finds pointers that point nowhere too, such as what a constructor returned
// beside an error that nobody looked at, and functions that are none.
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

// orNoHandler returns next, or a handler that answers 500 when there is none: Twilio
// then asks the fallback URL, and the log says why.
func orNoHandler(next http.Handler) http.Handler {
	if !isNil(next) {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		slog.LogAttrs(r.Context(), slog.LevelError, "webhook: the handler is nil")
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	})
}
