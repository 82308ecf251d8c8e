// Command budget measures what a program that sends one text costs to build, and
// fails when that is more than it may be.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

const (
	module     = "github.com/seed15d99369/twilio"
	rounds     = 5
	maxRatio   = 8.0       // of the time of the cold compile to that of a plain program
	maxBusy    = 11.0      // the same of the processor time, of two processors
	maxMemory  = 145 << 20 // bytes, of the largest process of a cold build
	maxBinary  = 7_660_000 // bytes, stripped; ARCHITECTURE.md says what it pays for
	binaryName = "program"
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
	return errors.Join(checkDependencies(), checkBuilds(dir, cache))
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

// checkBuilds builds a plain program and a sender by turns, each time with the standard
// library built and nothing else, and compares what they cost.
func checkBuilds(dir, cache string) error {
	// The standard library first, with the flag that the programs have: it is not theirs.
	if err := command(filepath.Join(cache, "std"), "go", "build", "-trimpath", "std").Run(); err != nil {
		return err
	}
	costs, err := buildByTurns(dir, cache, "plain", "sender")
	if err != nil {
		return err
	}
	plain := costs["plain"]
	return errors.Join(judge(plain, costs["sender"]), checkProducts(dir, cache, median(plain, processor)))
}

// buildByTurns builds programs several times, one after the other, so that the noise of
// the machine is the same for all.
func buildByTurns(dir, cache string, names ...string) (map[string][]cost, error) {
	costs := map[string][]cost{}
	for range rounds {
		for _, name := range names {
			measured, err := buildCold(dir, cache, name)
			if err != nil {
				return nil, err
			}
			costs[name] = append(costs[name], measured)
		}
	}
	return costs, nil
}

// judge prints the costs and fails when one is too high.
//
// The time of a build says little on a machine that is busy with other work, because
// the compilers of a sender run side by side and those of a plain program do not. The
// ratio of the times counts when the builds of a sender got more than one processor,
// the ratio of the processor times counts always.
func judge(plain, sender []cost) error {
	times := float64(median(sender, wall)) / float64(median(plain, wall))
	work := float64(median(sender, processor)) / float64(median(plain, processor))
	busy := median(sender, processor) < median(sender, wall)
	memory, binary := lowest(sender, memory), lowest(sender, size)
	fmt.Printf("cold compile of a sender: %.1f s, plain net/http: %.1f s, medians of %d builds by turns; %.1f times as long (budget %.1f times)\n",
		float64(median(sender, wall))/1e9, float64(median(plain, wall))/1e9, rounds, times, maxRatio)
	fmt.Printf("processor time: %.1f s, plain: %.1f s, medians; %.1f times as much (budget %.1f times)\n",
		float64(median(sender, processor))/1e9, float64(median(plain, processor))/1e9, work, maxBusy)
	fmt.Printf("memory of its largest process: %d MB (budget %d MB)\n", memory>>20, maxMemory>>20)
	fmt.Printf("stripped binary of a sender: %.2f MB (budget %.2f MB); plain: %.2f MB\n",
		float64(binary)/1e6, float64(maxBinary)/1e6, float64(lowest(plain, size))/1e6)
	if busy {
		fmt.Println("NOT CHECKED: the time of the compile, because the machine is busy with other work")
	}
	var problems []error
	if times > maxRatio && !busy {
		problems = append(problems, fmt.Errorf("a cold compile takes %.1f times as long as that of a plain program", times))
	}
	if work > maxBusy {
		problems = append(problems, fmt.Errorf("a cold compile takes %.1f times the processor time of a plain program", work))
	}
	if memory > maxMemory {
		problems = append(problems, fmt.Errorf("a cold compile takes %d MB", memory>>20))
	}
	if binary > maxBinary {
		problems = append(problems, fmt.Errorf("the binary has %d bytes", binary))
	}
	return errors.Join(problems...)
}

// cost is what one build costs.
type cost struct {
	wall      time.Duration
	processor time.Duration // of all processes
	memory    int64         // bytes, of the largest process
	size      int64         // bytes, of the binary
}

func wall(c cost) int64      { return int64(c.wall) }
func processor(c cost) int64 { return int64(c.processor) }
func memory(c cost) int64    { return c.memory }
func size(c cost) int64      { return c.size }

// median returns the median of one figure of several builds.
func median(costs []cost, figure func(cost) int64) int64 { return sorted(costs, figure)[len(costs)/2] }

// lowest returns the lowest value of one figure of several builds.
func lowest(costs []cost, figure func(cost) int64) int64 { return sorted(costs, figure)[0] }

func sorted(costs []cost, figure func(cost) int64) []int64 {
	figures := make([]int64, len(costs))
	for i, c := range costs {
		figures[i] = figure(c)
	}
	slices.Sort(figures)
	return figures
}

// buildCold builds a program with a copy of the cache that holds the standard library.
func buildCold(dir, cache, name string) (cost, error) {
	fresh := filepath.Join(cache, "fresh")
	if err := linkTree(filepath.Join(cache, "std"), fresh); err != nil {
		return cost{}, err
	}
	defer func() { _ = os.RemoveAll(fresh) }()
	binary := filepath.Join(cache, binaryName)
	cmd := command(fresh, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, "./"+filepath.Join(dir, name))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return cost{}, fmt.Errorf("building %s: %w: %s", name, err, stderr.String())
	}
	state := cmd.ProcessState
	measured := cost{wall: time.Since(began), processor: state.UserTime() + state.SystemTime()}
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		measured.memory = usage.Maxrss << 10 // kilobytes on Linux; of the process and those it waited for
	}
	info, err := os.Stat(binary)
	if err != nil {
		return cost{}, err
	}
	measured.size = info.Size()
	return measured, os.Remove(binary)
}

// linkTree makes a copy of a folder whose files are links to those of the original: the
// build cache adds files and changes none.
func linkTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, strings.TrimPrefix(path, from))
		if entry.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		return os.Link(path, target)
	})
}

func command(cache, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "GOCACHE="+cache)
	return cmd
}
