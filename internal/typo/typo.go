// Package typo counts the typing errors between a word and the one that was meant.
package typo

import "strings"

// Distance returns the number of bytes to insert, remove, replace or swap with the next
// one to turn a into b, in letters of any case. It takes time and memory by the product
// and the sum of the lengths: the caller bounds them.
func Distance(a, b string) int {
	a, b = strings.ToLower(a), strings.ToLower(b)
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1) // for a[:i-1], a[:i] and a[:i+1]
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next[0] = i + 1
		for j := range len(b) {
			replaced := row[j]
			if a[i] != b[j] {
				replaced++
			}
			next[j+1] = min(replaced, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
