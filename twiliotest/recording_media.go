package twiliotest

import (
	"bytes"
	"encoding/binary"
	"net/http"
	"regexp"

	"github.com/seed15d99369/twilio"
)

// recordingFile is the address of a recording's file, which is that of its record with
// another extension or none.
// https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file
var recordingFile = regexp.MustCompile(`^/2010-04-01/Accounts/(AC[0-9a-fA-F]{32})/Recordings/(RE[0-9a-fA-F]{32})(\.wav|\.mp3)?$`)

// matchRecordingFile recognises the address of the file of a recording.
func matchRecordingFile(method, host, escapedPath string) (ids map[string]string, ok bool) {
	parts := recordingFile.FindStringSubmatch(escapedPath)
	if method != http.MethodGet || host != "api" || parts == nil {
		return nil, false
	}
	return map[string]string{"AccountSid": parts[1], "Sid": parts[2], "extension": parts[3]}, true
}

// hasFile says whether a recording can be downloaded.
func (rec *recording) hasFile() bool {
	return rec.status == twilio.RecordingStatusCompleted && rec.deleted.IsZero()
}

// downloadRecording answers with the sound of a recording: as long as it is, and silent.
func (s *Sim) downloadRecording(r *request) (any, *apiError) {
	rec := recordOf(s.lines.recordings, r.ids["Sid"])
	path := accountPath(r.account, "/Recordings/"+r.ids["Sid"]+r.ids["extension"])
	switch {
	case rec == nil, rec.account != r.account, !rec.deleted.IsZero(), rec.status == twilio.RecordingStatusAbsent:
		return nil, notFound(path)
	case !rec.hasFile():
		return nil, &apiError{
			status: http.StatusNotFound, code: twilio.CodeNotReady, message: "The recording is not ready yet.",
			header: http.Header{"Retry-After": {"1"}},
		}
	}
	channels := 1
	switch asked := r.query.Get("RequestedChannels"); {
	case asked == "2" && rec.channels == 1:
		return nil, badRequest(recordingIsMono, "A recording that was made in mono cannot be downloaded with two channels.")
	case asked == "2" || asked == "" && rec.channels == 2:
		channels = 2
	case asked != "" && asked != "1":
		return nil, badRequest(twilio.CodeBadRequest, "RequestedChannels must be 1 or 2.")
	}
	kind, sound := "audio/x-wav", silentWAV(rec.seconds(), channels)
	if r.ids["extension"] == ".mp3" {
		kind, sound = "audio/mpeg", silentMP3(rec.seconds(), channels)
	}
	return answer{status: http.StatusOK, raw: sound, header: http.Header{"Content-Type": {kind}}}, nil
}

// The sound of files in WAV.
const (
	sampleRate  = 8000    // per second, as on the telephone
	sampleBytes = 2       // of PCM with 16 bits
	maxWAVBytes = 1 << 20 // beyond which there are fewer samples per second
	wavPCM      = 1
	bitsOfByte  = 8
)

// silentWAV is silence of so many seconds. A long one has fewer samples per second, so
// that the file is small and plays as long as it says.
// https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html
func silentWAV(seconds, channels int) []byte {
	frame := channels * sampleBytes
	rate := sampleRate
	for rate > 1 && seconds*rate*frame > maxWAVBytes {
		rate /= 2
	}
	size := seconds * rate * frame
	header := struct {
		RIFF           [4]byte
		Rest           uint32
		WAVE, Format   [4]byte
		FormatSize     uint32
		PCM, Channels  uint16
		Rate, ByteRate uint32
		Frame, Bits    uint16
		Data           [4]byte
		Size           uint32
	}{
		RIFF: [4]byte{'R', 'I', 'F', 'F'}, Rest: uint32(size + 36), WAVE: [4]byte{'W', 'A', 'V', 'E'}, Format: [4]byte{'f', 'm', 't', ' '}, //nolint:gosec // it is below 4 GiB
		FormatSize: 16, PCM: wavPCM, Channels: uint16(channels), Rate: uint32(rate), ByteRate: uint32(rate * frame), //nolint:gosec // they are small
		Frame: uint16(frame), Bits: sampleBytes * bitsOfByte, Data: [4]byte{'d', 'a', 't', 'a'}, Size: uint32(size), //nolint:gosec // they are small
	}
	var file bytes.Buffer
	_ = binary.Write(&file, binary.LittleEndian, header) // a buffer takes everything
	file.Write(make([]byte, size))
	return file.Bytes()
}

// The frames of files in MP3: MPEG 2.5, layer III, 8 kbit/s, 8,000 samples per second.
const (
	mp3FrameBytes   = 72
	mp3FrameSamples = 576
)

// silentMP3 is silence of so many seconds: frames without data after their headers.
// http://www.mp3-tech.org/programmer/frame_header.html
func silentMP3(seconds, channels int) []byte {
	mode := byte(0xC0) // one channel
	if channels > 1 {
		mode = 0
	}
	frame := make([]byte, mp3FrameBytes)
	copy(frame, []byte{0xFF, 0xE3, 0x18, mode})
	frames := (seconds*sampleRate + mp3FrameSamples - 1) / mp3FrameSamples
	return bytes.Repeat(frame, frames)
}
