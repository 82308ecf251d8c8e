package video

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
)

// CompositionHook lets Twilio compose every group room of the account as soon as it ends.
//
// Twilio docs: https://www.twilio.com/docs/video/api/composition-hooks
type CompositionHook struct {
	SID                  string            `json:"sid"` // HK…
	AccountSID           string            `json:"account_sid"`
	FriendlyName         string            `json:"friendly_name"`
	Enabled              bool              `json:"enabled"`
	VideoLayout          Layout            `json:"video_layout"`
	AudioSources         []string          `json:"audio_sources"`
	AudioSourcesExcluded []string          `json:"audio_sources_excluded"`
	Resolution           string            `json:"resolution"` // "640x480"
	Format               CompositionFormat `json:"format"`
	Trim                 bool              `json:"trim"`
	StatusCallback       string            `json:"status_callback"`
	StatusCallbackMethod twilio.Method     `json:"status_callback_method"`
	DateCreated          twilio.Time       `json:"date_created"`
	DateUpdated          twilio.Time       `json:"date_updated"`
	URL                  string            `json:"url"`
}

// CompositionHooks manages the hooks of the account.
type CompositionHooks struct{ c *twilio.Client }

const hooksPath = "/v1/CompositionHooks"

var (
	// The account has one hook of a name: a second create is refused as a conflict, and the
	// name tells which one it is.
	hookCreate = twilio.Operation{
		Name: "video.CompositionHooks.Create", Method: http.MethodPost, Host: host, Path: hooksPath, Class: twilio.ClassIdempotent,
	}
	hookGet  = twilio.Operation{Name: "video.CompositionHooks.Get", Method: http.MethodGet, Host: host, Path: hooksPath + "/{Sid:HK}"}
	hookList = twilio.Operation{
		Name: "video.CompositionHooks.List", Method: http.MethodGet, Host: host, Path: hooksPath, Items: "composition_hooks",
	}
	// An update converges: a value that is set twice is set.
	hookUpdate = twilio.Operation{
		Name: "video.CompositionHooks.Update", Method: http.MethodPost, Host: host, Path: hooksPath + "/{Sid:HK}", Class: twilio.ClassIdempotent,
	}
	hookDelete = twilio.Operation{Name: "video.CompositionHooks.Delete", Method: http.MethodDelete, Host: host, Path: hooksPath + "/{Sid:HK}"}
)

// CompositionHookParams is a new hook, or the whole of a hook that is changed. It needs a
// VideoLayout, AudioSources, or both. Of the fields see [CompositionCreateParams].
type CompositionHookParams struct {
	FriendlyName string `form:"FriendlyName" check:"required,max=100"` // one hook of the account has it
	Enabled      *bool  `form:"Enabled"`                               // nil is true

	VideoLayout          Layout            `form:"VideoLayout,json"`
	AudioSources         []string          `form:"AudioSources"`
	AudioSourcesExcluded []string          `form:"AudioSourcesExcluded"`
	Resolution           string            `form:"Resolution"`
	Format               CompositionFormat `form:"Format"`
	Trim                 *bool             `form:"Trim"`

	StatusCallback       string        `form:"StatusCallback" check:"url"`
	StatusCallbackMethod twilio.Method `form:"StatusCallbackMethod" check:"method"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses hooks that compose nothing, and layouts and sizes that cannot be.
func (p *CompositionHookParams) Validate(problems *twilio.Problems) {
	checkPicture(problems, p.VideoLayout, p.AudioSources, p.Resolution)
}

// Create makes a hook. From then on each group room that ends is composed, which costs
// money. A create converges, because the account has one hook of a name: it is repeated
// after failures that may pass. When the answer to an attempt is lost and the next one is
// refused because of the name, the hook of that name is returned if it has the sources of
// params and is enabled as they say.
//
// Twilio docs: https://www.twilio.com/docs/video/api/composition-hooks#create-composition-hook
func (s *CompositionHooks) Create(ctx context.Context, params CompositionHookParams, opts ...twilio.CallOption) (*CompositionHook, error) {
	return twilio.InvokeConverging(ctx, s.c, hookCreate.With(&params),
		func() (*CompositionHook, error) { return s.byName(ctx, params.FriendlyName, opts) },
		params.describes, opts...)
}

// describes reports that a hook is as the parameters want it.
func (p *CompositionHookParams) describes(h *CompositionHook) bool {
	if h == nil || h.Enabled != (p.Enabled == nil || *p.Enabled) || !slices.Equal(h.AudioSources, p.AudioSources) || len(h.VideoLayout) != len(p.VideoLayout) {
		return false
	}
	for name, region := range p.VideoLayout {
		if !slices.Equal(h.VideoLayout[name].VideoSources, region.VideoSources) {
			return false
		}
	}
	return true
}

// byName returns the hook of a name, nil when there is none.
func (s *CompositionHooks) byName(ctx context.Context, name string, opts []twilio.CallOption) (*CompositionHook, error) {
	for hook, err := range s.All(ctx, CompositionHookListParams{FriendlyName: name}, opts...) {
		if err != nil || hook.FriendlyName == name {
			return hook, err
		}
	}
	return nil, nil //nolint:nilnil // there is none
}

// Get returns a hook with its settings. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/video/api/composition-hooks#fetch-composition-hook
func (s *CompositionHooks) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*CompositionHook, error) {
	return twilio.Invoke[CompositionHook](ctx, s.c, hookGet.On(sid), opts...)
}

// CompositionHookListParams narrows [CompositionHooks.List] and [CompositionHooks.All]; its
// zero value lists everything.
type CompositionHookListParams struct {
	FriendlyName  string    `form:"FriendlyName"` // in any case of letters; * stands for any characters
	Enabled       *bool     `form:"Enabled"`
	CreatedAfter  time.Time `form:"DateCreatedAfter"`
	CreatedBefore time.Time `form:"DateCreatedBefore"`
	PageSize      int       `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"`
}

