package messaging

import "iter"

// firstOf returns the first item of a list that is the one, or one that is not.
func firstOf[T any](all iter.Seq2[*T, error], is func(*T) bool) (*T, error) {
	for item, err := range all {
		if err != nil || is(item) {
			return item, err
		}
	}
	return new(T), nil
}
