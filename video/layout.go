package video

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
)

// Layout is how the videos of a composition are arranged: regions by names of the
// application's own. A grid of all videos is one region:
//
//	video.Layout{"grid": {VideoSources: []string{"*"}}}
//
// Twilio docs: https://www.twilio.com/docs/video/api/compositions-resource#specifying-video-layouts
type Layout map[string]Region

// Region is a rectangle of the picture, which shows its videos in a grid of cells. The
// zero values of its position and its size make it as large as the picture.
//
// Twilio docs: https://www.twilio.com/docs/video/api/compositions-resource#region-as-a-grid
type Region struct {
	VideoSources         []string `json:"video_sources,omitempty" check:"required"` // names or SIDs of tracks; * stands for any characters
	VideoSourcesExcluded []string `json:"video_sources_excluded,omitempty"`

	XPos   int `json:"x_pos,omitempty"`                // pixels from the left
	YPos   int `json:"y_pos,omitempty"`                // pixels from the top
	ZPos   int `json:"z_pos,omitempty" check:"signed"` // -99 to 99: the higher one covers the lower one
	Width  int `json:"width,omitempty"`                // pixels; 0 is up to the right edge
	Height int `json:"height,omitempty"`               // pixels; 0 is down to the bottom

	MaxColumns    int   `json:"max_columns,omitempty"`    // 1 to 1,000; 0 leaves it to Twilio
	MaxRows       int   `json:"max_rows,omitempty"`       // 1 to 1,000; 0 leaves it to Twilio
	CellsExcluded []int `json:"cells_excluded,omitempty"` // cells that stay empty, counted from 0 in rows from the top left
	Reuse         Reuse `json:"reuse,omitempty"`          // "" is ReuseShowOldest
}

// Reuse says what happens with a cell of a region when there are more videos than cells.
//
// Twilio docs: https://www.twilio.com/docs/video/api/compositions-resource#understanding-reuse
type Reuse string

// The ways in which cells are used again.
const (
	ReuseNone       Reuse = "none"        // a cell shows one video, and stays empty after it
	ReuseShowOldest Reuse = "show_oldest" // a cell shows the next video after the one that ended
	ReuseShowNewest Reuse = "show_newest" // a new video takes the cell of the oldest one
)

// The limits of layouts.
// https://www.twilio.com/docs/video/api/compositions-resource#specifying-video-layouts
const (
	furthestZ   = 99
	mostCells   = 1000 // in a row or a column
	leastPixels = 16
	mostPixels  = 1280
	mostArea    = 921600 // pixels
)

// check refuses regions that no composition can have.
func (l Layout) check(problems *twilio.Problems) {
	for _, name := range slices.Sorted(maps.Keys(l)) {
		region, at := l[name], "VideoLayout["+strconv.Quote(name)+"]."
		if name == "" {
			problems.Add("VideoLayout", "has a region without a name", "give each region a name of your own, such as grid")
		}
		region.checkSize(problems, at)
		if region.ZPos < -furthestZ || region.ZPos > furthestZ {
			problems.Add(at+"ZPos", "is not between -99 and 99", "give -99 to 99")
		}
		if region.MaxColumns > mostCells {
			problems.Add(at+"MaxColumns", "is more than 1,000", "give 1 to 1,000, or 0 for Twilio's choice")
		}
		if region.MaxRows > mostCells {
			problems.Add(at+"MaxRows", "is more than 1,000", "give 1 to 1,000, or 0 for Twilio's choice")
		}
		for _, cell := range region.CellsExcluded {
			switch {
			case cell < 0:
				problems.Add(at+"CellsExcluded", "has a negative cell", "count the cells from 0")
			case region.MaxColumns > 0 && region.MaxRows > 0 && cell >= region.MaxColumns*region.MaxRows:
				problems.Add(at+"CellsExcluded", "has a cell that the region does not have", "count the cells from 0, in rows from the top left")
			}
		}
	}
}

// checkSize refuses a region that no picture has room for.
func (r Region) checkSize(problems *twilio.Problems, at string) {
	for _, side := range [...]struct {
		field          string
		position, size int
	}{{"Width", r.XPos, r.Width}, {"Height", r.YPos, r.Height}} {
		if side.position+side.size > mostPixels {
			problems.Add(at+side.field, "reaches beyond 1,280 pixels, which no picture has", "give a position and a size that fit into the Resolution")
		}
	}
}

// checkPicture refuses a composition of nothing, and layouts and sizes that cannot be.
func checkPicture(problems *twilio.Problems, layout Layout, audio []string, resolution string) {
	checkSources(problems, layout, audio)
	layout.check(problems)
	checkResolution(problems, resolution)
}

// checkSources refuses a composition of nothing.
func checkSources(problems *twilio.Problems, layout Layout, audio []string) {
	if len(layout) == 0 && len(audio) == 0 {
		problems.Add("VideoLayout", "is empty, and so is AudioSources", `give one of them: Layout{"grid": {VideoSources: []string{"*"}}} and AudioSources []string{"*"} take everything`)
	}
}

// checkResolution refuses a text that is no size of a picture.
func checkResolution(problems *twilio.Problems, resolution string) {
	if resolution == "" {
		return
	}
	width, height, _ := strings.Cut(resolution, "x")
	w, _ := strconv.Atoi(width)
	h, _ := strconv.Atoi(height)
	if fmt.Sprintf("%dx%d", w, h) != resolution || min(w, h) < leastPixels || max(w, h) > mostPixels || w*h > mostArea {
		problems.Add("Resolution", "is not a size that a composition can have", "give width and height such as 1280x720: 16 to 1,280 pixels each, and 921,600 together at most")
	}
}
