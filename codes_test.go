package twilio

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/codes"
	"github.com/seed15d99369/twilio/internal/codes/catalogue"
)

func TestCatalogueIsComplete(t *testing.T) {
	t.Parallel()
	require.Equal(t, 1146, catalogue.Len())
	assert.Len(t, categories, 27)
	for i, category := range codes.Categories {
		assert.Equal(t, Category(category), categories[i], "the order is that of internal/codes")
	}

	seen := make(map[Category]bool)
	for row := range catalogue.All() {
		code := ErrorCode(row.Code)
		assert.NotEmpty(t, code.Title(), "%d", code)
		assert.NotEmpty(t, code.Advice(), "%d", code)
		assert.NotEmpty(t, code.Category(), "%d", code)
		assert.Contains(t, []Retry{RetryNever, RetryLater, RetryNow}, code.Retry(), "%d", code)
		seen[code.Category()] = true
	}
	assert.Len(t, seen, len(categories), "every category has a code")
}

func TestCatalogueIsGenerated(t *testing.T) {
	t.Parallel()
	rows, err := codes.Parse(codes.Table)
	require.NoError(t, err)
	for path, render := range map[string]func([]codes.Row) ([]byte, error){
		"codes_constants.go": codes.RenderConstants, "internal/codes/catalogue/rows.go": codes.RenderRows,
	} {
		want, err := render(rows)
		require.NoError(t, err)
		got, err := os.ReadFile(path)
		require.NoError(t, err)
		// Not Equal: it would print both files.
		assert.True(t, bytes.Equal(want, got), "%s does not follow codes.tsv: run go generate", path)
	}
}

func TestCatalogueHoldsTheTable(t *testing.T) {
	t.Parallel()
	rows, err := codes.Parse(codes.Table)
	require.NoError(t, err)
	for _, row := range rows {
		code := ErrorCode(row.Code)
		got := []string{code.Title(), string(code.Category()), code.Retry().String(), code.Advice()}
		assert.Equal(t, []string{row.Title, row.Category, row.Retry, row.Action}, got, "%d", row.Code)
	}
}

func TestErrorCode(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code     ErrorCode
		number   int
		text     string
		category Category
		retry    Retry
	}{
		{code: CodeUnsubscribed, number: 21610, text: "twilio error 21610: Recipient has opted out (STOP)", category: CategoryOptOut, retry: RetryNever},
		{code: CodeQueueOverflow, number: 30001, text: "twilio error 30001: Sender queue overflow (message waited past 10 h of queue)", category: CategoryQueue, retry: RetryLater},
		{code: CodeAccountSuspendedAfterAccept, number: 30002, text: "twilio error 30002: Account suspended between accept and send", category: CategoryAccount, retry: RetryNever},
		{code: CodeUnknownNumber, number: 30005, text: "twilio error 30005: Unknown or unassigned number", category: CategoryInvalidNumber, retry: RetryNever},
		{code: CodeUnknownError, number: 30008, text: "twilio error 30008: Unknown delivery error from carrier", category: CategoryCarrier, retry: RetryLater},
		{code: CodeUnregisteredSender, number: 30034, text: "twilio error 30034: US 10DLC: number not registered to a campaign", category: CategoryCompliance, retry: RetryNever},
		{code: CodeTooManyConcurrentRequests, number: 20429, text: "twilio error 20429: Too many concurrent requests (request never processed)", category: CategoryRateLimit, retry: RetryNow},
		{code: CodeUnauthorized, number: 401, text: "twilio error 401: Unauthorized: credentials wrong or missing", category: CategoryAuth, retry: RetryNever},
		{code: CodeTooManyRequests, number: 429, text: "twilio error 429: Too many requests", category: CategoryRateLimit, retry: RetryLater},
		{code: 400, number: 400, text: "twilio error 400: Malformed request", category: CategoryInvalidParam, retry: RetryNever},
		{code: 99999, number: 99999, text: "twilio error 99999", category: "", retry: RetryNever},
		{code: 1, number: 1, text: "twilio error 1", category: "", retry: RetryNever},
		{code: 0, number: 0, text: "no error", category: "", retry: RetryNever},
		{code: -21610, number: -21610, text: "twilio error -21610", category: "", retry: RetryNever},
	}
	for _, tt := range tests {
		t.Run(strconv.Itoa(tt.number), func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.number, int(tt.code))
			assert.EqualError(t, tt.code, tt.text)
			assert.Equal(t, tt.category, tt.code.Category())
			assert.Equal(t, tt.retry, tt.code.Retry())
			assert.Equal(t, tt.category == "", tt.code.Title() == "")
			assert.Equal(t, tt.category == "", tt.code.Advice() == "")
		})
	}
}

