// Command budget measures what a program that sends one text costs to build, and
// fails when that is more than it may be.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

const (
	module      = "github.com/seed15d99369/twilio"
	maxMemory   = 250 << 20 // bytes, of the largest process of a cold build
	maxBinary   = 7_500_000 // bytes, stripped; ARCHITECTURE.md says what it pays for
	wantCompile = 3 * time.Second
	maxCompile  = 10 * wantCompile // machines are noisy: only a landslide fails
)

// allowed are all third-party packages that a sender may be built with.
var allowed = []string{"github.com/hashicorp/go-cleanhttp", "github.com/hashicorp/go-retryablehttp"}

const sender = `package main

import (
	"context"
	"fmt"

	"github.com/seed15d99369/twilio"
)

func main() {
	client, err := twilio.NewFromEnv()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(client.Messages.Create(context.Background(), twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"}))
}
`

const plain = `package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
)

func main() {
	sid := os.Getenv("TWILIO_ACCOUNT_SID")
	form := url.Values{"To": {"+14155551234"}, "From": {"+14155556789"}, "Body": {"Hello"}}
	req, err := http.NewRequest("POST", "https://api.twilio.com/2010-04-01/Accounts/"+sid+"/Messages.json", strings.NewReader(form.Encode()))
	if err != nil {
		fmt.Println(err)
		return
	}
	req.SetBasicAuth(sid, os.Getenv("TWILIO_AUTH_TOKEN"))
	resp, err := new(http.Client).Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	var msg struct{ SID string }
	fmt.Println(json.NewDecoder(resp.Body).Decode(&msg), msg.SID)
}
`

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "budget:", err)
		os.Exit(1)
	}
}

func run() error {
	dir, err := os.MkdirTemp(".", ".budget-") // inside the module, so that it can import it
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	cache, err := os.MkdirTemp("", "budget-cache-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(cache) }()
	for name, source := range map[string]string{"sender": sender, "plain": plain} {
		if err := writeMain(filepath.Join(dir, name), source); err != nil {
			return err
		}
	}
	return errors.Join(checkDependencies(), checkBuild(dir, cache))
}

func writeMain(dir, source string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "main.go"), []byte(source), 0o600)
}

func checkDependencies() error {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", module).Output()
	if err != nil {
		return err
	}
	for _, dependency := range strings.Fields(string(out)) {
		if dependency != module && !strings.HasPrefix(dependency, module+"/") && !slices.Contains(allowed, dependency) {
			return fmt.Errorf("the root package depends on %s", dependency)
		}
	}
	fmt.Println("dependencies of a sender:", strings.Join(allowed, ", "))
	return nil
}

func checkBuild(dir, cache string) error {
	env := append(os.Environ(), "GOCACHE="+cache)
	// The standard library first, with the flag that the senders have: it is not theirs.
	if err := command(env, "go", "build", "-trimpath", "std").Run(); err != nil {
		return err
	}
	base, err := build(env, dir, "plain")
	if err != nil {
		return err
	}
	cold, err := build(env, dir, "sender")
	if err != nil {
		return err
	}
	ours, theirs, err := sizes(dir)
	if err != nil {
		return err
	}
	fmt.Printf("cold compile of a sender: %.1f s (budget %.0f s), %d MB (budget %d MB); plain net/http: %.1f s\n",
		cold.wall.Seconds(), wantCompile.Seconds(), cold.memory>>20, maxMemory>>20, base.wall.Seconds())
	fmt.Printf("stripped binary of a sender: %.2f MB (budget %.2f MB); plain net/http: %.2f MB\n",
		float64(ours)/1e6, float64(maxBinary)/1e6, float64(theirs)/1e6)
	switch {
	case cold.memory > maxMemory:
		return fmt.Errorf("a cold compile takes %d MB", cold.memory>>20)
	case cold.wall > maxCompile:
		return fmt.Errorf("a cold compile takes %s", cold.wall)
	case ours > maxBinary:
		return fmt.Errorf("the binary has %d bytes", ours)
	}
	return nil
}

type cost struct {
	wall   time.Duration
	memory int64 // bytes, of the largest process
}

func build(env []string, dir, name string) (cost, error) {
	cmd := command(env, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, name+".bin"), "./"+filepath.Join(dir, name))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return cost{}, fmt.Errorf("building %s: %w: %s", name, err, stderr.String())
	}
	measured := cost{wall: time.Since(began)}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		measured.memory = usage.Maxrss << 10 // kilobytes on Linux; of the process and those it waited for
	}
	return measured, nil
}

func command(env []string, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = env
	return cmd
}

func sizes(dir string) (ours, theirs int64, err error) {
	sender, err := os.Stat(filepath.Join(dir, "sender.bin"))
	if err != nil {
		return 0, 0, err
	}
	plain, err := os.Stat(filepath.Join(dir, "plain.bin"))
	if err != nil {
		return 0, 0, err
	}
	return sender.Size(), plain.Size(), nil
}
