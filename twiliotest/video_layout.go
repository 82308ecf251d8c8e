package twiliotest

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
)

// videoRegion is a rectangle of a composition.
// https://www.twilio.com/docs/video/api/compositions-resource#specifying-video-layouts
type videoRegion struct {
	Sources    []string `json:"video_sources"`
	Excluded   []string `json:"video_sources_excluded"`
	X          int      `json:"x_pos"`
	Y          int      `json:"y_pos"`
	Z          int      `json:"z_pos"`
	Width      int      `json:"width"`
	Height     int      `json:"height"`
	MaxColumns int      `json:"max_columns"`
	MaxRows    int      `json:"max_rows"`
	Cells      []int    `json:"cells_excluded"`
	Reuse      string   `json:"reuse"`
}

// composing is how recordings are composed: the parameters that a composition and a hook
// have in common.
type composing struct {
	layout        json.RawMessage
	regions       map[string]videoRegion
	audio         []string
	audioExcluded []string
	resolution    string
	format        string
	trim          bool
	callback      hook
}

// readComposing takes over the parameters of a request.
func readComposing(r *request) (composing, *apiError) {
	c := composing{
		layout: json.RawMessage("{}"), audio: nonNil(r.form["AudioSources"]), audioExcluded: nonNil(r.form["AudioSourcesExcluded"]),
		resolution: "640x480", format: "webm", trim: true, callback: callbackOf(r),
	}
	setText(r.form, "Resolution", &c.resolution)
	setText(r.form, "Format", &c.format)
	if r.form.Has("Trim") {
		c.trim = isTrue(r.form.Get("Trim"))
	}
	if text := r.form.Get("VideoLayout"); text != "" {
		regions, ok := readLayout(text)
		if !ok {
			return c, badRequest(twilio.CodeBadRequest, "Invalid VideoLayout")
		}
		c.layout, c.regions = json.RawMessage(text), regions
	}
	switch {
	case !isResolution(c.resolution):
		return c, badRequest(twilio.CodeBadRequest, "Invalid Resolution")
	case len(c.regions) == 0 && len(c.audio) == 0:
		return c, badRequest(twilio.CodeBadRequest, "Either VideoLayout or AudioSources is required")
	}
	return c, nil
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// readLayout reads a layout as it is sent: a JSON object of regions.
func readLayout(text string) (regions map[string]videoRegion, ok bool) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&regions); err != nil || decoder.More() || !json.Valid([]byte(text)) {
		return nil, false
	}
	for _, region := range regions {
		if !region.isValid() {
			return nil, false
		}
	}
	return regions, true
}

func (v *videoRegion) isValid() bool {
	const furthest, mostCells = 99, 1000
	switch {
	case len(v.Sources) == 0, v.X < 0, v.Y < 0, v.Width < 0, v.Height < 0, v.Z < -furthest, v.Z > furthest:
		return false
	case v.MaxColumns < 0, v.MaxColumns > mostCells, v.MaxRows < 0, v.MaxRows > mostCells:
		return false
	}
	for _, cell := range v.Cells {
		if cell < 0 {
			return false
		}
	}
	return v.Reuse == "" || v.Reuse == "none" || v.Reuse == "show_oldest" || v.Reuse == "show_newest"
}

// isResolution says whether a picture can have a size.
func isResolution(text string) bool {
	const least, most, area = 16, 1280, 921600 // pixels
	w, h, _ := strings.Cut(text, "x")
	width, wErr := strconv.Atoi(w)
	height, hErr := strconv.Atoi(h)
	return wErr == nil && hErr == nil && min(width, height) >= least && max(width, height) <= most && width*height <= area
}

// shows says whether a recording is a part of a composition.
func (c *composing) shows(rec *videoRecording) bool {
	if rec.track.kind == "audio" {
		return namedBy(rec.track, c.audio) && !namedBy(rec.track, c.audioExcluded)
	}
	for _, region := range c.regions {
		if namedBy(rec.track, region.Sources) && !namedBy(rec.track, region.Excluded) {
			return true
		}
	}
	return false
}

// namedBy says whether one of the sources names a track, by its name or its SID.
func namedBy(t *videoTrack, sources []string) bool {
	for _, source := range sources {
		if matchesStars(source, t.name) || matchesStars(source, t.sid) {
			return true
		}
	}
	return false
}

// matchesStars compares a text with a pattern in which * stands for any characters.
func matchesStars(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	first, last := parts[0], parts[len(parts)-1]
	if len(parts) == 1 {
		return pattern == text
	}
	rest, found := strings.CutPrefix(text, first)
	if !found {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		_, after, found := strings.Cut(rest, part)
		if !found {
			return false
		}
		rest = after
	}
	return strings.HasSuffix(rest, last)
}
