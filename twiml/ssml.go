package twiml

// Text is a run of text between the elements of a [Say], or of SSML in it.
type Text string

// Break is a pause in speech.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/say/text-speech
type Break struct {
	Strength BreakStrength
	Time     string // as in "250ms" or "2s"

	bare bare
}

// BreakStrength is the length of a [Break] in the voice's own terms.
type BreakStrength string

// The values of [BreakStrength].
const (
	BreakNone    BreakStrength = "none"
	BreakXWeak   BreakStrength = "x-weak"
	BreakWeak    BreakStrength = "weak"
	BreakMedium  BreakStrength = "medium"
	BreakStrong  BreakStrength = "strong"
	BreakXStrong BreakStrength = "x-strong"
)

func (b *Break) fields(c *codec) {
	c.open("break", b.bare)
	enum(c, "strength", &b.Strength)
	c.str("time", &b.Time)
	c.close("break", &b.bare)
}

// Emphasis stresses the words inside.
type Emphasis struct {
	Level    EmphasisLevel
	Text     string
	Children []EmphasisChild

	bare bare
}

// EmphasisChild is a text or an element that may stand in an [Emphasis]: [Text], [Break], [Emphasis],
// [Lang], [Phoneme], [Prosody], [SayAs], [Sub] and [W].
type EmphasisChild interface{ emphasisChild() }

// EmphasisLevel is how much an [Emphasis] stresses.
type EmphasisLevel string

// The values of [EmphasisLevel].
const (
	EmphasisStrong   EmphasisLevel = "strong"
	EmphasisModerate EmphasisLevel = "moderate"
	EmphasisReduced  EmphasisLevel = "reduced"
)

func (e *Emphasis) fields(c *codec) {
	c.open("emphasis", e.bare)
	enum(c, "level", &e.Level)
	c.text(&e.Text)
	children(c, &e.Children)
	c.close("emphasis", &e.bare)
}

// Lang changes the language for the words inside.
type Lang struct {
	Language Language // xml:lang
	Text     string
	Children []LangChild

	bare bare
}

// LangChild is a text or an element that may stand in a [Lang]: [Text], [Break], [Emphasis], [Lang], [P],
// [Phoneme], [Prosody], [S], [SayAs], [Sub] and [W].
type LangChild interface{ langChild() }

func (l *Lang) fields(c *codec) {
	c.open("lang", l.bare)
	enum(c, "xml:lang", &l.Language)
	c.text(&l.Text)
	children(c, &l.Children)
	c.close("lang", &l.bare)
}

// P is a paragraph.
type P struct {
	Text     string
	Children []PChild
}

// PChild is a text or an element that may stand in a [P]: [Text], [Break], [Emphasis], [Lang], [Phoneme],
// [Prosody], [S], [SayAs], [Sub] and [W].
type PChild interface{ pChild() }

func (p *P) fields(c *codec) {
	c.open("p", "")
	c.text(&p.Text)
	children(c, &p.Children)
	c.close("p", nil)
}

// Phoneme says how to pronounce its text.
type Phoneme struct {
	Alphabet PhonemeAlphabet
	Ph       string // the pronunciation, in Alphabet; always written
	Text     string

	bare bare
}

// PhonemeAlphabet is the notation of a [Phoneme].
type PhonemeAlphabet string

// The values of [PhonemeAlphabet].
const (
	AlphabetIPA      PhonemeAlphabet = "ipa"
	AlphabetXSAMPA   PhonemeAlphabet = "x-sampa"
	AlphabetJyutping PhonemeAlphabet = "x-amazon-jyutping"
	AlphabetPinyin   PhonemeAlphabet = "x-amazon-pinyin"
	AlphabetPronKana PhonemeAlphabet = "x-amazon-pron-kana"
	AlphabetYomigana PhonemeAlphabet = "x-amazon-yomigana"
)

func (p *Phoneme) fields(c *codec) {
	c.open("phoneme", p.bare)
	enum(c, "alphabet", &p.Alphabet)
	c.required("ph", &p.Ph)
	c.text(&p.Text)
	c.close("phoneme", &p.bare)
}

