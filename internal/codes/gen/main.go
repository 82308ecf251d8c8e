// Command gen writes the named error codes and the rows of the catalogue; go generate runs
// it in the root of the module.
package main

import (
	"fmt"
	"os"

	"github.com/seed15d99369/twilio/internal/codes"
)

func main() {
	if err := run("codes_constants.go", "internal/codes/catalogue/rows.go"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(constantsPath, rowsPath string) error {
	rows, err := codes.Parse(codes.Table)
	if err != nil {
		return fmt.Errorf("codes.tsv: %w", err)
	}
	constants, err := codes.RenderConstants(rows)
	if err != nil {
		return err
	}
	catalogue, err := codes.RenderRows(rows)
	if err != nil {
		return err
	}
	if err := os.WriteFile(constantsPath, constants, 0o644); err != nil {
		return err
	}
	return os.WriteFile(rowsPath, catalogue, 0o644)
}
