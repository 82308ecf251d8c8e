package segment_test

import (
	"fmt"
	"log"

	"github.com/seed15d99369/twilio/segment"
)

func Example() {
	text := "Your table is booked for 7 o’clock"
	a := segment.Analyze(text)
	fmt.Println(a.Encoding, a.Segments, a.Room)
	for _, c := range a.Forcing {
		fmt.Printf("%c is character %d\n", c.Rune, c.Position)
	}
	smart, _ := segment.Smart(text)
	fmt.Println(segment.Analyze(smart).Encoding)
	price, err := a.Price("0.0079")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(price)
	// Output:
	// UCS-2 1 36
	// ’ is character 29
	// GSM-7
	// 0.0079
}

func ExampleCount() {
	fmt.Println(segment.Count("Your verification code is 123456"))
	// Output: 1
}

func ExampleAnalyze() {
	a := segment.Analyze("👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽👋🏽")
	fmt.Println(a.Segments, a.PerSegment, a.Room)
	// Output: 2 [64 8] 59
}

func ExampleSmart() {
	smart, changes := segment.Smart("It’s “free”…")
	fmt.Println(smart)
	for _, c := range changes {
		fmt.Printf("character %d: %c becomes %s\n", c.Position, c.Rune, c.With)
	}
	// Output:
	// It's "free"...
	// character 3: ’ becomes '
	// character 6: “ becomes "
	// character 11: ” becomes "
	// character 12: … becomes ...
}

func ExampleAnalysis_Price() {
	price, err := segment.Analyze("It’s free. Reply STOP to end, HELP for help. Messages and data rates may apply.").Price("0.0079")
	fmt.Println(price, err)
	_, err = segment.Analyze("Hello").Price("0,0079")
	fmt.Println(err)
	// Output:
	// 0.0158 <nil>
	// segment: the price per segment "0,0079" is not a decimal number of at most 64 characters; write it with digits and a point, such as 0.0079
}
