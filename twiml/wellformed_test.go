package twiml

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestMalformedDeclarations: encoding/xml passes most of these.
func TestMalformedDeclarations(t *testing.T) {
	t.Parallel()
	for doc, part := range map[string]string{
		`<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>`:                          "the value of version is not in quotation marks",
		`<?xml version=1.0?><Response/>`:                                                 "the value of version is not in quotation marks",
		`<?xml version="1.0" encoding=UTF-8?><Response/>`:                                "the value of encoding is not in quotation marks",
		`<?xml version="1.0" standalone=yes?><Response/>`:                                "the value of standalone is not in quotation marks",
		`<?xml version="1.0' encoding="UTF-8"?><Response/>`:                              `"UTF-8\"" must not stand there`,
		`<?xml version="1.0?><Response/>`:                                                "the value of version is not in quotation marks",
		`<?xml version=“1.0”?><Response/>`:                                               "the value of version is not in quotation marks",
		`<?xml version=&quot;1.0&quot;?><Response/>`:                                     "the value of version is not in quotation marks",
		`<?xml version="1.0" standalone="maybe"?><Response/>`:                            `standalone is "maybe", neither yes nor no`,
		`<?xml version="1.0" standalone="YES"?><Response/>`:                              `standalone is "YES"`,
		`<?xml version="1.0" standalone="true"?><Response/>`:                             `standalone is "true"`,
		`<?xml version="1.0" standalone=""?><Response/>`:                                 "the value of standalone is empty",
		`<?xml version="1.0" standalone="yes" encoding="UTF-8"?><Response/>`:             "must not stand there",
		`<?xml encoding="UTF-8" version="1.0"?><Response/>`:                              "does not begin with the version",
		`<?xml standalone="yes"?><Response/>`:                                            "does not begin with the version",
		`<?xml?><Response/>`:                                                             "does not begin with the version",
		`<?xml ?><Response/>`:                                                            "does not begin with the version",
		`<?xml version="1.0" version="1.0"?><Response/>`:                                 "must not stand there",
		`<?xml version="1.0" encoding="UTF-8" encoding="UTF-8"?><Response/>`:             "must not stand there",
		`<?xml version="1.0" standalone="no" standalone="no"?><Response/>`:               "must not stand there",
		`<?xml version="1.0" charset="UTF-8"?><Response/>`:                               "must not stand there",
		`<?xml version="1.0" Encoding="UTF-8"?><Response/>`:                              "must not stand there",
		`<?xml Version="1.0"?><Response/>`:                                               "does not begin with the version",
		`<?xml version="1.0", encoding="UTF-8"?><Response/>`:                             "must not stand there",
		`<?xml version="1.0"encoding="UTF-8"?><Response/>`:                               "a blank is missing before encoding",
		`<?xmlversion="1.0"?><Response/>`:                                                "",
		`<?xml"1.0"?><Response/>`:                                                        "does not begin with the version",
		`<?xml version "1.0"?><Response/>`:                                               "an equals sign is missing behind version",
		`<?xml version?><Response/>`:                                                     "an equals sign is missing behind version",
		`<?xml version=""?><Response/>`:                                                  "the value of version is empty",
		`<?xml version="1"?><Response/>`:                                                 `the version is "1", not 1.0`,
		`<?xml version="1.1"?><Response/>`:                                               `the version is "1.1"`,
		`<?xml version="2.0"?><Response/>`:                                               `the version is "2.0"`,
		`<?xml version = "2.0"?><Response/>`:                                             `the version is "2.0"`,
		`<?xml version="1.0 "?><Response/>`:                                              `the version is "1.0 "`,
		`<?xml version="1.0" encoding="UTF8"?><Response/>`:                               `the encoding is "UTF8"`,
		`<?xml version="1.0" encoding="UTF-16"?><Response/>`:                             `the encoding is "UTF-16"`,
		`<?xml version="1.0" encoding = "ISO-8859-1"?><Response/>`:                       `the encoding is "ISO-8859-1"`,
		`<?xml version="1.0" encoding="windows-1252"?><Response/>`:                       `the encoding is "windows-1252"`,
		`<?xml version="1.0" encoding="klingon"?><Response/>`:                            `the encoding is "klingon"`,
		`<?xml version="1.0" encoding=""?><Response/>`:                                   "the value of encoding is empty",
		`<?xml version="1.0" ?`:                                                          "not closed",
		`<?xml version="1.0" encoding="UTF-8">` + "\n<Response></Response>":              "not closed",
		"<?xml version=\"1.0\"\u00a0encoding=\"UTF-8\"?><Response/>":                     "must not stand there",
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Say>\xe9</Say></Response>": "invalid UTF-8",
		"\n" + `<?xml version="1.0"?><Response/>`:                                        "something stands before",
		" " + `<?xml version="2.0"?><Response/>`:                                         "something stands before",
		`<!-- a --><?xml version="1.0" encoding="ISO-8859-1"?><Response/>`:               "something stands before",
		`<Response><?xml version="1.0"?></Response>`:                                     "something stands before",
		`<Response/><?xml version="1.0"?>`:                                               "something stands before",
		`<?xml version="1.0"?><?xml version="1.0"?><Response/>`:                          "something stands before",
		"\ufeff" + `<?xml version="1.0"?><Response/>`:                                    "byte order mark",
		`<?XML version="1.0"?><Response/>`:                                               "misspelt",
		`<?Xml version="1.0"?><Response/>`:                                               "misspelt",
		`<Response><?xML a?></Response>`:                                                 "misspelt",
		`<? xml version="1.0"?><Response/>`:                                              "not XML",
		`<?style"a"?><Response/>`:                                                        "a blank is missing behind <?style",
		`<!DOCTYPE><Response/>`:                                                          "names no element",
		`<!DOCTYPEResponse><Response/>`:                                                  "names no element",
		`<!doctype Response><Response/>`:                                                 "must not stand here",
		`<!DOCTYPE Response><!DOCTYPE Response><Response/>`:                              "must not stand here",
		`<!DOCTYPE Response SYSTEM><Response/>`:                                          "a blank is missing before an address",
		`<!DOCTYPE Response SYSTEM "a" "b"><Response/>`:                                  "must not stand there",
		`<!DOCTYPE Response PUBLIC "a"><Response/>`:                                      "a blank is missing before an address",
		`<!DOCTYPE Response PUBLIC "a" b><Response/>`:                                    "not in quotation marks",
		`<!DOCTYPE Response nonsense><Response/>`:                                        "must not stand there",
	} {
		problems := Check(doc)
		if assert.Len(t, problems, 1, doc) {
			assert.Equal(t, []any{12100, SeverityError}, []any{problems[0].Code, problems[0].Severity}, doc)
			assert.Contains(t, problems[0].Message, part, doc)
		}
		_, err := Parse(doc)
		assert.Error(t, err, doc)
		_, _, err = ParseLenient(doc)
		assert.Error(t, err, doc)
	}
}

