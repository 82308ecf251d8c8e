package twilio

// Upload is a field of parameters that is a file. It is for an [Operation] with
// [BodyMultipart]:
//
//	type DocumentCreateParams struct {
//		FriendlyName string        `form:"FriendlyName" check:"required"`
//		File         twilio.Upload `form:"File"`
//	}
type Upload struct {
	Name        string // as Twilio shows it: "passport.pdf"
	ContentType string // "application/pdf"; "" means application/octet-stream
	Content     []byte // nil sends no file
}

// FormFile returns the three fields. The encoder of parameters calls it.
func (u Upload) FormFile() (name, contentType string, content []byte) {
	return u.Name, u.ContentType, u.Content
}
