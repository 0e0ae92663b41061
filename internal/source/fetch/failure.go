package fetch

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
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

// tooLong is the error where the server asks to wait so long that a person has to
// decide.
func (t *temporary) tooLong() error {
	return trade.Errorf(trade.Internal, "%s, and asks to wait for %s", t.reason, t.after.Round(time.Minute)).At(t.where, 0).
		WithHint("try again after that time: the download goes on where it broke off")
}

// statusError judges an answer that brings no file. key names the variable that
// holds the key of the server, empty where it asks for none.
func statusError(r *http.Response, where, key string) error {
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
		if key == "" {
			return trade.Errorf(trade.BadInput, "%s: the publisher does not give the file", said).At(where, 0).
				WithHint("look at the publisher's page, or download the file in a browser and import it")
		}
		return trade.Errorf(trade.Usage, "%s: the key is missing, refused or used up for today", said).At(where, 0).
			WithHint("set %s to your subscription key", key)
	}
	return trade.Errorf(trade.BadInput, "%s", said).At(where, 0).WithHint("check what was asked for")
}

// longestWait bounds what a server may ask for: after that a person decides.
const longestWait = 15 * time.Minute

// retryAfter reads the header of that name: seconds or a date.
func retryAfter(r *http.Response) time.Duration {
	const most = 365 * 24 * time.Hour // so that any number can be told
	text := strings.TrimSpace(r.Header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(text, 10, 64); err == nil {
		return time.Duration(min(seconds, uint64(most/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return min(max(0, time.Until(at)), most)
	}
	return 0
}

// withoutQuery names an address in errors: what stands behind the question mark is
// long and may hold a key.
func withoutQuery(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "the address of the server"
	}
	u.RawQuery, u.Fragment, u.User = "", "", nil
	return u.String()
}
