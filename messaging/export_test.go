package messaging

// Unexported names that the fuzzing of a parser needs.
var NumbersOf = numbersOf
