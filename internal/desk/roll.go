package desk

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/seed15d99369/twilio/internal/journal"
)

// roll is the file that lists the workspaces, so that a restart finds them again. It holds
// their tokens, as the files of the workspaces do, and is as private: mode 0600, locked, and
// reached through no link. A nil roll remembers nothing.
type roll struct{ file *journal.File }

// rollEntry is a workspace in the file.
type rollEntry struct {
	Workspace string `json:"workspace"` // the SID of its account
	Token     string `json:"token"`     // with which it began
}

// openRoll opens the list, which may be a new file, and returns whom it lists.
func openRoll(path string) (*roll, []identity, error) {
	var listed []identity
	file, _, err := journal.Open(path, func(record []byte) error {
		var entry rollEntry
		if json.Unmarshal(record, &entry) != nil || !isAccountSID(entry.Workspace) || !isToken(entry.Token) {
			return errors.New("the file lists no workspaces: it belongs to a server without -workspaces; name another file")
		}
		listed = append(listed, identity{entry.Workspace, entry.Token})
		if len(listed) > maxWorkspaces {
			return fmt.Errorf("the file lists more than %d workspaces", maxWorkspaces)
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return &roll{file}, listed, nil
}

func (l *roll) add(who identity) error {
	if l == nil {
		return nil
	}
	record, err := json.Marshal(rollEntry{who.sid, who.token})
	if err != nil {
		return err
	}
	return l.file.Append(record)
}

func (l *roll) close() error {
	if l == nil {
		return nil
	}
	return l.file.Close()
}
