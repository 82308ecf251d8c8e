// Scaffold prints the Go code of a resource of Twilio's, from the digest of Twilio's
// files: types, operations and methods in the style of this module, for a person to
// finish.
//
//	go run ./internal/contract/scaffold [flags] PRODUCT OPERATION…
//	go run ./internal/contract/scaffold verify CreateRateLimit FetchRateLimit ListRateLimit
//	go run ./internal/contract/scaffold -o voice -docs https://www.twilio.com/docs/voice/api/queue-resource api_v2010 CreateQueue ListQueue
//
// The product is the name of one of Twilio's files, with or without its version, and an
// operation is Twilio's operationId. The operations of one run belong to one resource.
//
// The file goes to standard output, and the lines for other files to standard error.
// With -o the file is written into the folder of the package. A package that does not
// exist yet also gets the file of its client and operations_test.go.
//
// The code compiles. Each comment that begins with TODO asks for a decision or for a
// sentence that no program can write, and the linter refuses the code until all of them
// are gone.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "scaffold:", err)
		os.Exit(1)
	}
}

// docsLink is where links lead until a person completes them.
const docsLink = "https://www.twilio.com/docs/"

func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("scaffold", flag.ContinueOnError)
	flags.SetOutput(stderr)
	folder := flags.String("o", "", "the `folder` of the package, into which the files are written")
	docs := flags.String("docs", docsLink, "the `page` of Twilio's documentation")
	pkg := flags.String("package", "", "the `name` of the package; without it that of the folder, or of the product")
	resource := flags.String("resource", "", "the Go `name` of the resource; without it that in most operationIds")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return errors.New("give a product and operations, such as verify CreateVerification FetchVerification")
	}
	ops, err := choose(flags.Arg(0), flags.Args()[1:])
	if err != nil {
		return err
	}
	s := newSource(packageName(*pkg, *folder, ops[0].Spec), *docs, *resource, ops)
	if *folder != "" {
		return s.writeInto(*folder, stderr)
	}
	text, err := s.print()
	if err != nil {
		return err
	}
	if _, err := stdout.Write(text); err != nil {
		return err
	}
	_, err = io.WriteString(stderr, s.notes(false))
	return err
}

func packageName(given, folder, file string) string {
	switch {
	case given != "":
		return given
	case folder != "":
		return filepath.Base(folder)
	}
	name, _, _ := strings.Cut(file, "_")
	return name
}

// writeInto writes the files of a package that are not there yet.
func (s *source) writeInto(folder string, stderr io.Writer) error {
	goFiles, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return err
	}
	files := map[string]func() ([]byte, error){strings.ToLower(s.service) + ".go": s.print}
	isNew := len(goFiles) == 0
	if isNew {
		files[s.pkg+".go"], files["operations_test.go"] = s.client, s.test
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	for name, text := range files {
		if err := writeNew(filepath.Join(folder, name), text); err != nil {
			return err
		}
	}
	_, err = io.WriteString(stderr, s.notes(isNew))
	return err
}

// writeNew writes a file, unless there is one of that name: a person may have finished
// it.
func writeNew(path string, content func() ([]byte, error)) error {
	text, err := content()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := out.Write(text); err != nil {
		return errors.Join(err, out.Close())
	}
	return out.Close()
}
