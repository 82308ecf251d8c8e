package main

import (
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// terminalOf is the terminal behind a writer, nil when there is none.
func terminalOf(w io.Writer) *os.File {
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return file
	}
	return nil
}

// usualWidth is that of the help, and of a terminal that does not tell.
const usualWidth = 80

func widthOf(terminal *os.File) int {
	width, _, err := term.GetSize(int(terminal.Fd()))
	if err != nil || width <= 0 {
		return usualWidth
	}
	return width
}

// wrapping breaks lines between words where they would leave a terminal. Elsewhere they stay.
func wrapping(w io.Writer) io.Writer {
	if terminal := terminalOf(w); terminal != nil {
		return &wrapper{w, widthOf(terminal)}
	}
	return w
}

// wrapper writes whole lines that fit into a width.
type wrapper struct {
	w     io.Writer
	width int
}

func (w *wrapper) Write(p []byte) (int, error) {
	var b strings.Builder
	for line := range strings.Lines(string(p)) {
		b.WriteString(wrapped(line, w.width))
	}
	_, err := io.WriteString(w.w, b.String())
	return len(p), err
}

// wrapped breaks a line. The lines behind the first one begin where the first one does.
func wrapped(line string, width int) string {
	text, end := strings.CutSuffix(line, "\n")
	if utf8.RuneCountInString(text) <= width {
		return line
	}
	words := strings.TrimLeft(text, " ")
	indent := text[:len(text)-len(words)]
	var b strings.Builder
	at := 0
	for word := range strings.SplitSeq(words, " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case at == 0:
			b.WriteString(indent)
			at = len(indent)
		case at+1+n > width:
			b.WriteString("\n" + indent)
			at = len(indent)
		default:
			b.WriteString(" ")
			at++
		}
		b.WriteString(word)
		at += n
	}
	if end {
		b.WriteString("\n")
	}
	return b.String()
}
