package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// screen shows how far the campaign is: a bar on a terminal, and elsewhere a line every few
// seconds.
type screen struct {
	mu       sync.Mutex
	w        io.Writer
	terminal *os.File                 // nil without one
	bar      *progressbar.ProgressBar // nil when there is none on the screen
	most     int
	lineAt   time.Time // of the last line
}

// lineEvery is how often a line is written without a terminal.
const lineEvery = 5 * time.Second

func newScreen(w io.Writer) *screen {
	s := &screen{w: w}
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) { //nolint:gosec // a descriptor is small
		s.terminal = file
	}
	return s
}

// show shows that n of most are done. A narrow terminal shows less of the words.
func (s *screen) show(n, most int, words string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.terminal == nil {
		if now := time.Now(); now.Sub(s.lineAt) >= lineEvery {
			s.lineAt = now
			_, _ = fmt.Fprintf(s.w, "%s  %s\n", now.Format("15:04:05"), words)
		}
		return
	}
	if s.bar == nil || s.most != most {
		s.clear()
		s.bar, s.most = progressbar.NewOptions(most, progressbar.OptionSetWriter(s.terminal), progressbar.OptionFullWidth(),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false), progressbar.OptionUseANSICodes(true),
			progressbar.OptionSetTheme(progressbar.Theme{Saucer: "=", SaucerHead: ">", SaucerPadding: " ", BarStart: "[", BarEnd: "]"})), most
	}
	s.bar.Describe(s.fitting(words))
	_ = s.bar.Set(n)
}

const leastBar = 22 // columns of the percentage and of a bar that can be read

// fitting leaves out what has no room beside the bar. The parts of the words are separated by
// commas with a blank.
func (s *screen) fitting(words string) string {
	width, _, err := term.GetSize(int(s.terminal.Fd())) //nolint:gosec // a descriptor is small
	if err != nil {
		return words
	}
	for len(words)+leastBar > width {
		at := strings.LastIndex(words, ", ")
		if at < 0 {
			return ""
		}
		words = words[:at]
	}
	return words
}

// note writes a line above the bar.
func (s *screen) note(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear()
	_, _ = fmt.Fprintf(s.w, format+"\n", args...)
}

// end takes the bar away.
func (s *screen) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear()
	s.lineAt = time.Time{}
}

func (s *screen) clear() {
	if s.bar != nil {
		_ = s.bar.Clear()
		s.bar = nil
	}
}