func TestErrorCodeDocsURL(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "https://www.twilio.com/docs/errors/21610", CodeUnsubscribed.DocsURL())
	assert.Equal(t, "https://www.twilio.com/docs/errors/99999", ErrorCode(99999).DocsURL(), "a code that is not known has a page too")
}

func TestEveryDeliveryCodeHasItsName(t *testing.T) {
	t.Parallel()
	rows, err := codes.Parse(codes.Table)
	require.NoError(t, err)
	named := 0
	for _, row := range rows {
		if 30001 <= row.Code && row.Code <= 30043 {
			assert.NotEmpty(t, row.Name, "%d", row.Code)
			named++
		}
	}
	assert.Equal(t, 43, named)
}

// sentinelTests names members and strangers of each meaning.
var sentinelTests = []struct {
	name     string
	target   error
	members  []ErrorCode
	stranger ErrorCode
}{
	{name: "authentication", target: ErrAuthentication, members: []ErrorCode{CodeUnauthorized, CodeNotAuthenticated, 70051}, stranger: CodeAccessDenied},
	{name: "permission", target: ErrPermission, members: []ErrorCode{403, CodeAccessDenied, CodeMessagingGeoPermission}, stranger: CodeNotAuthenticated},
	{name: "geo", target: ErrGeoPermission, members: []ErrorCode{CodeCallGeoPermission, CodeMessagingGeoPermission, 60605}, stranger: CodeAccessDenied},
	{name: "not found", target: ErrNotFound, members: []ErrorCode{404, CodeNotFound, CodeMessagingNotFound}, stranger: CodeInvalidTo},
	{name: "invalid number", target: ErrInvalidNumber, members: []ErrorCode{CodeInvalidTo, CodeInvalidFrom, CodeToNotMobile, CodeUnknownNumber, CodeLandlineOrUnreachableCarrier}, stranger: CodeToMissing},
	{name: "unreachable", target: ErrUnreachable, members: []ErrorCode{CodeCallToUnreachable, CodeHandsetUnreachable}, stranger: CodeUnknownError},
	{name: "opted out", target: ErrOptedOut, members: []ErrorCode{CodeUnsubscribed, CodeMessageBlocked, 30630, CodeChannelRecipientBlocked, CodeWhatsAppMarketingOptOut}, stranger: CodeMessageFiltered},
	{name: "filtered", target: ErrFiltered, members: []ErrorCode{CodeMessageFiltered, CodeSMSPumpingBlocked, CodeChannelPolicyViolation}, stranger: CodeUnregisteredSender},
	{name: "unregistered", target: ErrUnregistered, members: []ErrorCode{CodeTollFreeNotVerified, CodeUnregisteredSender, CodeUnregisteredSenderUK}, stranger: 30440},
	{name: "template required", target: ErrTemplateRequired, members: []ErrorCode{CodeOutsideWindow}, stranger: CodeTemplateParameterCount},
	{name: "funds", target: ErrInsufficientFunds, members: []ErrorCode{CodeAccountDisabled, CodeAccountNotActive, 60603}, stranger: CodeAccountSuspendedAfterAccept},
	{name: "rate limited", target: ErrRateLimited, members: []ErrorCode{CodeTooManyRequests, CodeTooManyConcurrentRequests, CodeVerifySendsUsed, CodeA2PThroughputExceeded}, stranger: CodeQueueOverflow},
	{name: "queue full", target: ErrQueueFull, members: []ErrorCode{CodeSenderQueueFull, CodeQueueOverflow, CodeCallQueueFull}, stranger: CodeNoUsableSender},
	{name: "content", target: ErrContent, members: []ErrorCode{CodeBodyTooLong, CodeBodyMissing, CodeMediaURLInvalid, CodeChannelMediaDownload, CodeContentSIDInvalid, CodeOutsideWindow}, stranger: CodeStatusCallbackInvalid},
	{name: "TwiML", target: ErrInvalidTwiML, members: []ErrorCode{CodeMalformedTwiML, CodeTwiMLSchema, CodeTwiMLTooLong}, stranger: CodeCallURLInvalid},
	{name: "trial", target: ErrTrial, members: []ErrorCode{CodeTrialToUnverified, CodeTrialCallToUnverified, CodeWhatsAppSandboxNotJoined}, stranger: CodeInvalidTo},
	{name: "server", target: ErrServer, members: []ErrorCode{503, CodeInternalServerError, CodeServiceUnavailable, CodeMessagingInternalError}, stranger: CodeTooManyRequests},
	{name: "not sent", target: ErrNotSent, stranger: CodeTooManyConcurrentRequests},
	{name: "outcome unknown", target: ErrOutcomeUnknown, stranger: CodeProviderTimeout},
	{name: "not seen", target: ErrNotSeen, stranger: CodeNotFound},
	{name: "invalid parameters", target: ErrInvalidParams, stranger: CodeParameterMalformed},
}

