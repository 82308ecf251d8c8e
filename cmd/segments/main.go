// Segments says into how many segments a text message is split, how much it costs, and
// which characters make it more expensive:
//
//	segments [-smart] [-price 0.0079] [-json] [text ...]
//
// The words on the command line are the text, with a blank between them. Without one,
// or for the word -, the text is read from standard input; one line break at its end is
// not counted, because echo writes it.
//
//	$ segments -price 0.0079 "It’s free"
//	The text has 9 characters. Twilio sends it in UCS-2, as 1 segment, which has room for 61 more letters.
//	At 0.0079 a segment, the text costs 0.0079.
//
//	These characters have no place in GSM-7, and force UCS-2:
//	code    position  with Smart Encoding  character
//	U+2019  3         '                    ’
//
//	With Smart Encoding, Twilio would send it in GSM-7, as 1 segment, which has room for 151 more letters.
//
// -smart replaces characters as Smart Encoding does, before it counts. -price names the
// price of one segment; see https://www.twilio.com/en-us/sms/pricing. -json writes one
// JSON object.
//
// The exit status is 0 when Twilio takes the text, 1 when Twilio refuses it, because it
// is empty or has more than 1,600 characters, and 2 when the text cannot be read or the
// command is called wrongly. No more than 64 KiB are read.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/segment"
)

// The exit statuses.
const (
	exitGood    = 0
	exitRefused = 1
	exitUsage   = 2
)

// maxText bounds the text on standard input, in bytes.
const maxText = 64 << 10

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// options are the values of the flags.
type options struct {
	smart  bool
	asJSON bool
	price  string
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var opts options
	flags := flag.NewFlagSet("segments", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&opts.smart, "smart", false, "replace characters as Smart Encoding does, before counting")
	flags.StringVar(&opts.price, "price", "", "the price of one segment, such as 0.0079")
	flags.BoolVar(&opts.asJSON, "json", false, "write one JSON object")
	flags.Usage = func() {
		_, _ = fmt.Fprintln(stderr, "usage: segments [-smart] [-price 0.0079] [-json] [text ...]")
		flags.PrintDefaults()
		_, _ = fmt.Fprintln(stderr, "exit status: 0 Twilio takes the text, 1 Twilio refuses it, 2 the text cannot be read or the call is wrong")
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitGood
		}
		return exitUsage
	}
	text, err := read(flags.Args(), stdin)
	if err == nil {
		err = write(stdout, text, opts)
	}
	switch {
	case err != nil:
		_, _ = fmt.Fprintln(stderr, "segments:", err)
		return exitUsage
	case refusal(text) != "":
		return exitRefused
	}
	return exitGood
}

// read returns the text of the command line, or that of standard input.
func read(words []string, stdin io.Reader) (string, error) {
	text := strings.Join(words, " ")
	if len(words) == 0 || text == "-" {
		all, err := io.ReadAll(io.LimitReader(stdin, maxText+1))
		if err != nil {
			return "", err
		}
		text = withoutLineEnd(string(all))
	}
	switch {
	case len(text) > maxText:
		return "", fmt.Errorf("the text has more than %d bytes; give one message", maxText)
	case !utf8.ValidString(text):
		return "", errors.New("the text is not UTF-8; convert it first")
	}
	return text, nil
}

func withoutLineEnd(text string) string {
	if line, found := strings.CutSuffix(text, "\r\n"); found {
		return line
	}
	return strings.TrimSuffix(text, "\n")
}

// refusal says why Twilio refuses a text, "" when Twilio takes it.
func refusal(text string) string {
	switch characters := utf8.RuneCountInString(text); {
	case characters == 0:
		return "The text is empty. Twilio refuses it (21602)."
	case characters > segment.MaxCharacters:
		return fmt.Sprintf("The text has %d characters. Twilio takes up to %d and refuses it (21617): send it as several messages.", characters, segment.MaxCharacters)
	}
	return ""
}

func write(w io.Writer, text string, opts options) error {
	r, err := newReport(text, opts)
	if err != nil {
		return err
	}
	if opts.asJSON {
		return r.writeJSON(w)
	}
	return r.writeText(w)
}
