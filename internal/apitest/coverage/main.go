// Command coverage writes into README.md how many of Twilio's operations each package
// has. It reads the rows of the packages' operations_test.go and the digest of Twilio's
// files. Run it by go generate in the folder of the module.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

func main() {
	if err := update(".", "README.md"); err != nil {
		fmt.Fprintln(os.Stderr, "coverage:", err)
		os.Exit(1)
	}
}

// update writes the table of the module in a folder into a file.
func update(module, file string) error {
	table, err := tableOf(module)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	updated, err := replaceTable(string(text), table)
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(updated), 0o644) //nolint:gosec // a document that everybody may read
}

// The lines between which the table stands.
const (
	begin = "<!-- coverage: begin, written by go generate -->"
	end   = "<!-- coverage: end -->"
)

// replaceTable puts a table in the place of the one in a document.
func replaceTable(document, table string) (string, error) {
	before, rest, found := strings.Cut(document, begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return "", errors.New("the document has no place for the table: write the lines\n" + begin + "\n" + end)
	}
	return before + begin + "\n" + table + end + after, nil
}
