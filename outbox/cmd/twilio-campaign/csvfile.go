package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
)

// lazyCSV is a CSV file that is made with its first line, and that takes the place of an older one
// when it is complete. Without a line there is no file, and an older one is removed.
type lazyCSV struct {
	file string
	head []string

	temporary *os.File
	w         *csv.Writer
}

// begin makes the file.
func (l *lazyCSV) begin() (err error) {
	// os.CreateTemp lets nobody else read it: there are numbers in it.
	if l.temporary, err = os.CreateTemp(filepath.Dir(l.file), filepath.Base(l.file)+".*"); err != nil {
		return err
	}
	l.w = csv.NewWriter(l.temporary)
	return l.w.Write(l.head)
}

func (l *lazyCSV) write(values ...string) error {
	if l.temporary == nil {
		if err := l.begin(); err != nil {
			return err
		}
	}
	return l.w.Write(values)
}

// finish puts the file in its place.
func (l *lazyCSV) finish() error {
	if l.temporary == nil {
		if err := os.Remove(l.file); err != nil && !os.IsNotExist(err) {
			return err
		}
		return nil
	}
	l.w.Flush()
	if err := l.w.Error(); err != nil {
		return err
	}
	if err := l.temporary.Close(); err != nil {
		return err
	}
	name := l.temporary.Name()
	l.temporary = nil
	return os.Rename(name, l.file)
}

// abandon removes what is not finished.
func (l *lazyCSV) abandon() {
	if l.temporary != nil {
		_ = l.temporary.Close()
		_ = os.Remove(l.temporary.Name())
		l.temporary = nil
	}
}
