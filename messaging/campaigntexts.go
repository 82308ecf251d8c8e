package messaging

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
)

// Limits of the texts of a campaign, in characters.
// https://www.twilio.com/docs/messaging/api/usapptoperson-resource
const (
	leastText    = 40 // of the description and the message flow
	leastMessage = 20 // of a sample and of an answer to a keyword
	mostSample   = 1024
	leastSamples = 2
	mostKeywords = 255 // all of a kind together
)

// checkCampaignTexts refuses texts of a campaign that Twilio refuses as too short.
func checkCampaignTexts(problems *twilio.Problems, description, flow string, samples []string) {
	checkLength(problems, "Description", description, leastText)
	checkLength(problems, "MessageFlow", flow, leastText)
	if len(samples) > 0 && len(samples) < leastSamples && !problems.Has("MessageSamples") {
		problems.Add("MessageSamples", "has one sample only", "give 2 to 5 samples of the messages")
	}
	for _, sample := range samples {
		checkLength(problems, "MessageSamples", sample, leastMessage)
		if utf8.RuneCountInString(sample) > mostSample && !problems.Has("MessageSamples") {
			problems.Add("MessageSamples", "has a sample of more than 1024 characters", "give samples of 20 to 1024 characters")
		}
	}
}

// checkLength refuses a text that is too short. An empty one is the tag's to refuse.
func checkLength(problems *twilio.Problems, field, text string, least int) {
	if n := utf8.RuneCountInString(text); n > 0 && n < least && !problems.Has(field) {
		problems.Add(field, "has a text of fewer than "+strconv.Itoa(least)+" characters", "give whole sentences: reviewers refuse what is shorter")
	}
}

// checkKeywords refuses keywords with other characters than letters and digits, and too
// many of them.
func checkKeywords(problems *twilio.Problems, field string, words []string) {
	switch {
	case slices.ContainsFunc(words, isNoKeyword):
		problems.Add(field, "has a keyword that is empty, or that has other characters than letters and digits", "give single words, such as START")
	case utf8.RuneCountInString(strings.Join(words, ",")) > mostKeywords:
		problems.Add(field, "has more than 255 characters", "give fewer keywords")
	}
}

func isNoKeyword(word string) bool {
	return word == "" || strings.ContainsFunc(word, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
}
