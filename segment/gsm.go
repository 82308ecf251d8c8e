package segment

// septets returns the units that a character takes in GSM-7: one when it is in the
// basic table of GSM 03.38, two when it is in the extension table, zero when it is in
// neither.
// https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding
func septets(r rune) int {
	switch r {
	case '\f', '^', '{', '}', '\\', '[', '~', ']', '|', '€':
		return 2
	case '`':
		return 0
	case '\n', '\r', '£', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', 'Ø', 'ø', 'Å', 'å', 'Δ', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ',
		'Θ', 'Ξ', 'Æ', 'æ', 'ß', 'É', '¤', '¡', 'Ä', 'Ö', 'Ñ', 'Ü', '§', '¿', 'ä', 'ö', 'ñ', 'ü', 'à':
		return 1
	}
	if ' ' <= r && r <= '~' {
		return 1
	}
	return 0
}
