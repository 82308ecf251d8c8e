package twiliotest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
)

// Bounds of files that are fetched, in bytes.
// https://www.twilio.com/docs/messaging/guides/accepted-mime-types
const (
	maxFile    = 5 << 20
	maxFetched = 64 << 20 // of all that are kept; the oldest go first
)

// codeFileTooLarge is the code of a file that Twilio does not take.
// https://www.twilio.com/docs/api/errors/11751
const codeFileTooLarge = 11751

// FetchMedia lets the simulator fetch the files of messages from the addresses in MediaURL, as
// Twilio does: from the handlers of [Sim.Handle], from loopback and from the hosts of
// [WebhookHosts]. The files of messages from phones are fetched, too. A file that cannot be had
// is an alert, and the message goes its way without it. Without this option, and for such a
// file, the file holds its own address as text. Of all files 64 MB are kept.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/accepted-mime-types
func FetchMedia() Option {
	return func(c *config) error {
		c.fetchMedia = true
		return nil
	}
}

// fetchFiles lets the files of a new message be fetched; s.mu is held.
func (s *Sim) fetchFiles(m *message) {
	if !s.config.fetchMedia || s.state.isRestoring() {
		return
	}
	for _, kept := range m.media {
		if _, known := s.files[kept.url]; !known {
			s.later(func() { s.fetchFile(m, kept) })
		}
	}
}

// fetchFile gets the content of a file of a message.
func (s *Sim) fetchFile(m *message, kept *media) {
	got, err := s.download(kept.url)
	if err != nil {
		code := failureCode(err)
		if errors.Is(err, errFileTooLarge) {
			code = codeFileTooLarge
		}
		s.alertAbout(subject{account: m.account, message: m.SID}, code, kept.url, "the file of message %s cannot be fetched: %v", m.SID, err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.messageIndex.bySID[m.SID] != m || !slices.Contains(m.media, kept) {
		return // it is forgotten or deleted by now
	}
	kept.file, kept.fetched = got, true
	s.fetchedBytes += len(got.content)
	s.emitMessage(m)
	for _, older := range s.messages {
		if s.fetchedBytes <= maxFetched {
			break
		}
		s.releaseFiles(older)
	}
}

// releaseFiles takes the contents of the files of a message away that were fetched; s.mu is
// held.
func (s *Sim) releaseFiles(m *message) {
	for _, kept := range m.media {
		s.releaseFile(kept)
	}
}

func (s *Sim) releaseFile(kept *media) {
	if kept.fetched {
		s.fetchedBytes -= len(kept.content)
		kept.file, kept.fetched = fileAt(kept.url), false
	}
}

var errFileTooLarge = errors.New("it is larger than 5 MB")

// download returns the file at an address, behind its redirects.
func (s *Sim) download(address string) (file, error) {
	ctx, cancel := context.WithTimeoutCause(s.hookContext, hookTimeout, errNoAnswer)
	defer cancel()
	at, err := url.Parse(address)
	if err != nil || at.Host == "" {
		return file{}, errors.New("its address cannot be read")
	}
	var got file
	err = follow(ctx, at, func(at *url.URL) (next *url.URL, err error) {
		got, next, err = s.downloadFrom(ctx, at)
		return next, err
	})
	return got, err
}

// downloadFrom returns the file at an address, or where that leads.
func (s *Sim) downloadFrom(ctx context.Context, at *url.URL) (got file, next *url.URL, err error) {
	bare := *at
	bare.User = nil
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, bare.String(), http.NoBody)
	if err != nil {
		return file{}, nil, err
	}
	authorize(req, at.User)
	req.Header.Set("User-Agent", "TwilioProxy/1.1")
	resp, err := s.reach(req)
	if err != nil {
		return file{}, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if next := redirected(resp, at); next != nil {
		return file{}, next, nil
	}
	if resp.StatusCode != http.StatusOK {
		return file{}, nil, fmt.Errorf("the answer has status %d", resp.StatusCode)
	}
	content, err := io.ReadAll(io.LimitReader(resp.Body, maxFile+1))
	if len(content) > maxFile {
		return file{}, nil, errFileTooLarge
	}
	return file{resp.Header.Get("Content-Type"), content}, nil, err
}
