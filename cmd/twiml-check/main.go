// Twiml-check reads TwiML documents and reports the faults that Twilio would complain
// about:
//
//	twiml-check [-fail severity] [-inline] [-json] [file or pattern ...]
//
// Without a file, or for the file -, it reads standard input. A pattern such as
// 'twiml/*.xml' is for shells that do not expand it. Each problem is one line, as
// compilers write them:
//
//	menu.xml:3:5: warning: <Dial> must not stand in <Gather> (13320); it goes into <Response>
//
// The severity of a problem is one of these:
//
//	error    Twilio logs an error: the verb or the whole document fails
//	warning  Twilio logs a warning, and goes on as far as it can
//	hint     Twilio logs nothing, but something in the document can hardly be meant
//
// The number is Twilio's error code; a hint has none. These are the options:
//
//	-fail severity  exit with 1 only for problems of that severity and above; hint is the default
//	-inline         check TwiML that goes into a request: 4,000 characters, no relative address, no verb for messages
//	-json           write one JSON object a problem, with file, severity, line, column, element, message, remedy and code
//
// Every problem is written, whatever -fail says. The exit status is one of these:
//
//	0  there is no problem, or none that -fail counts
//	1  there is a problem that -fail counts, or a document has 100 problems, beyond which nobody looks
//	2  a file cannot be read, or the command is called wrongly
//
// Twilio takes documents of 64 kB; no more than 1 MiB is read of a file.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/twiml"
)

// The exit statuses.
const (
	exitGood     = 0
	exitProblems = 1
	exitUsage    = 2
)

// maxDocument, in bytes, is one more than [twiml.Check] looks into.
const maxDocument = 1<<20 + 1

// mostProblems is how many problems [twiml.Check] returns at most.
const mostProblems = 100

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// checker reads documents and writes their problems.
type checker struct {
	inline bool
	asJSON bool
	fail   twiml.Severity // of the least problem that counts
	stdin  io.Reader
	stdout io.Writer
	counts bool // there was a problem that counts
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &checker{stdin: stdin, stdout: stdout}
	flags := flag.NewFlagSet("twiml-check", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.TextVar(&c.fail, "fail", twiml.SeverityHint, "exit with 1 only for problems of this `severity` and above: hint, warning or error")
	flags.BoolVar(&c.asJSON, "json", false, "write one JSON object a problem")
	flags.BoolVar(&c.inline, "inline", false, "check TwiML that goes into a request")
	flags.Usage = func() {
		_, _ = fmt.Fprintln(stderr, "usage: twiml-check [-fail severity] [-inline] [-json] [file or pattern ...]")
		flags.PrintDefaults()
		_, _ = fmt.Fprintln(stderr, "exit status: 0 there is no problem that -fail counts, 1 there is one, 2 a file cannot be read or the command is called wrongly")
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitGood
		}
		return exitUsage
	}
	files, err := expand(flags.Args())
	failed := err != nil
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "twiml-check:", err)
	}
	for _, file := range files {
		if err := c.check(file); err != nil {
			_, _ = fmt.Fprintln(stderr, "twiml-check:", err)
			failed = true
		}
	}
	switch {
	case failed:
		return exitUsage
	case c.counts:
		return exitProblems
	}
	return exitGood
}

// expand turns patterns into the files that they match, folders left out. A pattern
// that matches no file is an error, but a file may have a name that looks like one.
func expand(args []string) (files []string, err error) {
	if len(args) == 0 {
		return []string{"-"}, nil
	}
	for _, arg := range args {
		if _, statErr := os.Lstat(arg); arg == "-" || statErr == nil || !strings.ContainsAny(arg, `*?[`) {
			files = append(files, arg)
			continue
		}
		matched, globErr := match(arg)
		err = errors.Join(err, globErr)
		files = append(files, matched...)
	}
	return files, err
}

// match returns the files that a pattern matches.
func match(pattern string) ([]string, error) {
	if strings.Contains(pattern, "**") {
		return nil, fmt.Errorf("%s: ** is not supported: name each level, as in twiml/*/*.xml", pattern)
	}
	matched, err := filepath.Glob(pattern)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pattern, err)
	}
	files := slices.DeleteFunc(matched, func(name string) bool {
		info, err := os.Stat(name)
		return err == nil && info.IsDir()
	})
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no file matches", pattern)
	}
	return files, nil
}

func (c *checker) check(file string) error {
	doc, err := c.read(file)
	if err != nil {
		return err
	}
	check := twiml.Check[[]byte]
	if c.inline {
		check = twiml.CheckInline[[]byte]
	}
	problems := check(doc)
	c.counts = c.counts || len(problems) == mostProblems // there may be worse ones
	for _, p := range problems {
		c.counts = c.counts || p.Severity >= c.fail
		if err := c.report(file, p); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) read(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(io.LimitReader(c.stdin, maxDocument))
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return io.ReadAll(io.LimitReader(f, maxDocument))
}

// found is a problem as -json writes it.
type found struct {
	File     string         `json:"file"`
	Severity twiml.Severity `json:"severity"`
	Line     int            `json:"line"`
	Column   int            `json:"column"`
	Element  string         `json:"element"`
	Message  string         `json:"message"`
	Remedy   string         `json:"remedy"`
	Code     int            `json:"code"`
}

func (c *checker) report(file string, p twiml.Problem) error {
	if file == "-" {
		file = "stdin"
	}
	if c.asJSON {
		encoder := json.NewEncoder(c.stdout)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(found{file, p.Severity, p.Line, p.Column, p.Element, p.Message, p.Remedy, p.Code})
	}
	code := ""
	if p.Code != 0 {
		code = fmt.Sprintf(" (%d)", p.Code)
	}
	_, err := fmt.Fprintf(c.stdout, "%s:%d:%d: %s: %s%s; %s\n", file, p.Line, p.Column, p.Severity, p.Message, code, p.Remedy)
	return err
}
