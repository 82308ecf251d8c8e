package twiliotest

import (
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
)

// compositionHookHandler returns the handler of an operation on composition hooks, nil for
// all others.
func compositionHookHandler(operation string) handler {
	switch operation {
	case "CreateCompositionHook":
		return (*Sim).createCompositionHook
	case "FetchCompositionHook":
		return onCompositionHook((*Sim).fetchCompositionHook)
	case "ListCompositionHook":
		return (*Sim).listCompositionHooks
	case "UpdateCompositionHook":
		return onCompositionHook((*Sim).updateCompositionHook)
	case "DeleteCompositionHook":
		return onCompositionHook((*Sim).deleteCompositionHook)
	}
	return nil
}

// videoHook composes the rooms of an account when they end.
type videoHook struct {
	itemRecord
	composing

	friendlyName string
	enabled      bool
}

// onCompositionHook lets a handler act on the hook that the path names.
func onCompositionHook(act func(*Sim, *request, *videoHook) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		h := recordOf(s.video.hooks, r.ids["Sid"])
		if h == nil || h.account != r.account {
			return nil, r.absent()
		}
		return act(s, r, h)
	}
}

func (s *Sim) createCompositionHook(r *request) (any, *apiError) {
	h := &videoHook{}
	if problem := s.applyHook(r, h); problem != nil {
		return nil, problem
	}
	h.itemRecord = s.newItemRecord(r, "HK")
	s.video.hooks = append(s.video.hooks, h)
	return h.json(r), nil
}

// applyHook takes over the parameters of a request, which are the whole of a hook. The
// account has one hook of a name.
func (s *Sim) applyHook(r *request, h *videoHook) *apiError {
	const longestName = 100 // characters
	name := r.form.Get("FriendlyName")
	if len([]rune(name)) > longestName {
		return badRequest(twilio.CodeBadRequest, "FriendlyName takes 1 to %d characters", longestName)
	}
	for _, other := range s.video.hooks {
		if other != h && other.account == r.account && other.friendlyName == name {
			return conflict(twilio.CodeConflict, "A composition hook of that name exists")
		}
	}
	how, problem := readComposing(r)
	if problem != nil {
		return problem
	}
	h.composing, h.friendlyName, h.enabled = how, name, !r.form.Has("Enabled") || isTrue(r.form.Get("Enabled"))
	return nil
}

func (s *Sim) fetchCompositionHook(r *request, h *videoHook) (any, *apiError) { return h.json(r), nil }

func (s *Sim) listCompositionHooks(r *request) (any, *apiError) {
	name := strings.ToLower(r.query.Get("FriendlyName"))
	var found []*videoHook
	for _, h := range s.video.hooks {
		if h.account == r.account && (name == "" || matchesStars(name, strings.ToLower(h.friendlyName))) &&
			(!r.query.Has("Enabled") || h.enabled == isTrue(r.query.Get("Enabled"))) && inCreated(r, h.created) {
			found = append(found, h)
		}
	}
	return listItems(r, "composition_hooks", found, func(h *videoHook) any { return h.json(r) })
}

func (s *Sim) updateCompositionHook(r *request, h *videoHook) (any, *apiError) {
	if problem := s.applyHook(r, h); problem != nil {
		return nil, problem
	}
	h.updated = s.Clock.Now()
	return h.json(r), nil
}

func (s *Sim) deleteCompositionHook(_ *request, h *videoHook) (any, *apiError) {
	s.video.hooks = without(s.video.hooks, h)
	return nil, nil //nolint:nilnil // no body, no error
}

// composeByHooks begins the compositions of a room that has ended; s.mu is held.
func (s *Sim) composeByHooks(room *videoRoom) {
	for _, h := range s.video.hooks {
		switch {
		case !h.enabled || h.account != room.account || !room.isGroup():
		case len(room.recordings) > 0:
			s.compose(room, h.composing, h.sid)
		case h.callback.url != "":
			form := url.Values{"AccountSid": {room.account}, "RoomSid": {room.sid}, "HookSid": {h.sid}}
			s.tellVideo(h.sid, true, h.callback, "composition-hook-failed", form, map[string]string{"ErrorMessage": "The room has no recordings"})
		}
	}
}

type compositionHookJSON struct {
	composingJSON

	SID          string  `json:"sid"`
	AccountSID   string  `json:"account_sid"`
	FriendlyName string  `json:"friendly_name"`
	Enabled      bool    `json:"enabled"`
	DateCreated  *string `json:"date_created"`
	DateUpdated  *string `json:"date_updated"`
	URL          string  `json:"url"`
}

func (v *videoHook) json(r *request) compositionHookJSON {
	return compositionHookJSON{
		composingJSON: v.composing.json(), SID: v.sid, AccountSID: v.account, FriendlyName: v.friendlyName, Enabled: v.enabled,
		DateCreated: iso8601(v.created), DateUpdated: iso8601(v.updated), URL: videoURL(r, "CompositionHooks", v.sid),
	}
}
