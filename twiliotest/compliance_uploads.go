package twiliotest

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// uploadHost takes the files of documents, which Twilio's files leave out.
// https://www.twilio.com/docs/phone-numbers/document-apis
const uploadHost = "numbers-upload"

// The longest bodies that are read, in bytes: a file has at most 10 MB.
const maxUpload = 11 << 20

func longestBody(host string) int64 {
	if host == uploadHost {
		return maxUpload
	}
	return maxForm
}

// upload is an operation that takes a file.
type upload struct {
	op     *contract.Operation
	handle handler
}

// uploadTo returns the upload at an address, nil for none.
func uploadTo(method, host, path string) *upload {
	if method != http.MethodPost || host != uploadHost {
		return nil
	}
	switch path {
	case documentsPath:
		if op, _, found := contract.Find(method, numbersHost, path); found {
			return &upload{op, (*Sim).uploadDocument}
		}
	case "/v1/Documents":
		return &upload{&contract.Operation{
			ID: "CreateDocument", Host: uploadHost, Method: method, Path: path, Answers: []contract.Answer{{Status: http.StatusCreated, Kind: contract.ObjectAnswer}},
		}, (*Sim).uploadPortingDocument}
	}
	return nil
}

// readMultipart returns the fields of a form with files, without the files.
func readMultipart(body []byte, boundary string) (fields url.Values, mediaType string) {
	fields = url.Values{}
	parts := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := parts.NextPart()
		if err != nil {
			return fields, mediaType
		}
		content, err := io.ReadAll(io.LimitReader(part, maxUpload))
		switch {
		case err != nil:
			return fields, mediaType
		case part.FileName() == "":
			fields.Add(part.FormName(), string(content))
		case part.FormName() == "File" && len(content) > 0:
			mediaType = part.Header.Get("Content-Type")
		}
	}
}

// fileType is the media type of the file in a request, "" when there is none.
func (r *request) fileType() string {
	_, params, _ := mime.ParseMediaType(r.http.Header.Get("Content-Type"))
	_, mediaType := readMultipart(r.body, params["boundary"])
	return mediaType
}

func (s *Sim) uploadDocument(r *request) (any, *apiError) {
	mediaType, problem := r.acceptedFile()
	if problem != nil {
		return nil, problem
	}
	_, document, problem := s.makeKept(r, members{"status": "draft", "mime_type": mediaType})
	if problem != nil {
		return nil, problem
	}
	document.values["url"] = strings.Replace(r.origin(), uploadHost, numbersHost, 1) + document.path // where it is read
	return s.show(r, document), nil
}

// acceptedFile refuses a request without a file of a type that Twilio takes.
func (r *request) acceptedFile() (mediaType string, problem *apiError) {
	switch mediaType = r.fileType(); mediaType {
	case "image/jpeg", "image/png", "application/pdf":
		return mediaType, nil
	}
	return "", badRequest(twilio.CodeBadRequest, "File: give a JPEG, a PNG or a PDF")
}

// uploadPortingDocument keeps a document for port-in requests.
func (s *Sim) uploadPortingDocument(r *request) (any, *apiError) {
	mediaType, problem := r.acceptedFile()
	if problem != nil {
		return nil, problem
	}
	if r.form.Get("document_type") == "" {
		return nil, badRequest(twilio.CodeBadRequest, "document_type is required")
	}
	sid, now := s.newSID("RD"), s.Clock.Now()
	s.resources.put(numbersHost, portingDocumentsPath, &resource{path: portingDocumentsPath + "/" + sid, shelf: portingDocumentsPath, values: members{}, created: now, updated: now})
	return map[string]any{
		"sid": sid, "account_sid": r.account, "friendly_name": r.form.Get("friendly_name"), "document_type": r.form.Get("document_type"),
		"mime_type": mediaType, "status": "draft", "version": 1, "date_created": iso8601(now), "date_updated": iso8601(now),
	}, nil
}

const portingDocumentsPath = "/v1/Documents"
