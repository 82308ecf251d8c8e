// Package tools pins the programs that the checks need, apart from the
// library's own dependencies.
package tools