// Prosody changes how loud, fast and high a voice speaks.
type Prosody struct {
	Volume   string // "loud", "+6dB", …
	Rate     string // "slow", "85%", …
	Pitch    string // "low", "+5%", …
	Text     string
	Children []ProsodyChild

	bare bare
}

// ProsodyChild is a text or an element that may stand in a [Prosody]: [Text], [Break], [Emphasis], [Lang],
// [P], [Phoneme], [Prosody], [S], [SayAs], [Sub] and [W].
type ProsodyChild interface{ prosodyChild() }

func (p *Prosody) fields(c *codec) {
	c.open("prosody", p.bare)
	c.str("volume", &p.Volume)
	c.str("rate", &p.Rate)
	c.str("pitch", &p.Pitch)
	c.text(&p.Text)
	children(c, &p.Children)
	c.close("prosody", &p.bare)
}

// S is a sentence.
type S struct {
	Text     string
	Children []SChild
}

// SChild is a text or an element that may stand in an [S]: [Text], [Break], [Emphasis], [Lang], [Phoneme],
// [Prosody], [SayAs], [Sub] and [W].
type SChild interface{ sChild() }

func (s *S) fields(c *codec) {
	c.open("s", "")
	c.text(&s.Text)
	children(c, &s.Children)
	c.close("s", nil)
}

// SayAs reads its text as a date, a number, letter by letter and so on.
type SayAs struct {
	InterpretAs InterpretAs
	Format      DateFormat // of a date
	Text        string

	bare bare
}

// InterpretAs is the way in which a [SayAs] is read.
type InterpretAs string

// The values of [InterpretAs].
const (
	AsCharacters InterpretAs = "characters"
	AsSpellOut   InterpretAs = "spell-out"
	AsCardinal   InterpretAs = "cardinal"
	AsNumber     InterpretAs = "number"
	AsOrdinal    InterpretAs = "ordinal"
	AsDigits     InterpretAs = "digits"
	AsFraction   InterpretAs = "fraction"
	AsUnit       InterpretAs = "unit"
	AsDate       InterpretAs = "date"
	AsTime       InterpretAs = "time"
	AsAddress    InterpretAs = "address"
	AsExpletive  InterpretAs = "expletive"
	AsTelephone  InterpretAs = "telephone"
)

// DateFormat is the order of day, month and year in a [SayAs].
type DateFormat string

// The values of [DateFormat].
const (
	FormatMDY      DateFormat = "mdy"
	FormatDMY      DateFormat = "dmy"
	FormatYMD      DateFormat = "ymd"
	FormatMD       DateFormat = "md"
	FormatDM       DateFormat = "dm"
	FormatYM       DateFormat = "ym"
	FormatMY       DateFormat = "my"
	FormatD        DateFormat = "d"
	FormatM        DateFormat = "m"
	FormatY        DateFormat = "y"
	FormatYYYYMMDD DateFormat = "yyyymmdd"
)

func (s *SayAs) fields(c *codec) {
	c.open("say-as", s.bare)
	enum(c, "interpret-as", &s.InterpretAs)
	enum(c, "format", &s.Format)
	c.text(&s.Text)
	c.close("say-as", &s.bare)
}

// Sub is read as its Alias, not as its text.
type Sub struct {
	Alias string // always written
	Text  string
}

func (s *Sub) fields(c *codec) {
	c.open("sub", "")
	c.required("alias", &s.Alias)
	c.text(&s.Text)
	c.close("sub", nil)
}

// W tells a voice the part of speech of a word.
type W struct {
	Role     string // as in "amazon:VB"
	Text     string
	Children []WChild

	bare bare
}

// WChild is a text or an element that may stand in a [W]: [Text], [Break], [Emphasis], [Phoneme],
// [Prosody], [SayAs] and [Sub].
type WChild interface{ wChild() }

func (w *W) fields(c *codec) {
	c.open("w", w.bare)
	c.str("role", &w.Role)
	c.text(&w.Text)
	children(c, &w.Children)
	c.close("w", &w.bare)
}
