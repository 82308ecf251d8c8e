package apitest

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/seed15d99369/twilio"
)

// method is an exported method of a service that takes a context first.
type method struct {
	key     string // "Verifications.Create"
	name    string // "Create"
	service string // the Go type of the service: "Verifications"
	pkgPath string // of that type
	path    []int  // leads from the product's client to the service
	ids     int    // how many texts follow the context
	params  reflect.Type
	result  resultKind
	answer  reflect.Type // the T of the result, nil for none
}

// resultKind is the shape of a method's results.
type resultKind uint8

const (
	resultNone  resultKind = iota // error
	resultValue                   // *T, error
	resultPage                    // *twilio.Page[T], error
	resultAll                     // iter.Seq2[*T, error]
	resultFile                    // *twilio.File, error
	resultOdd                     // none of these
)

var (
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
	fileType    = reflect.TypeFor[*twilio.File]()
	optionsType = reflect.TypeFor[[]twilio.CallOption]()
	rootPath    = reflect.TypeFor[twilio.Client]().PkgPath()
)

// findMethods returns the methods of a client and of the services in its exported
// fields, in which there may be services again.
func findMethods(client reflect.Type) []method {
	var found []method
	walkServices(client, "", nil, func(prefix string, path []int, service reflect.Type) {
		for i := range service.NumMethod() {
			m := service.Method(i)
			if m.Type.NumIn() > 1 && m.Type.In(1) == contextType {
				found = append(found, newMethod(prefix, path, service, m))
			}
		}
	})
	return found
}

func walkServices(t reflect.Type, prefix string, path []int, visit func(prefix string, path []int, service reflect.Type)) {
	visit(prefix, path, t)
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return
	}
	for i := range t.Elem().NumField() {
		f := t.Elem().Field(i)
		if f.IsExported() && f.Type.Kind() == reflect.Pointer && f.Type.Elem().Kind() == reflect.Struct {
			walkServices(f.Type, prefix+f.Name+".", append(path[:len(path):len(path)], i), visit)
		}
	}
}

func newMethod(prefix string, path []int, service reflect.Type, m reflect.Method) method {
	found := method{key: prefix + m.Name, name: m.Name, service: service.Elem().Name(), pkgPath: service.Elem().PkgPath(), path: path}
	for i := 2; i < m.Type.NumIn(); i++ {
		switch in := m.Type.In(i); {
		case in.Kind() == reflect.String:
			found.ids++
		case in.Kind() == reflect.Struct:
			found.params = in
		}
	}
	found.result, found.answer = resultOf(m.Type)
	return found
}

func resultOf(t reflect.Type) (resultKind, reflect.Type) {
	switch {
	case t.NumOut() == 1 && t.Out(0) == errorType:
		return resultNone, nil
	case t.NumOut() == 1 && t.Out(0).CanSeq2() && t.Out(0).In(0).In(0).Kind() == reflect.Pointer:
		return resultAll, t.Out(0).In(0).In(0).Elem()
	case t.NumOut() != 2 || t.Out(1) != errorType || t.Out(0).Kind() != reflect.Pointer:
		return resultOdd, nil
	case t.Out(0) == fileType:
		return resultFile, nil
	case t.Out(0).Elem().PkgPath() == rootPath && strings.HasPrefix(t.Out(0).Elem().Name(), "Page["):
		items, _ := t.Out(0).Elem().FieldByName("Items")
		return resultPage, items.Type.Elem().Elem()
	}
	return resultValue, t.Out(0).Elem()
}

// oddity says why the harness cannot call a method, "" if it can.
func (m *method) oddity(t reflect.Type) string {
	if m.result == resultOdd {
		return "its results are not (*T, error), (*twilio.Page[T], error), (*twilio.File, error), iter.Seq2[*T, error] or error"
	}
	last := t.NumIn() - 1
	if !t.IsVariadic() || t.In(last) != optionsType {
		return "its last argument is not opts ...twilio.CallOption"
	}
	seenParams := false
	for i := 1; i < last; i++ { // the receiver is bound
		switch in := t.In(i); {
		case in.Kind() == reflect.Struct && !seenParams:
			seenParams = true
		case in.Kind() == reflect.String && !seenParams:
		default:
			return fmt.Sprintf("its argument %d is a %s: take the IDs of the path as texts, and then one params struct by value", i, in)
		}
	}
	return ""
}

// arguments are those of one call.
type arguments struct {
	ids    []string
	params reflect.Value // of the params struct; invalid for none
}

// result is what a call returned.
type result struct {
	value reflect.Value   // *T, *Page[T] or *File; invalid when there is none, or an error
	items []reflect.Value // of an iterator, each a *T
	err   error
	errs  int // of an iterator: how many errors it yielded
}

// isNil reports a value that is a nil pointer or is not there.
func (r *result) isNil() bool { return !r.value.IsValid() || r.value.IsNil() }

// bind returns the method of the service of a product's client.
func (m *method) bind(client any) reflect.Value {
	v := reflect.ValueOf(client)
	for _, i := range m.path {
		v = v.Elem().Field(i)
	}
	return v.MethodByName(m.name)
}

// call calls the method, and ranges over the iterator that it returns. Of an iterator
// it takes at most so many items; 0 stands for all.
func (m *method) call(ctx context.Context, client any, args arguments, most int) result {
	in := []reflect.Value{reflect.ValueOf(ctx)}
	fn := m.bind(client)
	for i, id := range args.ids {
		in = append(in, reflect.ValueOf(id).Convert(fn.Type().In(1+i)))
	}
	if m.params != nil {
		in = append(in, args.params)
	}
	out := fn.Call(in)
	if m.result == resultAll {
		return drain(out[0], most)
	}
	r := result{}
	if err, failed := out[len(out)-1].Interface().(error); failed {
		r.err = err
	}
	if len(out) == 2 {
		r.value = out[0]
	}
	return r
}

func drain(seq reflect.Value, most int) result {
	r := result{}
	for item, err := range seq.Seq2() {
		if failure, failed := err.Interface().(error); failed {
			r.err, r.errs = failure, r.errs+1
			continue
		}
		if r.items = append(r.items, item); len(r.items) == most {
			break
		}
	}
	return r
}
