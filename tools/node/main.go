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
	"time"
)

// runsFor bounds all scripts together.
const runsFor = 3 * time.Minute

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "FAILED:", err)
		os.Exit(1)
	}
}

func run(scripts []string) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), runsFor)
	defer cancel()
	dir, err := os.MkdirTemp("", "twilio-node")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the program ends
	program := filepath.Join(dir, "twilio-sim")
	if err := build(ctx, program); err != nil {
		return err
	}
	if len(scripts) == 0 {
		if scripts, err = filepath.Glob("*.mjs"); err != nil {
			return err
		}
	}
	for _, script := range scripts {
		began := time.Now()
		if err := conform(ctx, program, script); err != nil {
			return fmt.Errorf("%s: %w", script, err)
		}
		fmt.Printf("-- %s: %.1f s\n", script, time.Since(began).Seconds())
	}
	return nil
}

func build(ctx context.Context, program string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/twilio-sim")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// conform runs a script against a server of its own.
func conform(ctx context.Context, program, script string) (err error) {
	server := exec.CommandContext(ctx, program, "-address", "127.0.0.1:0", "-answer-after", "300ms")
	server.Stderr = os.Stderr
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
	node.Stdout, node.Stderr = os.Stdout, os.Stderr
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