// TestRightDeclarations: what a specification allows is no problem.
func TestRightDeclarations(t *testing.T) {
	t.Parallel()
	for _, declaration := range []string{
		"", `<?xml version="1.0"?>`, `<?xml version='1.0'?>`, `<?xml version="1.0" encoding='utf-8'?>`, `<?xml version="1.0" encoding="Utf-8" standalone="yes"?>`,
		`<?xml version="1.0" standalone='no' ?>`, "<?xml\tversion\n=\r\n'1.0'\n  encoding = \"UTF-8\"\tstandalone  =  'yes'\n?>", `<?xml version="1.0"?><?xml-stylesheet href="a"?>`,
		`<?xml-stylesheet href="a"?>`, `<?xml version="1.0"?><?a?><!-- b --><?c d?>`, `<?xmlversion?>`,
		`<!DOCTYPE Response>`, `<!DOCTYPE Response SYSTEM "a.dtd">`, `<!DOCTYPE Response PUBLIC '-//a' "a.dtd" [<!ELEMENT a ANY>]>`, `<!DOCTYPE a[]>`,
	} {
		assert.Empty(t, Check(declaration+"<Response/>"), declaration)
	}
}

// TestCharactersThatXMLForbids, as references and as they are, wherever they stand.
func TestCharactersThatXMLForbids(t *testing.T) {
	t.Parallel()
	places := []string{
		"<Response><Say>a%b</Say></Response>", `<Response><Play digits="1">/a%</Play></Response>`, `<Response><Gather hints="a%b"/><Hangup/></Response>`,
		"<Response><Gather hints='a\n%'/><Hangup/></Response>", "<Response>\n%</Response>", "<Response><Shout a='%'/></Response>",
	}
	for _, bad := range []string{
		"&#xD800;", "&#xDBFF;", "&#xDC00;", "&#xDFFF;", "&#xdfff;", "&#55296;", "&#57343;", "&#055296;", "&#x0D800;", "&#xD83D;&#xDE00;",
		"&#0;", "&#x0;", "&#1;", "&#8;", "&#xB;", "&#xC;", "&#x1F;", "&#xFFFE;", "&#xFFFF;", "&#65534;", "&#x110000;", "&#1114112;", "&#99999999999999999999;",
		"&#;", "&#x;", "&#X41;", "&#-1;", "&#xG;", "\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff", "\xed\xa0\x80", "\xff", "\xc0\x80",
	} {
		for _, place := range places {
			doc := strings.Replace(place, "%", bad, 1)
			problems := Check(doc)
			if assert.Len(t, problems, 1, "%q", doc) {
				assert.Equal(t, 12100, problems[0].Code, "%q", doc)
			}
		}
		assert.Empty(t, Check("<Response><Say><![CDATA["+strings.Repeat(bad, boolInt(bad[0] == '&'))+"a]]></Say></Response>"), "a CDATA section has no references")
		comment := "<Response><!-- " + bad + " --><?a " + bad + "?></Response>"
		assert.Equal(t, bad[0] != '&', len(Check(comment)) == 1, "%q", comment)
	}
	for _, good := range []string{"&#9;", "&#10;", "&#13;", "&#32;", "&#x7F;", "&#x85;", "&#xD7FF;", "&#xE000;", "&#xFFFD;", "&#x10000;", "&#x10FFFF;", "&#128512;", "\ufffd", "😀", "\u0085"} {
		assert.Empty(t, Check("<Response><Say>a"+good+"</Say></Response>"), good)
		assert.Empty(t, Check(`<Response><Gather hints="a`+good+`"/><Hangup/></Response>`), good)
	}
	half := Check("<Response>\n<Say>ab&#xD83D;&#xDE00;</Say></Response>")
	assert.Equal(t, []Problem{{
		Line: 2, Column: 8, Element: "Say", Message: "&#xD83D; is half a character, which XML cannot hold",
		Remedy: "write the whole character, or one reference to it, as in &#x1F600;", Code: 12100, Severity: SeverityError,
	}}, half)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
