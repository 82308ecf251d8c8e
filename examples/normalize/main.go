// Normalize reads phone numbers as people paste them, and prints each in the form that
// Twilio takes, or a remedy:
//
//	go run ./examples/normalize
//	go run ./examples/normalize -region GB "07700 900123" "whatsapp:+14155551234"
//
// It needs no account and no network.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/seed15d99369/twilio/e164"
)

// pasted are numbers from a spreadsheet of customers.
var pasted = []string{
	"(415) 555-2671",
	"+1 415 555 1234",
	"+44 7700 900123",
	"+49 (0)30 23125 123",
	"011 44 7700 900123",
	"＋１ ４１５ ５５５ ２６７１",
	"0044 7700 900123",
	"415-555-0123 ext. 5",
	"1-800-FLOWERS",
	"555-0123",
	"+999 555 0123",
	"tel:+1-415-555-0123",
	"Anonymous",
	"",
}

func main() {
	region := flag.String("region", "US", "whose national numbers to read, by ISO 3166 code; empty to read only numbers with +")
	flag.Parse()
	texts := flag.Args()
	if len(texts) == 0 {
		texts = pasted
	}
	if err := normalize(texts, *region); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func normalize(texts []string, region string) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "PASTED\tNUMBER\tCOUNTRY\tTYPE\tIN USE")
	for _, text := range texts {
		_, _ = fmt.Fprintf(table, "%q\t%s\n", text, describe(text, region))
	}
	return table.Flush()
}

// describe shows the whole number, because it is the reader's own; a log gets the
// error's text, which masks it.
func describe(text, region string) string {
	number, err := e164.Parse(text, region)
	var bad *e164.Error
	switch {
	case errors.As(err, &bad) && bad.Part != "":
		return fmt.Sprintf("It %s (%q): %s.", bad.Problem, bad.Part, bad.Remedy)
	case errors.As(err, &bad):
		return fmt.Sprintf("It %s: %s.", bad.Problem, bad.Remedy)
	}
	inUse := "no"
	if number.Assigned() {
		inUse = "yes"
	}
	return fmt.Sprintf("%s\t%s\t%s\t%s", number, cmp.Or(number.Country(), "-"), strings.ReplaceAll(string(number.Type()), "_", " "), inUse)
}
