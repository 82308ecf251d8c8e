package twiliotest

import (
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// Where the files are kept: a host of its own, and a first path segment of its
// own on this machine's loopback.
const (
	storageHost  = "mms.twiliocdn.com"
	storageLabel = "storage"
)

// file is the resource at an address on the web.
type file struct {
	contentType string
	content     []byte
}

// File sets the contents at the address of a MediaURL. Without it a file holds its
// own address as text, with the type that the address ends in.
func (s *Sim) File(url, contentType string, content []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.files[url]; !known {
		s.fileOrder = append(s.fileOrder, url)
	}
	s.files[url] = file{contentType, slices.Clone(content)}
}

// media is one file of a message.
type media struct {
	file

	url     string // in MediaURL
	sid     string
	created time.Time
	fetched bool // the content takes up memory, see FetchMedia
}

func (s *Sim) newMedia(url string, now time.Time) *media {
	f, known := s.files[url]
	if !known {
		f = fileAt(url)
	}
	return &media{file: f, url: url, sid: s.newSID("ME"), created: now}
}

// fileAt is a file of which only the address is known.
func fileAt(url string) file { return file{typeOf(url), []byte(url)} }

// typeOf guesses by the ending, the same on every machine.
func typeOf(url string) string {
	address, _, _ := strings.Cut(url, "?")
	switch strings.ToLower(path.Ext(address)) {
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".png":
		return "image/png"
	case ".gif":
		return "image/gif"
	case ".pdf":
		return "application/pdf"
	case ".mp4":
		return "video/mp4"
	}
	return "application/octet-stream"
}

type mediaJSON struct {
	SID         string  `json:"sid"`
	AccountSID  string  `json:"account_sid"`
	ParentSID   string  `json:"parent_sid"`
	ContentType string  `json:"content_type"`
	DateCreated *string `json:"date_created"`
	DateUpdated *string `json:"date_updated"`
	URI         string  `json:"uri"`
}

func mediaListPath(account, messageSID string) string {
	return accountPath(account, "/Messages/"+messageSID+"/Media")
}

func (m *media) json(account, messageSID string) mediaJSON {
	return mediaJSON{
		SID: m.sid, AccountSID: account, ParentSID: messageSID, ContentType: m.contentType,
		DateCreated: rfc2822(m.created), DateUpdated: rfc2822(m.created), URI: mediaListPath(account, messageSID) + "/" + m.sid + ".json",
	}
}

// findMedia returns the file that the path names and its message.
func (s *Sim) findMedia(r *request) (*message, int, *apiError) {
	messageSID, sid := r.ids["MessageSid"], r.ids["Sid"]
	if m := s.find(r, messageSID); m != nil {
		if i := slices.IndexFunc(m.media, func(f *media) bool { return f.sid == sid }); i >= 0 {
			return m, i, nil
		}
	}
	return nil, 0, notFound(mediaListPath(r.account, messageSID) + "/" + sid + ".json")
}

func (s *Sim) fetchMedia(r *request) (any, *apiError) {
	m, i, problem := s.findMedia(r)
	if problem != nil {
		return nil, problem
	}
	return m.media[i].json(m.account, m.SID), nil
}

func (s *Sim) listMedia(r *request) (any, *apiError) {
	m := s.find(r, r.ids["MessageSid"])
	if m == nil {
		return nil, notFound(messagePath(r.account, r.ids["MessageSid"]))
	}
	var found []*media
	for _, f := range m.media {
		if inTimes(r.query, "DateCreated", f.created) {
			found = append(found, f)
		}
	}
	return pageOf(r, mediaListPath(m.account, m.SID)+".json", "media_list", found,
		func(f *media) string { return f.sid }, func(f *media) any { return f.json(m.account, m.SID) })
}

func (s *Sim) deleteMedia(r *request) (any, *apiError) {
	m, i, problem := s.findMedia(r)
	if problem != nil {
		return nil, problem
	}
	s.releaseFile(m.media[i])
	m.media = slices.Delete(m.media, i, i+1)
	s.emitMessage(m)
	return nil, nil //nolint:nilnil // no body, no error
}

// matchMediaFile recognises the address of a file itself, which is that of its
// record without .json.
func matchMediaFile(method, host, escapedPath string) (ids map[string]string, ok bool) {
	parts := strings.Split(strings.TrimPrefix(escapedPath, "/"), "/")
	const segments = 7 // 2010-04-01/Accounts/AC…/Messages/MM…/Media/ME…
	if method != http.MethodGet || host != "api" || len(parts) != segments || strings.Contains(parts[6], ".") ||
		parts[0] != "2010-04-01" || parts[1] != "Accounts" || parts[3] != "Messages" || parts[5] != "Media" {
		return nil, false
	}
	return map[string]string{"AccountSid": parts[2], "MessageSid": parts[4], "Sid": parts[6]}, true
}

// redirectToFile answers with the address of the file in the storage.
func (s *Sim) redirectToFile(r *request) (any, *apiError) {
	_, _, problem := s.findMedia(r)
	if problem != nil {
		return nil, problem
	}
	return r.storage + "/" + r.account + "/" + r.ids["Sid"], nil
}

// storageFor returns the address of the storage: on the host that was asked, if
// that is this machine.
func storageFor(r *http.Request) string {
	if behind, ok := r.Context().Value(storageKey{}).(string); ok {
		return behind
	}
	if strings.HasSuffix(r.Host, ".twilio.com") {
		return "https://" + storageHost
	}
	return "http://" + r.Host + "/" + storageLabel
}

// emptyFile is the name of the file that operations without behaviour redirect to.
const emptyFile = "empty"

// serveStorage serves a file to whoever knows its address. Credentials are none
// of the storage's business.
func (s *Sim) serveStorage(w http.ResponseWriter, r *http.Request, escapedPath string) {
	if r.Header.Get("Authorization") != "" {
		s.failf("twiliotest: credentials were sent to the storage of media")
		http.Error(w, "credentials are not for the storage", http.StatusBadRequest)
		return
	}
	f, ok := s.stored(path.Base(escapedPath))
	if path.Base(escapedPath) == emptyFile {
		f, ok = file{contentType: "text/plain"}, true
	}
	if !ok || r.Method != http.MethodGet {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.contentType)
	_, _ = w.Write(f.content)
}

func (s *Sim) stored(sid string) (file, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if day, found := strings.CutPrefix(sid, deactivationFile); found {
		return s.deactivationsOf(day), true
	}
	if f, ok := s.videoFile(sid); ok {
		return f, true
	}
	for _, m := range s.messages {
		for _, f := range m.media {
			if f.sid == sid {
				return f.file, true
			}
		}
	}
	return file{}, false
}
