// Command gen writes the values of package twiml's types into values.go, so that each
// is described once: by its constant.
package main

import (
	"fmt"
	"os"
)

func main() {
	source, err := generate("../../twiml")
	if err == nil {
		err = os.WriteFile("values.go", source, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}
