package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// openLocked opens an ordinary file that nobody else has open, or creates it.
func openLocked(path string) (*os.File, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("opening the state file: %w", err)
	default:
		if err := refuse(path, info); err != nil {
			return nil, err
		}
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND|openFlags, ownerOnly)
	if err != nil {
		return nil, fmt.Errorf("opening the state file: %w", err)
	}
	if err := claim(path, file); err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// ownerOnly is the mode of a file that holds secrets.
const ownerOnly fs.FileMode = 0o600

// refuse returns why a file cannot be a journal, nil if it can.
func refuse(path string, info fs.FileInfo) error {
	switch mode := info.Mode(); {
	case mode&fs.ModeSymlink != 0:
		return fmt.Errorf("%s is a symbolic link: give the path of the file itself", path)
	case !mode.IsRegular():
		return fmt.Errorf("%s is no ordinary file: give the path of a file, which may be a new one", path)
	case modesCount && mode.Perm()&^ownerOnly != 0:
		return fmt.Errorf("%s has mode %04o, and it holds secrets: run \"chmod 600\" on it, so that its owner alone can read it", path, mode.Perm())
	}
	return nil
}

// claim locks an open file, and checks that it is still the one at its path, which may have
// been replaced meanwhile.
func claim(path string, file *os.File) error {
	opened, err := file.Stat()
	if err != nil {
		return err
	}
	if err := refuse(path, opened); err != nil {
		return err
	}
	if err := lock(file); err != nil {
		return fmt.Errorf("another process has %s open: stop it, or give another path: %w", path, err)
	}
	named, err := os.Lstat(path)
	if err != nil || !os.SameFile(opened, named) {
		return fmt.Errorf("%s has been replaced while it was opened: start again", path)
	}
	return nil
}

// createBeside creates a locked file in the same folder, for the content that is to replace
// that of a path.
func createBeside(path string) (*os.File, error) {
	beside := path + ".new"
	if err := os.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a process that died
		return nil, fmt.Errorf("writing the state file anew: %w", err)
	}
	file, err := os.OpenFile(beside, os.O_RDWR|os.O_CREATE|os.O_EXCL|os.O_APPEND|openFlags, ownerOnly)
	if err != nil {
		return nil, fmt.Errorf("writing the state file anew: %w", err)
	}
	if err := lock(file); err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(beside))
	}
	return file, nil
}

// syncFolder puts the new name of a file on the disk.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	_ = folder.Sync() // which some file systems cannot do
	return folder.Close()
}
