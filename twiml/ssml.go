package twiml

// Text is a run of text between the elements of a [Say], or of SSML in it.
type Text string

// Break is a pause in speech.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/say/text-speech
type Break struct {
	Strength BreakStrength
	Time     string // as in "250ms" or "2s"
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

	breakStrengths = BreakNone + " " + BreakXWeak + " " + BreakWeak + " " + BreakMedium + " " + BreakStrong + " " + BreakXStrong
)

func (b *Break) fields(c *codec) {
	c.open("break")
	enum(c, "strength", &b.Strength, breakStrengths, 0)
	c.str("time", &b.Time)
	c.close("break")
}

// Emphasis stresses what it holds.
type Emphasis struct {
	Level    EmphasisLevel
	Text     string
	Children []EmphasisChild
}

// EmphasisChild is what may stand in an [Emphasis]: [Text], [Break], [Emphasis],
// [Lang], [Phoneme], [Prosody], [SayAs], [Sub] and [W].
type EmphasisChild interface{ emphasisChild() }

// EmphasisLevel is how much an [Emphasis] stresses.
type EmphasisLevel string

// The values of [EmphasisLevel].
const (
	EmphasisStrong   EmphasisLevel = "strong"
	EmphasisModerate EmphasisLevel = "moderate"
	EmphasisReduced  EmphasisLevel = "reduced"

	emphasisLevels = EmphasisStrong + " " + EmphasisModerate + " " + EmphasisReduced
)

func (e *Emphasis) fields(c *codec) {
	c.open("emphasis")
	enum(c, "level", &e.Level, emphasisLevels, 0)
	c.text(&e.Text)
	children(c, &e.Children, 0)
	c.close("emphasis")
}

// Lang changes the language for what it holds.
type Lang struct {
	Language Language // xml:lang
	Text     string
	Children []LangChild
}

// LangChild is what may stand in a [Lang]: [Text], [Break], [Emphasis], [Lang], [P],
// [Phoneme], [Prosody], [S], [SayAs], [Sub] and [W].
type LangChild interface{ langChild() }

func (l *Lang) fields(c *codec) {
	c.open("lang")
	enum(c, "xml:lang", &l.Language, ssmlLanguages, 13512)
	c.text(&l.Text)
	children(c, &l.Children, 0)
	c.rule(c.lacks("xml:lang"), codeSchema, "there is no xml:lang", `name the language, as in xml:lang="fr-FR"`)
	c.close("lang")
}

// P is a paragraph.
type P struct {
	Text     string
	Children []PChild
}

// PChild is what may stand in a [P]: [Text], [Break], [Emphasis], [Lang], [Phoneme],
// [Prosody], [S], [SayAs], [Sub] and [W].
type PChild interface{ pChild() }

func (p *P) fields(c *codec) {
	c.open("p")
	c.text(&p.Text)
	children(c, &p.Children, 0)
	c.close("p")
}

// Phoneme says how to pronounce its text.
type Phoneme struct {
	Alphabet PhonemeAlphabet
	Ph       string // the pronunciation, in Alphabet; always written
	Text     string
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

	phonemeAlphabets = AlphabetIPA + " " + AlphabetXSAMPA + " " + AlphabetJyutping + " " + AlphabetPinyin + " " + AlphabetPronKana + " " + AlphabetYomigana
)

func (p *Phoneme) fields(c *codec) {
	c.open("phoneme")
	enum(c, "alphabet", &p.Alphabet, phonemeAlphabets, 0)
	c.required("ph", &p.Ph)
	c.text(&p.Text)
	c.close("phoneme")
}

// Prosody changes how loud, fast and high a voice speaks.
type Prosody struct {
	Volume   string // "loud", "+6dB", …
	Rate     string // "slow", "85%", …
	Pitch    string // "low", "+5%", …
	Text     string
	Children []ProsodyChild
}

// ProsodyChild is what may stand in a [Prosody]: [Text], [Break], [Emphasis], [Lang],
// [P], [Phoneme], [Prosody], [S], [SayAs], [Sub] and [W].
type ProsodyChild interface{ prosodyChild() }

func (p *Prosody) fields(c *codec) {
	c.open("prosody")
	c.str("volume", &p.Volume)
	c.str("rate", &p.Rate)
	c.str("pitch", &p.Pitch)
	c.text(&p.Text)
	children(c, &p.Children, 0)
	c.close("prosody")
}

// S is a sentence.
type S struct {
	Text     string
	Children []SChild
}

// SChild is what may stand in an [S]: [Text], [Break], [Emphasis], [Lang], [Phoneme],
// [Prosody], [SayAs], [Sub] and [W].
type SChild interface{ sChild() }

func (s *S) fields(c *codec) {
	c.open("s")
	c.text(&s.Text)
	children(c, &s.Children, 0)
	c.close("s")
}

// SayAs reads its text as a date, a number, letter by letter and so on.
type SayAs struct {
	InterpretAs InterpretAs
	Format      DateFormat // of a date
	Text        string
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

	interpretations = AsCharacters + " " + AsSpellOut + " " + AsCardinal + " " + AsNumber + " " + AsOrdinal + " " + AsDigits + " " +
		AsFraction + " " + AsUnit + " " + AsDate + " " + AsTime + " " + AsAddress + " " + AsExpletive + " " + AsTelephone
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

	dateFormats = FormatMDY + " " + FormatDMY + " " + FormatYMD + " " + FormatMD + " " + FormatDM + " " + FormatYM + " " +
		FormatMY + " " + FormatD + " " + FormatM + " " + FormatY + " " + FormatYYYYMMDD
)

func (s *SayAs) fields(c *codec) {
	c.open("say-as")
	enum(c, "interpret-as", &s.InterpretAs, interpretations, 0)
	enum(c, "format", &s.Format, dateFormats, 0)
	c.text(&s.Text)
	c.rule(c.lacks("interpret-as"), codeSchema, "there is no interpret-as", `say how to read it, as in interpret-as="date"`)
	c.close("say-as")
}

// Sub is read as its Alias, not as its text.
type Sub struct {
	Alias string // always written
	Text  string
}

func (s *Sub) fields(c *codec) {
	c.open("sub")
	c.required("alias", &s.Alias)
	c.text(&s.Text)
	c.close("sub")
}

// W tells a voice what part of speech a word is.
type W struct {
	Role     string // as in "amazon:VB"
	Text     string
	Children []WChild
}

// WChild is what may stand in a [W]: [Text], [Break], [Emphasis], [Phoneme],
// [Prosody], [SayAs] and [Sub].
type WChild interface{ wChild() }

func (w *W) fields(c *codec) {
	c.open("w")
	c.str("role", &w.Role)
	c.text(&w.Text)
	children(c, &w.Children, 0)
	c.close("w")
}
