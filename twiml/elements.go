package twiml

// element writes e, any verb, noun or run of text. It is a type switch, and not a
// method of an interface, so that the codec stays on the stack.
func (c *codec) element(e any) {
	if c.depth >= maxDepth || c.out.Len() > maxOutput {
		return
	}
	switch v := e.(type) {
	case Text:
		c.chars(string(v))
	case Say:
		v.fields(c)
	case Play:
		v.fields(c)
	case Pause:
		v.fields(c)
	case Gather:
		v.fields(c)
	case Dial:
		v.fields(c)
	case Number:
		v.fields(c)
	case Client:
		v.fields(c)
	case Identity:
		v.fields(c)
	case Conference:
		v.fields(c)
	case Queue:
		v.fields(c)
	case Sim:
		v.fields(c)
	case Sip:
		v.fields(c)
	case URI:
		v.fields(c)
	case Headers:
		v.fields(c)
	case Header:
		v.fields(c)
	case Application:
		v.fields(c)
	case ApplicationSID:
		v.fields(c)
	case WhatsApp:
		v.fields(c)
	case Record:
		v.fields(c)
	case Redirect:
		v.fields(c)
	case Hangup:
		v.fields(c)
	case Reject:
		v.fields(c)
	case Parameter:
		v.fields(c)
	case Message:
		v.fields(c)
	case Body:
		v.fields(c)
	case Media:
		v.fields(c)
	case Break:
		v.fields(c)
	case Emphasis:
		v.fields(c)
	case Lang:
		v.fields(c)
	case P:
		v.fields(c)
	case Phoneme:
		v.fields(c)
	case Prosody:
		v.fields(c)
	case S:
		v.fields(c)
	case SayAs:
		v.fields(c)
	case Sub:
		v.fields(c)
	case W:
		v.fields(c)
	default:
		if v := pointee(e); v != nil {
			c.element(v)
		}
	}
}

// pointee returns what e points at, nil when e is a nil pointer or nothing at all.
func pointee(e any) any {
	switch v := e.(type) {
	case *Text:
		return deref(v)
	case *Say:
		return deref(v)
	case *Play:
		return deref(v)
	case *Pause:
		return deref(v)
	case *Gather:
		return deref(v)
	case *Dial:
		return deref(v)
	case *Number:
		return deref(v)
	case *Client:
		return deref(v)
	case *Identity:
		return deref(v)
	case *Conference:
		return deref(v)
	case *Queue:
		return deref(v)
	case *Sim:
		return deref(v)
	case *Sip:
		return deref(v)
	case *URI:
		return deref(v)
	case *Headers:
		return deref(v)
	case *Header:
		return deref(v)
	case *Application:
		return deref(v)
	case *ApplicationSID:
		return deref(v)
	case *WhatsApp:
		return deref(v)
	case *Record:
		return deref(v)
	case *Redirect:
		return deref(v)
	case *Hangup:
		return deref(v)
	case *Reject:
		return deref(v)
	case *Parameter:
		return deref(v)
	case *Message:
		return deref(v)
	case *Body:
		return deref(v)
	case *Media:
		return deref(v)
	case *Break:
		return deref(v)
	case *Emphasis:
		return deref(v)
	case *Lang:
		return deref(v)
	case *P:
		return deref(v)
	case *Phoneme:
		return deref(v)
	case *Prosody:
		return deref(v)
	case *S:
		return deref(v)
	case *SayAs:
		return deref(v)
	case *Sub:
		return deref(v)
	case *W:
		return deref(v)
	default:
		return nil
	}
}

func deref[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// element reads the element that c stands on, nil when there is no type for it.
func (c *cursor) element() any {
	switch c.node.name {
	case "Say":
		return read[Say](c)
	case "Play":
		return read[Play](c)
	case "Pause":
		return read[Pause](c)
	case "Gather":
		return read[Gather](c)
	case "Dial":
		return read[Dial](c)
	case "Number":
		return read[Number](c)
	case "Client":
		return read[Client](c)
	case "Identity":
		return read[Identity](c)
	case "Conference":
		return read[Conference](c)
	case "Queue":
		return read[Queue](c)
	case "Sim":
		return read[Sim](c)
	case "Sip":
		return read[Sip](c)
	case "Uri":
		return read[URI](c)
	case "Headers":
		return read[Headers](c)
	case "Header":
		return read[Header](c)
	case "Application":
		return read[Application](c)
	case "ApplicationSid":
		return read[ApplicationSID](c)
	case "WhatsApp":
		return read[WhatsApp](c)
	case "Record":
		return read[Record](c)
	case "Redirect":
		return read[Redirect](c)
	case "Hangup":
		return read[Hangup](c)
	case "Reject":
		return read[Reject](c)
	case "Parameter":
		return read[Parameter](c)
	case "Message":
		return read[Message](c)
	case "Body":
		return read[Body](c)
	case "Media":
		return read[Media](c)
	case "break":
		return read[Break](c)
	case "emphasis":
		return read[Emphasis](c)
	case "lang":
		return read[Lang](c)
	case "p":
		return read[P](c)
	case "phoneme":
		return read[Phoneme](c)
	case "prosody":
		return read[Prosody](c)
	case "s":
		return read[S](c)
	case "say-as":
		return read[SayAs](c)
	case "sub":
		return read[Sub](c)
	case "w":
		return read[W](c)
	default:
		return nil
	}
}

func read[T any, P interface {
	*T
	fields(*codec)
}](c *cursor) any {
	var v T
	P(&v).fields(&codec{in: c})
	return v
}
