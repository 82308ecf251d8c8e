package apitest

import (
	"fmt"
	"reflect"
)

// Variant is a struct that stands for a part of JSON which comes in several kinds: one of
// the implementations of an interface that no other package can implement, or a struct
// that writes a member of its own, such as the type by which the kinds are told apart.
type Variant struct {
	Value any               // its zero value: content.URLButton{}
	Fixed map[string]string // the members that it writes by itself: {"type": "URL"}
}

// variantsOf are the variants that implement an interface.
func (p *Product) variantsOf(t reflect.Type) []Variant {
	var found []Variant
	for _, v := range p.Variants {
		if t.Kind() == reflect.Interface && reflect.TypeOf(v.Value).Implements(t) {
			found = append(found, v)
		}
	}
	return found
}

// fixedOf are the members that a struct writes by itself.
func (p *Product) fixedOf(t reflect.Type) map[string]string {
	for _, v := range p.Variants {
		if reflect.TypeOf(v.Value) == t {
			return v.Fixed
		}
	}
	return nil
}

// fillVariants sets a list of an interface: one item of each variant, as far as the row
// lets there be so many.
func (fl *filling) fillVariants(v reflect.Value, path string, n int) (any, error) {
	variants := fl.variantsOf(v.Type().Elem())
	if len(variants) == 0 {
		return nil, fmt.Errorf("the harness knows no implementation of %s: list them in the product's Variants", v.Type().Elem())
	}
	if most, bounded := fl.row.Most[path]; bounded {
		variants = variants[:min(most, len(variants))]
	}
	list := make([]any, len(variants))
	for i, variant := range variants {
		item := reflect.New(reflect.TypeOf(variant.Value)).Elem()
		tree, err := fl.fillObject(item, path, n+10*i)
		if err != nil {
			return nil, err
		}
		list[i] = tree
		v.Set(reflect.Append(v, item))
	}
	return list, nil
}

// ofVariants makes a list of answers with one item of each variant.
func (b *builder) ofVariants(t reflect.Type) []any {
	variants := b.o.variantsOf(t)
	list := make([]any, len(variants))
	for i, variant := range variants {
		list[i] = b.ofType(reflect.TypeOf(variant.Value))
	}
	return list
}
