package fetch

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/oborot/oborot/trade"
)

// temporary is a failure that may be gone at the next try.
type temporary struct {
	reason string
	where  string
	after  time.Duration // that the server asks to wait
	cause  error
}

// Error returns the reason.
func (t *temporary) Error() string { return t.reason }

// gaveUp is the error for the person after the last try.
func (t *temporary) gaveUp(tries int) error {
	err := trade.Errorf(trade.Internal, "%s, %d times in a row", t.reason, tries).At(t.where, 0)
	if t.cause != nil {
		err = trade.Errorf(trade.Internal, "%s, %d times in a row: %w", t.reason, tries, t.cause).At(t.where, 0)
	}
	return err.WithHint("try again later: the download goes on where it broke off")
}

// statusError judges an answer that brings no file.
func statusError(r *http.Response, where string) error {
	said := fmt.Sprintf("the server answers %d %s", r.StatusCode, http.StatusText(r.StatusCode))
	switch {
	case r.StatusCode == http.StatusTooManyRequests:
		return &temporary{reason: "the server says that there were too many requests", where: where, after: retryAfter(r)}
	case r.StatusCode == http.StatusRequestTimeout, r.StatusCode >= 500:
		return &temporary{reason: said, where: where, after: retryAfter(r)}
	case r.StatusCode == http.StatusNotFound, r.StatusCode == http.StatusGone:
		return trade.Errorf(trade.NoData, "%s: there is no such file at the publisher", said).At(where, 0).
			WithHint("check the release or the codes asked for; a newer release may have taken its place")
	case r.StatusCode == http.StatusUnauthorized, r.StatusCode == http.StatusForbidden:
		return trade.Errorf(trade.Usage, "%s: the key is missing, refused or used up for today", said).At(where, 0).
			WithHint("set %s to your subscription key", KeyVariable)
	}
	return trade.Errorf(trade.BadInput, "%s", said).At(where, 0).WithHint("check what was asked for")
}

// longestWait bounds what a server may ask for: after that a person decides.
const longestWait = 15 * time.Minute

// retryAfter reads the header of that name: seconds or a date.
func retryAfter(r *http.Response) time.Duration {
	text := r.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil && seconds > 0 {
		return min(time.Duration(seconds)*time.Second, longestWait)
	}
	if at, err := http.ParseTime(text); err == nil {
		return min(max(0, time.Until(at)), longestWait)
	}
	return 0
}

// withoutQuery names an address in errors: what stands behind the question mark is
// long and may hold a key.
func withoutQuery(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.RawQuery, u.User = "", nil
	return u.String()
}
