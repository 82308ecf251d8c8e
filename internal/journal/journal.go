// Package journal is an append-only file of records: what a simulator remembers over a
// restart. Its first line names the format and its version. Each record is one line:
//
//	0000001f 8d5a1c02 {"kind":"message","id":"SM…"}
//
// which holds the length of the JSON in bytes, its checksum (CRC-32C), both in hexadecimal, and
// the JSON itself, which has no line break. A record that was cut off by the death of the
// process or of the machine is left out when the file is opened. A record that is damaged
// although good ones follow it is an error.
package journal

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"strconv"
	"sync"
)

// header is the first line: the magic and the version of the format.
const header = "twilio-sim state 1\n"

// MaxRecord is the longest JSON of a record, in bytes.
const MaxRecord = 16 << 20

// A record begins with two numbers of eight hexadecimal digits, a blank after each.
const (
	digits = 8
	prefix = 2 * (digits + 1)
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli) //nolint:gochecknoglobals // a table of constants

// File is an open journal, which no other process has open. Its methods are safe for
// concurrent use.
type File struct {
	path string

	mu   sync.Mutex
	file *os.File
	size int64 // of the header and the good records
	err  error // why nothing can be appended any more
}

// Open opens a journal, or creates it with mode 0600, and calls each with every record, the
// oldest first; the bytes are valid during the call alone. It fails when the path is no
// ordinary file, when others than its owner may read it, when another process has it open,
// when it is no journal of this version, and when a record is damaged that others follow.
// What stands after the last good record is cut off: torn is how many bytes.
func Open(path string, each func(record []byte) error) (f *File, torn int64, err error) {
	file, err := openLocked(path)
	if err != nil {
		return nil, 0, err
	}
	f = &File{path: path, file: file}
	if torn, err = f.load(each); err != nil {
		_ = file.Close()
		return nil, 0, err
	}
	return f, torn, nil
}

// load reads the file, and leaves it with its header and its good records.
func (f *File) load(each func(record []byte) error) (torn int64, err error) {
	info, err := f.file.Stat()
	if err != nil {
		return 0, err
	}
	f.size, err = read(f.path, f.file, each)
	if err != nil {
		return 0, err
	}
	if torn = info.Size() - f.size; torn > 0 {
		if err := f.file.Truncate(f.size); err != nil {
			return 0, fmt.Errorf("cutting the torn end of %s off: %w", f.path, err)
		}
	}
	if f.size == 0 {
		return torn, f.write([]byte(header))
	}
	return torn, nil
}

// Append writes records to the file in one go. They are with the operating system once it
// returns: the death of the process does not take them, that of the machine may until [File.Sync].
// It fails for a record that is longer than [MaxRecord], and then writes none.
func (f *File) Append(records ...[]byte) error {
	var lines []byte
	for _, record := range records {
		if len(record) > MaxRecord || bytes.IndexByte(record, '\n') >= 0 {
			return fmt.Errorf("a record for %s has %d bytes or a line break: at most %d and none are possible", f.path, len(record), MaxRecord)
		}
		lines = AppendRecord(lines, record)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.write(lines)
}

// write adds bytes, all or none; f.mu is held. Once it can neither write nor take half a
// write back, it writes nothing more.
func (f *File) write(lines []byte) error {
	if f.err != nil {
		return f.err
	}
	n, err := f.file.Write(lines)
	if err == nil {
		f.size += int64(n)
		return nil
	}
	if undo := f.file.Truncate(f.size); undo != nil {
		f.err = fmt.Errorf("writing %s: %w", f.path, errors.Join(err, undo))
	}
	return fmt.Errorf("writing %s: %w", f.path, err)
}

// AppendRecord appends the line of a record.
func AppendRecord(lines, record []byte) []byte {
	lines = fmt.Appendf(lines, "%08x %08x ", len(record), crc32.Checksum(record, castagnoli))
	return append(append(lines, record...), '\n')
}

// Size is the length of the file in bytes.
func (f *File) Size() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.size
}

// Sync returns once the records are on the disk.
func (f *File) Sync() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.file.Sync()
}

// Close writes the records to the disk, closes the file and lets others open it.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if errors.Is(f.err, os.ErrClosed) {
		return nil
	}
	err := errors.Join(f.file.Sync(), f.file.Close())
	f.err = fmt.Errorf("writing %s: %w", f.path, os.ErrClosed)
	return err
}

// Replace puts a file with other records in the place of this one, in one step: whatever
// happens, one of the two is there as a whole.
func (f *File) Replace(records [][]byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	next, err := createBeside(f.path)
	if err != nil {
		return err
	}
	content := []byte(header)
	for _, record := range records {
		content = AppendRecord(content, record)
	}
	_, err = next.Write(content)
	err = errors.Join(err, next.Sync())
	if err == nil {
		err = os.Rename(next.Name(), f.path)
	}
	if err != nil {
		return fmt.Errorf("writing %s anew: %w", f.path, errors.Join(err, next.Close(), os.Remove(next.Name())))
	}
	_ = f.file.Close()
	f.file, f.size = next, int64(len(content))
	return syncFolder(f.path)
}

// damaged is the error of a record in the middle that cannot be read.
func damaged(path string, offset int64) error {
	return fmt.Errorf("%s is damaged at byte %d, and good records follow: restore the file from a copy, or keep what stands before by \"head -c %d\", or move the file away to begin anew", path, offset, offset)
}

// read calls each with the records of a journal and returns where the last good one ends.
func read(path string, from io.Reader, each func(record []byte) error) (good int64, err error) {
	lines := newLines(from)
	first, err := lines.next()
	switch {
	case err != nil:
		return 0, err
	case len(first) < len(header) && bytes.HasPrefix([]byte(header), first):
		return 0, nil // empty, or torn as it was created
	case string(first) != header:
		return 0, fmt.Errorf("%s is no state file of this version: give another path, or move the file away", path)
	}
	good = int64(len(header))
	for at, bad := good, false; ; {
		line, err := lines.next()
		if err != nil || line == nil {
			return good, err
		}
		record, ok := recordIn(line)
		switch {
		case ok && bad, !ok && endsInRecord(line):
			return 0, damaged(path, good)
		case !ok:
			bad = true
		default:
			if err := each(record); err != nil {
				return 0, fmt.Errorf("%s, the record at byte %d: %w", path, at, err)
			}
		}
		if at += int64(lines.length); !bad {
			good = at
		}
	}
}

// recordIn is the JSON of a line, false when the line is damaged.
func recordIn(line []byte) (record []byte, ok bool) {
	if len(line) < prefix+1 || line[len(line)-1] != '\n' || line[digits] != ' ' || line[prefix-1] != ' ' {
		return nil, false
	}
	length, err := strconv.ParseUint(string(line[:digits]), 16, 32)
	sum, err2 := strconv.ParseUint(string(line[digits+1:prefix-1]), 16, 32)
	record = line[prefix : len(line)-1]
	return record, err == nil && err2 == nil && length == uint64(len(record)) && sum == uint64(crc32.Checksum(record, castagnoli))
}

// endsInRecord says whether a damaged line ends in a good record, which is so when the break
// before that one was damaged.
func endsInRecord(line []byte) bool {
	const candidates = 100 // which bounds the work
	tried := 0
	for at := 1; at+prefix < len(line) && tried < candidates; at++ {
		if line[at+digits] != ' ' || line[at+prefix-1] != ' ' {
			continue
		}
		tried++
		if _, ok := recordIn(line[at:]); ok {
			return true
		}
	}
	return false
}
