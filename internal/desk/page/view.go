package page

import (
	"time"

	"github.com/seed15d99369/twilio"
)

// The views are all that the templates show. They hold text and numbers, and no HTML: the
// templates escape each text for its place.

// deskView is the whole page.
type deskView struct {
	Workspace    string // tells the tabs of one workspace from those of another
	Serial       int64  // of the newest event when the page was made
	Title        string
	Pane         string // which one a narrow screen shows: "phones", "conversation" or "wire"
	Bar          barView
	Phones       phonesView
	Conversation conversationView
	Search       *searchView // stands in the place of the conversation, nil for none
	Wire         wireView
	Faults       faultsView
}

// barView is the bar at the top, and the calls that ring.
type barView struct {
	Source  string // of the fragment of the calls that ring
	Query   string // in the search field
	Now     time.Time
	Speed   float64 // 1 for real time, 0 for a clock that only jumps
	Faults  int     // how many are switched on
	Ringing []callView
	Clear   clearView
}

// clearView is what the dialog can clear.
type clearView struct {
	Phone string // the phone that is shown, "" for none
}

// phonesView is the pane on the left.
type phonesView struct {
	Source      string // the address of this pane's fragment
	Rows        []phoneRow
	Total       int // of all phones, those included that are not shown
	Earlier     string
	Newest      string // the address of the first rows, "" when they are shown
	Numbers     []numberView
	Conferences []conferenceView
	Queues      []queueView
}

// phoneRow is one phone in the list.
type phoneRow struct {
	Number string
	Name   string // "" for none
	Link   string
	Last   string // the newest line of its conversation
	At     time.Time
	Failed bool   // the newest line is of a message that failed
	News   string // the times of what came newest to the phone, in milliseconds, the newest first
	Here   bool   // its conversation is shown
	State  string // "rings", "on a call", or ""
}

// numberView is one of the program's own numbers.
type numberView struct {
	Number   string
	SMSURL   string
	VoiceURL string
}

// conferenceView is one conference and its people.
type conferenceView struct {
	SID, Name, Status string
	People            []personView
}

// queueView is one queue and who waits in it.
type queueView struct {
	SID, Name string
	Waiting   int
	People    []personView
}

// personView is a person in a conference or a queue.
type personView struct {
	Number string
	Link   string // to the call
	State  string // "muted, on hold" or "waits since 09:14:05"
}

// conversationView is the pane in the middle.
type conversationView struct {
	Source   string
	Phone    *phoneView // nil when no phone is chosen
	Items    []itemView // the oldest first
	Earlier  string     // the address of the fragment with the ones before, "" for none
	Newest   string     // the address of the fragment with the newest, "" when they are shown
	Calls    []callView // that are under way
	Start    startView
	NoPhones bool
	Missing  string // why the thing that was asked for is not shown, "" when it is
}

// startView is how a program reaches the simulator.
type startView struct {
	BaseURL    string
	AccountSID string
	AuthToken  string
	From       string // one of the program's numbers
	To         string
}

// phoneView is the phone whose conversation is shown.
type phoneView struct {
	Number  string
	Name    string
	API     string // the address of the control API for it
	Habits  []choice
	Who     []choice // answers
	Power   []choice // whether messages reach it
	Opted   []choice // whether it has opted out
	Rings   int      // seconds until it is answered
	Notes   []string // "opted out", "unreachable with 30003"
	Senders []choice // the program's numbers, the likeliest first
	Channel string
}

// choice is an option of a list.
type choice struct {
	Value, Label string
	Chosen       bool
}

// itemView is a message or a call in a conversation; one of both is nil.
type itemView struct {
	Day     string // before the first item of a day, "" for the others
	Message *messageView
	Call    *callView
}

// messageView is one bubble.
type messageView struct {
	SID      string
	Link     string
	Mine     bool // the person at the phone has sent it
	From, To string
	Channel  string // "WhatsApp", "RCS", "" for SMS
	Body     string
	Media    []mediaView
	At       time.Time
	Status   string
	Failed   bool
	Problem  *problemView // nil for none
	Segments int
	Price    string
	Template string // the SID of its template, "" for none
	Marked   bool
}

