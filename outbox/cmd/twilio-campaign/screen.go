package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// screen shows how far the campaign is: a bar on a terminal, and elsewhere a line every few
// seconds.
type screen struct {
	mu       sync.Mutex
	w        io.Writer
	terminal *os.File                 // nil without one
	bar      *progressbar.ProgressBar // nil when there is none on the screen
	most     int
	room     int       // columns of the bar
	lineAt   time.Time // of the last line
}

// lineEvery is how often a line is written without a terminal.
const lineEvery = 5 * time.Second

func newScreen(w io.Writer) *screen {
	return &screen{w: w, terminal: terminalOf(w)}
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
	words, room := s.fitting(words)
	if s.bar == nil || s.most != most || s.room != room {
		s.clear()
		s.bar, s.most, s.room = newBar(s.terminal, most, room), most, room
	}
	s.bar.Describe(words)
	_ = s.bar.Set(n)
}

func newBar(w io.Writer, most, room int) *progressbar.ProgressBar {
	return progressbar.NewOptions(most, progressbar.OptionSetWriter(w), progressbar.OptionSetWidth(room), progressbar.OptionUseANSICodes(true),
		progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetTheme(progressbar.Theme{Saucer: "=", SaucerHead: ">", SaucerPadding: " ", BarStart: "[", BarEnd: "]"}))
}

// The columns of a bar.
const (
	leastBar  = 6
	besideBar = 12 // the percentage, the brackets, and room for the ^C of an interrupt
)

// fitting leaves out the words that have no room beside the bar, and returns the room for the bar.
// The parts of the words are separated by commas with a blank.
func (s *screen) fitting(words string) (fits string, room int) {
	width := widthOf(s.terminal)
	for words != "" && len(words)+besideBar+leastBar > width {
		words = words[:max(strings.LastIndex(words, ", "), 0)]
	}
	return words, max(width-len(words)-besideBar, 1)
}

// note writes a line above the bar.
func (s *screen) note(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear()
	_, _ = fmt.Fprintf(wrapping(s.w), format+"\n", args...)
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
