package twiml

// The elements of SSML that may stand in each other, as Twilio's libraries have it.

func (Text) sayChild()      {}
func (Text) emphasisChild() {}
func (Text) langChild()     {}
func (Text) pChild()        {}
func (Text) prosodyChild()  {}
func (Text) sChild()        {}
func (Text) wChild()        {}

func (Break) sayChild()      {}
func (Break) emphasisChild() {}
func (Break) langChild()     {}
func (Break) pChild()        {}
func (Break) prosodyChild()  {}
func (Break) sChild()        {}
func (Break) wChild()        {}

func (Emphasis) sayChild()      {}
func (Emphasis) emphasisChild() {}
func (Emphasis) langChild()     {}
func (Emphasis) pChild()        {}
func (Emphasis) prosodyChild()  {}
func (Emphasis) sChild()        {}
func (Emphasis) wChild()        {}

func (Lang) sayChild()      {}
func (Lang) emphasisChild() {}
func (Lang) langChild()     {}
func (Lang) pChild()        {}
func (Lang) prosodyChild()  {}
func (Lang) sChild()        {}

func (P) sayChild()     {}
func (P) langChild()    {}
func (P) prosodyChild() {}

func (Phoneme) sayChild()      {}
func (Phoneme) emphasisChild() {}
func (Phoneme) langChild()     {}
func (Phoneme) pChild()        {}
func (Phoneme) prosodyChild()  {}
func (Phoneme) sChild()        {}
func (Phoneme) wChild()        {}

func (Prosody) sayChild()      {}
func (Prosody) emphasisChild() {}
func (Prosody) langChild()     {}
func (Prosody) pChild()        {}
func (Prosody) prosodyChild()  {}
func (Prosody) sChild()        {}
func (Prosody) wChild()        {}

func (S) sayChild()     {}
func (S) langChild()    {}
func (S) pChild()       {}
func (S) prosodyChild() {}

func (SayAs) sayChild()      {}
func (SayAs) emphasisChild() {}
func (SayAs) langChild()     {}
func (SayAs) pChild()        {}
func (SayAs) prosodyChild()  {}
func (SayAs) sChild()        {}
func (SayAs) wChild()        {}

func (Sub) sayChild()      {}
func (Sub) emphasisChild() {}
func (Sub) langChild()     {}
func (Sub) pChild()        {}
func (Sub) prosodyChild()  {}
func (Sub) sChild()        {}
func (Sub) wChild()        {}

func (W) sayChild()      {}
func (W) emphasisChild() {}
func (W) langChild()     {}
func (W) pChild()        {}
func (W) prosodyChild()  {}
func (W) sChild()        {}