// mediaView is one file of a message.
type mediaView struct {
	Kind string // "image", "audio", "video", "file" or "link"
	URL  string // on this server, "" for a link
	Name string // the address that the program gave
}

// problemView is a code with the words of the catalogue.
type problemView struct {
	Code   int
	Title  string
	Advice string
	Docs   string
}

func problemOf(code twilio.ErrorCode) *problemView {
	if code == 0 {
		return nil
	}
	return &problemView{Code: int(code), Title: code.Title(), Advice: code.Advice(), Docs: code.DocsURL()}
}

// callView is one call, in its conversation or under way.
type callView struct {
	SID        string
	Link       string
	API        string
	Phone      string // of the person
	PhoneLink  string
	Here       bool         // its conversation is shown
	Problem    *problemView // nil for none
	Other      string       // the program's number
	Mine       bool         // the person has called
	Status     string
	State      string // "ringing", "live" or "over"
	AnsweredBy string
	At         time.Time
	Lasts      time.Duration // of the conversation, 0 when there was none
	Since      time.Time     // when a live call was answered
	Keys       bool          // it listens to keys
	Words      bool          // it listens to words
	Records    bool          // it records now
	Lines      []lineView
	Recordings []recordingView
	Marked     bool
}

// lineView is one line of a transcript.
type lineView struct {
	Kind string // of twiliotest.LineKind
	Who  string // "voice", "you" or a number
	Text string
	At   time.Duration // since the call began
}

// recordingView is a recording that can be played.
type recordingView struct {
	SID    string
	URL    string // "" until there is a file
	Status string
	Lasts  time.Duration
	Text   string // its transcription, "" for none
}

// wireView is the pane on the right.
type wireView struct {
	Source  string
	Filter  string // "", "requests", "callbacks" or "alerts"
	Rows    []wireRow
	Earlier string
	Newest  string
}

// wireRow is one line of the wire.
type wireRow struct {
	ID      string // of the element: "callback-12"
	Kind    string // "request", "callback" or "alert"
	Link    string
	Source  string // the address of the fragment with its details
	Method  string
	Target  string
	At      time.Time
	Status  string // "201", "no answer"
	Tone    string // "good", "bad" or "odd"
	Took    time.Duration
	Limit   time.Duration // 0 for none
	Code    int           // 0 for none
	Note    string        // the fault that it met, the title of an alert
	Marked  bool
	Details *wireDetail // nil until they are asked for
}

// wireDetail is all that is known of a request, a callback or an alert.
type wireDetail struct {
	ID        string // of the line on the wire
	Kind      string
	Link      string
	API       string
	URL       string
	By        string
	SID       string
	About     string // the SID of the message or call, "" for none
	AboutLink string
	Took      time.Duration
	Limit     time.Duration
	Params    []param
	JSON      string
	SignedURL string
	Signed    []param // the parameters in the order in which they are signed
	Signature string
	Answer    string
	Type      string
	Err       string
	Fault     string
	Message   string // of an alert
	Problem   *problemView
	Alerts    []wireRow // about this callback
	Callback  string    // the address of the callback that an alert is about
}

// param is one parameter.
type param struct{ Name, Value string }

// faultsView is the dialog of faults.
type faultsView struct {
	Source  string
	On      []faultView
	Presets []presetView
}

// faultView is a fault that is switched on.
type faultView struct {
	API    string
	Name   string
	Where  string
	Seen   int
	Struck int
}

// presetView is a fault that can be switched on.
type presetView struct {
	Title string
	Text  string
	Body  string // JSON for the control API
}

// searchView is the result of a search.
type searchView struct {
	Query   string
	Problem string // why it cannot be read, "" when it can
	Rows    []foundView
	Total   int // found, those included that are not shown
}

// foundView is one thing that was found.
type foundView struct {
	Link, Title, Text, Status string
	At                        time.Time
	Failed                    bool
}