// List returns the first page of the account's hooks, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/video/api/composition-hooks#read-composition-hooks
func (s *CompositionHooks) List(ctx context.Context, params CompositionHookListParams, opts ...twilio.CallOption) (*twilio.Page[CompositionHook], error) {
	return twilio.InvokePage[CompositionHook](ctx, s.c, hookList.With(&params), opts...)
}

// All ranges over the account's hooks, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/video/api/composition-hooks#read-composition-hooks
func (s *CompositionHooks) All(ctx context.Context, params CompositionHookListParams, opts ...twilio.CallOption) iter.Seq2[*CompositionHook, error] {
	return twilio.InvokeAll[CompositionHook](ctx, s.c, hookList.With(&params), opts...)
}

// Update replaces a hook as a whole: give all that it should have. [CompositionHook.Params]
// returns what it has now. An update is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/video/api/composition-hooks#update-composition-hook
func (s *CompositionHooks) Update(ctx context.Context, sid string, params CompositionHookParams, opts ...twilio.CallOption) (*CompositionHook, error) {
	return twilio.Invoke[CompositionHook](ctx, s.c, hookUpdate.On(sid).With(&params), opts...)
}

// Params returns the parameters that make a hook as this one is, for [CompositionHooks.Update].
//
// Twilio docs: https://www.twilio.com/docs/video/api/composition-hooks#update-composition-hook
func (h *CompositionHook) Params() CompositionHookParams {
	return CompositionHookParams{
		FriendlyName: h.FriendlyName, Enabled: &h.Enabled, VideoLayout: h.VideoLayout, AudioSources: h.AudioSources,
		AudioSourcesExcluded: h.AudioSourcesExcluded, Resolution: h.Resolution, Format: h.Format, Trim: &h.Trim,
		StatusCallback: h.StatusCallback, StatusCallbackMethod: h.StatusCallbackMethod,
	}
}

// Enable lets a hook compose the rooms that end from now on. It reads the hook, because an
// update replaces all of it.
//
// Twilio docs: https://www.twilio.com/docs/video/api/composition-hooks#update-composition-hook
func (s *CompositionHooks) Enable(ctx context.Context, sid string, opts ...twilio.CallOption) (*CompositionHook, error) {
	return s.set(ctx, sid, true, opts)
}

// Disable keeps a hook from composing the rooms that end from now on. It reads the hook,
// because an update replaces all of it.
//
// Twilio docs: https://www.twilio.com/docs/video/api/composition-hooks#update-composition-hook
func (s *CompositionHooks) Disable(ctx context.Context, sid string, opts ...twilio.CallOption) (*CompositionHook, error) {
	return s.set(ctx, sid, false, opts)
}

func (s *CompositionHooks) set(ctx context.Context, sid string, enabled bool, opts []twilio.CallOption) (*CompositionHook, error) {
	hook, err := s.Get(ctx, sid, opts...)
	if err != nil || hook.Enabled == enabled {
		return hook, err
	}
	hook.Enabled = enabled
	return s.Update(ctx, sid, hook.Params(), opts...)
}

// Delete removes a hook. Compositions that it has made stay.
//
// Twilio docs: https://www.twilio.com/docs/video/api/composition-hooks#delete-composition-hook
func (s *CompositionHooks) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, hookDelete.On(sid), opts...)
}
