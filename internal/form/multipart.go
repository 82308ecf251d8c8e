package form

import (
	"bytes"
	"cmp"
	"fmt"
	"mime"
	"mime/multipart"
	"net/textproto"
	"net/url"
)

// File is a field of a multipart body that is a file.
type File interface {
	// FormFile returns the file: its name as the receiver sees it, its media type, and
	// its content, which is nil when there is no file.
	FormFile() (name, contentType string, content []byte)
}

// Multipart encodes params as multipart/form-data, and returns the media type with
// its boundary. It takes what [Append] takes; only here a field may be a [File].
func Multipart(params any) (body []byte, mediaType string, err error) {
	texts, err := Append(nil, InForm, params)
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range pairs(texts) {
		if err := w.WriteField(name, value); err != nil {
			return nil, "", err
		}
	}
	if err := writeFiles(w, params); err != nil {
		return nil, "", err
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return b.Bytes(), w.FormDataContentType(), nil
}

// pairs reads what Append has written, in its order.
func pairs(form []byte) func(yield func(name, value string) bool) {
	return func(yield func(name, value string) bool) {
		for pair := range bytes.SplitSeq(form, []byte{'&'}) {
			name, value, found := bytes.Cut(pair, []byte{'='})
			if !found {
				continue
			}
			plainName, _ := url.QueryUnescape(string(name))
			plainValue, _ := url.QueryUnescape(string(value))
			if !yield(plainName, plainValue) {
				return
			}
		}
	}
}

func writeFiles(w *multipart.Writer, params any) error {
	p, v, err := open(params)
	if err != nil || p == nil {
		return err
	}
	for i := range p.fields {
		f := &p.fields[i]
		if !f.file || unset(f.of(v)) {
			continue
		}
		file, _ := f.of(v).Interface().(File)
		name, contentType, content := file.FormFile()
		if content == nil {
			continue
		}
		part, err := w.CreatePart(fileHeader(f.name, name, contentType))
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", f.goName, err)
		}
	}
	return nil
}

func fileHeader(field, name, contentType string) textproto.MIMEHeader {
	return textproto.MIMEHeader{
		"Content-Disposition": {mime.FormatMediaType("form-data", map[string]string{"name": field, "filename": name})},
		"Content-Type":        {cmp.Or(contentType, "application/octet-stream")},
	}
}