func TestSentinels(t *testing.T) {
	t.Parallel()
	for _, tt := range sentinelTests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, code := range tt.members {
				assert.ErrorIs(t, fmt.Errorf("send: %w", code), tt.target, "%d", code)
			}
			assert.NotErrorIs(t, tt.stranger, tt.target)
			assert.NotErrorIs(t, ErrorCode(0), tt.target)
			assert.NotErrorIs(t, ErrorCode(-1), tt.target)
			assert.NotErrorIs(t, ErrorCode(99999), tt.target)

			matched := false
			for row := range catalogue.All() {
				matched = matched || errors.Is(ErrorCode(row.Code), tt.target)
			}
			assert.Equal(t, tt.members != nil, matched)
		})
	}
}

func TestSentinelsNameKnownCodes(t *testing.T) {
	t.Parallel()
	texts := make(map[string]bool)
	for _, tt := range sentinelTests {
		assert.False(t, texts[tt.target.Error()], "%q twice", tt.target)
		texts[tt.target.Error()] = true

		s, ok := tt.target.(*sentinel) //nolint:errorlint // the sentinel itself
		assert.Equal(t, tt.members != nil, ok, tt.name)
		if !ok {
			continue
		}
		for _, category := range s.categories {
			assert.Contains(t, categories, category)
		}
		for _, code := range s.codes {
			assert.NotEmpty(t, code.Title(), "%d", code)
			assert.NotContains(t, s.categories, code.Category(), "%d is there by its category", code)
		}
	}
}

func TestErrorCodeMatchesItself(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("send: %w", ErrorCode(21610))
	assert.ErrorIs(t, err, CodeUnsubscribed)
	assert.NotErrorIs(t, err, CodeInvalidTo)

	var code ErrorCode
	require.ErrorAs(t, err, &code)
	assert.Equal(t, CodeUnsubscribed, code)
	assert.EqualError(t, ErrOptedOut, "twilio: recipient has opted out")
}

