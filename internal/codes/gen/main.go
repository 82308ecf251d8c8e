// Command gen writes the catalogue of error codes; go generate runs it in the
// module's root.
package main

import (
	"fmt"
	"os"

	"github.com/seed15d99369/twilio/internal/codes"
)

func main() {
	if err := run("codes_catalogue.go"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(path string) error {
	rows, err := codes.Parse(codes.Table)
	if err != nil {
		return fmt.Errorf("codes.tsv: %w", err)
	}
	source, err := codes.Render(rows)
	if err != nil {
		return err
	}
	return os.WriteFile(path, source, 0o644)
}
