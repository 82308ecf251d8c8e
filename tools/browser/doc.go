// Package browser holds the tests of twilio-sim's page. They run the program itself, with a
// real Chromium in front of it and a program of this SDK behind it:
//
//	cd tools/browser && npm ci --ignore-scripts && go test .
//
// They need Chromium, and axe-core from npm, which nothing else in this repository does; so
// they are a module of their own. CHROMIUM names another binary than the one in PATH, and
// BROWSER_SHOTS a folder for pictures of the page.
package browser