func TestErrorCodeUnmarshalJSON(t *testing.T) {
	t.Parallel()
	tests := map[string]ErrorCode{
		`30008`:                CodeUnknownError,
		`"30008"`:              CodeUnknownError,
		` "30008" `:            CodeUnknownError,
		`" 30008 "`:            CodeUnknownError,
		`"\t30008\r\n"`:        CodeUnknownError,
		`"\u00a030008"`:        CodeUnknownError,
		`"30008.0"`:            CodeUnknownError,
		`30008.000`:            CodeUnknownError,
		`3.0008e4`:             CodeUnknownError,
		`3.0008E+4`:            CodeUnknownError,
		`"3.0008e4"`:           CodeUnknownError,
		`300080e-1`:            CodeUnknownError,
		`30008.5`:              0,
		`3.00085e4`:            0,
		`"30008abc"`:           0,
		`"abc30008"`:           0,
		`"30 008"`:             0,
		`"30,008"`:             0,
		`"30008."`:             CodeUnknownError,
		`"30008; 30007"`:       0,
		`1e-400`:               0,
		`1e400`:                0,
		`"+3.0008e4"`:          0,
		`-3.0008e4`:            0,
		`2147483647.5`:         0,
		`2.147483648e9`:        0,
		`"\u0663"`:             0,
		`99999`:                99999,
		`2147483647`:           2147483647,
		`""`:                   0,
		`null`:                 0,
		`"null"`:               0,
		`0`:                    0,
		`-30008`:               0,
		`"+30008"`:             0,
		`30008.0`:              CodeUnknownError,
		`3e4`:                  30000,
		`"0x7538"`:             0,
		`"3_0"`:                0,
		`2147483648`:           0,
		`99999999999999999999`: 0,
		`true`:                 0,
		`{"code":30008}`:       0,
		`[30008]`:              0,
		`"unknown"`:            0,
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got := struct{ Code ErrorCode }{Code: 1}
			require.NoError(t, json.Unmarshal([]byte(`{"Code":`+text+`}`), &got))
			assert.Equal(t, want, got.Code)
		})
	}
}

func TestErrorCodeIsWrittenAsANumber(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal([]ErrorCode{CodeUnsubscribed, 0})
	require.NoError(t, err)
	assert.Equal(t, `[21610,0]`, string(text))

	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	logger.Info("refused", "code", CodeUnsubscribed)
	assert.Contains(t, log.String(), `"code":21610`)
}

func TestRetryString(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "never", RetryNever.String())
	assert.Equal(t, "later", RetryLater.String())
	assert.Equal(t, "now", RetryNow.String())
	assert.Equal(t, "Retry(7)", Retry(7).String())
}

// Not parallel: AllocsPerRun counts the allocations of the whole process.
//
//nolint:paralleltest // testing.AllocsPerRun counts for the whole process
func TestLookupsDoNotAllocate(t *testing.T) {
	tests := map[string]func(){
		"Title":    func() { _ = CodeUnsubscribed.Title() },
		"Category": func() { _ = CodeUnsubscribed.Category() },
		"Advice":   func() { _ = CodeUnsubscribed.Advice() },
		"Retry":    func() { _ = CodeUnsubscribed.Retry() },
		"unknown":  func() { _ = ErrorCode(99999).Title() },
		"Is":       func() { _ = CodeUnsubscribed.Is(ErrContent) },
	}
	for name, lookup := range tests {
		assert.Zero(t, testing.AllocsPerRun(100, lookup), name)
	}
}

func FuzzErrorCodeUnmarshalJSON(f *testing.F) {
	for _, example := range []string{`30008`, `"30008"`, `""`, `null`, `-1`, `1e3`, `"`, `{`, ``} {
		f.Add([]byte(example))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var code ErrorCode
		require.NoError(t, code.UnmarshalJSON(data))
		require.GreaterOrEqual(t, code, ErrorCode(0))

		text, err := json.Marshal(code)
		require.NoError(t, err)
		var again ErrorCode
		require.NoError(t, json.Unmarshal(text, &again))
		require.Equal(t, code, again)
		require.NotEmpty(t, code.Error())
	})
}
