// Node runs Twilio's official Node client, unchanged, against twilio-sim:
//
//	cd tools/node && npm ci --ignore-scripts && go run .
//	go run . calls.mjs     one script alone
//
// Each script has a server of its own, and nothing of it but the variables that the server
// prints for a shell. It needs Node 18 or newer, npm and a shell, which nothing else in this
// repository does; so it is a module of its own.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// runsFor bounds all scripts together.
const runsFor = 3 * time.Minute

// program is the file of the server, in a folder for this run.
const program = "twilio-sim"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "FAILED:", err)
		os.Exit(1)
	}
}

func run(scripts []string) error {
	ctx, cancel := context.WithTimeout(context.Background(), runsFor)
	defer cancel()
	dir, err := os.MkdirTemp("", "twilio-node")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the program ends
	if err := build(ctx, filepath.Join(dir, program)); err != nil {
		return err
	}
	if len(scripts) == 0 {
		if scripts, err = filepath.Glob("*.mjs"); err != nil {
			return err
		}
	}
	return all(scripts, func(script string) error { return conform(ctx, dir, script) })
}

// all runs the scripts at the same time, because most of the time they wait for phones.
func all(scripts []string, conform func(script string) error) error {
	var group sync.WaitGroup
	failures := make([]error, len(scripts))
	for i, script := range scripts {
		group.Go(func() {
			if err := conform(script); err != nil {
				failures[i] = fmt.Errorf("%s: %w", script, err)
			}
		})
	}
	group.Wait()
	return errors.Join(failures...)
}

func build(ctx context.Context, file string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-o", file, "./cmd/twilio-sim")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// conform runs a script against a server of its own, and prints the output of both.
func conform(ctx context.Context, dir, script string) (err error) {
	output, err := os.Create(filepath.Join(dir, script+".txt"))
	if err != nil {
		return err
	}
	began := time.Now()
	err = converse(ctx, filepath.Join(dir, program), script, output)
	text, readErr := os.ReadFile(output.Name())
	fmt.Printf("-- %s, %.1f s\n%s", script, time.Since(began).Seconds(), text)
	return errors.Join(err, readErr, output.Close())
}

func converse(ctx context.Context, program, script string, output *os.File) (err error) {
	server := exec.CommandContext(ctx, program, "-address", "127.0.0.1:0", "-answer-after", "300ms")
	server.Stderr = output
	greeting, err := server.StdoutPipe()
	if err != nil {
		return err
	}
	if err := server.Start(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end(server)) }()
	exports, err := readExports(greeting)
	if err != nil {
		return err
	}
	node := exec.CommandContext(ctx, "sh", "-c", exports+`exec node --unhandled-rejections=strict "$0"`, script)
	node.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	node.Stdout, node.Stderr = output, output
	return node.Run()
}

// readExports returns the lines that a user copies from the greeting of the server into a
// shell, up to those for Node.
func readExports(greeting io.Reader) (string, error) {
	var exports strings.Builder
	for lines := bufio.NewScanner(greeting); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "export ") {
			exports.WriteString(line + "\n")
		}
		if strings.Contains(line, "NODE_EXTRA_CA_CERTS=") {
			return exports.String(), nil
		}
	}
	return "", errors.New("twilio-sim prints no line with NODE_EXTRA_CA_CERTS")
}

// end ends a server as Ctrl+C does.
func end(server *exec.Cmd) error {
	if err := server.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	if err := server.Wait(); err != nil {
		return fmt.Errorf("twilio-sim did not end well: %w", err)
	}
	return nil
}
