package twilio

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"reflect"
)

// created is the answer to a create that knows the SID of the new resource, without
// looking for it in the text.
type created interface{ createdSID() string }

// decode reads a JSON object into result. A field of a type that we did not
// expect is logged and skipped: a text that was sent must not become an error
// because of its latitude. Without a result it looks at the proof alone. An empty answer
// that proves itself by its status leaves the result as it is.
func (x *exchange) decode(result any) error {
	var err error
	if x.op.Proof.kind == proofStatus && len(x.last.body) == 0 {
		return nil
	}
	if result != nil {
		err = x.unmarshal(x.last.body, result)
	}
	if err == nil && x.creates() {
		err = x.prove(result)
	}
	switch {
	case err == nil:
		return nil
	case x.creates() && x.op.Proof.kind != proofStatus:
		return x.outcomeUnknown(x.decodeError(err))
	}
	return x.decodeError(err)
}

// prove checks that the answer to a create shows the new resource, and that it is this
// call's answer. Everything else leaves the outcome unknown.
func (x *exchange) prove(result any) error {
	if x.op.Proof.kind == proofStatus {
		return nil
	}
	made, err := x.op.Proof.find(x.last.body, result, x.op.Mints)
	switch {
	case err != nil:
		return err
	case x.isAnothers(made):
		return errAnothersAnswer
	}
	if sid := sidOf(made, x.op.Mints); sid != "" {
		x.claimReturned(sid)
	}
	return nil
}

// errAnothersAnswer says that two answers were mixed up on the way.
var errAnothersAnswer = errors.New("the answer is that of an earlier call")

// isAnothers reports the SID of something that an earlier call of this client made,
// where every call makes something new. Mocks, which WithBaseURL or a transport of
// the caller's reaches, may answer all calls alike.
func (x *exchange) isAnothers(sid string) bool {
	return x.op.Mints != "" && x.client.ownTransport() && x.client.config.base.url == nil && x.client.claims.has(sid)
}

// madeSID returns the SID that a broken answer still shows.
func (x *exchange) madeSID() string {
	sid := findSID(x.last.body, x.op.Mints)
	if x.isAnothers(sid) {
		return ""
	}
	return sid
}

func (x *exchange) unmarshal(body []byte, result any) error {
	if err := checkKind(body, result); err != nil {
		return err
	}
	if err := json.Unmarshal(body, result); err != nil {
		return x.tolerate(err)
	}
	return nil
}

// checkKind refuses an answer that is not an object, or an array where the result is a
// slice. A json.RawMessage takes both.
func checkKind(body []byte, result any) error {
	first := byte(0)
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) > 0 {
		first = trimmed[0]
	}
	isSlice, isRaw := false, false
	if t := reflect.TypeOf(result); t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Slice {
		isSlice, isRaw = true, t.Elem().Elem().Kind() == reflect.Uint8
	}
	switch {
	case isRaw && (first == '{' || first == '['), isSlice && first == '[', !isSlice && first == '{':
		return nil
	case isSlice && !isRaw:
		return errors.New("it is not a JSON array")
	}
	return errors.New("it is not a JSON object")
}

// tolerate logs a field of an unexpected type, which was skipped, without what
// it held.
func (x *exchange) tolerate(err error) error {
	var mistyped *json.UnmarshalTypeError
	if !errors.As(err, &mistyped) {
		return err
	}
	x.client.config.logger.LogAttrs(x.ctx, slog.LevelWarn, "twilio: field of an unexpected type skipped",
		slog.String("op", x.op.Name), slog.String("field", mistyped.Field), slog.String("want", mistyped.Type.String()))
	return nil
}
