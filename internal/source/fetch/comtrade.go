package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/oborot/oborot/trade"
	"golang.org/x/time/rate"
)

// ComtradeAddress is the interface of UN Comtrade.
const ComtradeAddress = "https://comtradeapi.un.org"

// KeyVariable names the environment variable that holds the subscription key of
// UN Comtrade, which a person gets for free at comtradedeveloper.un.org.
const KeyVariable = "COMTRADE_PRIMARY"

// keyHeader is where the key goes; never into an address.
const keyHeader = "Ocp-Apim-Subscription-Key"

// The most rows of one answer, with a key and without: an answer of that many may
// have been cut.
const (
	mostRows        = 100_000
	mostPreviewRows = 500
	// mostPeriods are how many periods one request may name.
	mostPeriods = 12
)

// ComtradeRequest is what to ask UN Comtrade for. Economies are Comtrade's numeric
// codes; no partners stand for all of them and World.
type ComtradeRequest struct {
	Address   string // ComtradeAddress or that of a mirror
	Key       string // empty: the public preview, which gives 500 rows at most
	Frequency string // A or M
	Reporters []int
	Partners  []int
	Periods   []string // 2021 or 202103
	Flows     []string // M, X, RM, RX
	Commodity string   // AG2, AG4, AG6, TOTAL, or codes with commas between them
}

// Comtrade asks for figures and returns the paths of the answers as they came. An
// answer that reaches the limit of rows is asked for again in smaller parts:
// periods, then flows, then reporters, then partners.
func (c *Client) Comtrade(ctx context.Context, r ComtradeRequest) ([]string, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return nil, diskError("the folder for downloads cannot be made", err)
	}
	a := &asking{Client: c, limiter: c.limiter(), limit: mostRows}
	if r.Key == "" {
		a.limit = mostPreviewRows
	}
	err := a.parts(ctx, r)
	return a.paths, err
}

func (r ComtradeRequest) check() error {
	switch {
	case len(r.Reporters) == 0:
		return trade.Errorf(trade.Usage, "no reporter is named").WithHint("name one: --reporter BLR")
	case len(r.Periods) == 0:
		return trade.Errorf(trade.Usage, "no period is named").WithHint("name one: --period 2019..2021")
	case r.Frequency != "A" && r.Frequency != "M":
		return trade.Errorf(trade.Usage, "%q is not a frequency", r.Frequency).WithHint("choose A for years or M for months")
	case len(r.Flows) == 0 || slices.ContainsFunc(r.Flows, func(f string) bool { return !flowCode.MatchString(f) }):
		return trade.Errorf(trade.Usage, "%q are no flows", strings.Join(r.Flows, ",")).WithHint("choose among M, X, RM and RX: --flow M,X")
	case !productCodes.MatchString(r.Commodity):
		return trade.Errorf(trade.Usage, "%q are no products", r.Commodity).WithHint("write AG2, AG4, AG6, TOTAL, or codes with commas between them: --product 0406,8708")
	case strings.ContainsFunc(r.Key, func(c rune) bool { return c <= ' ' || c > '~' }):
		return trade.Errorf(trade.Usage, "the key holds a character that no key has").WithHint("set %s to the key alone, without quotes or blanks", KeyVariable)
	}
	return nil
}

var (
	flowCode     = regexp.MustCompile(`^[A-Z]{1,3}$`)
	productCodes = regexp.MustCompile(`^[A-Z0-9]+(,[A-Z0-9]+)*$`)
)

// asking is one download of several answers.
type asking struct {
	*Client
	limiter *rate.Limiter
	limit   int
	paths   []string
}

// parts asks for a request, and for its halves if the answer may be cut.
func (a *asking) parts(ctx context.Context, r ComtradeRequest) error {
	path := filepath.Join(a.Dir, r.fileName())
	if _, err := os.Stat(path); err == nil {
		a.paths = append(a.paths, path)
		return nil
	}
	if len(r.Periods) <= mostPeriods {
		body, count, err := a.ask(ctx, r)
		if err != nil {
			return err
		}
		if count < a.limit {
			a.paths = append(a.paths, path)
			return writeWhole(path, body)
		}
	}
	halves := r.halves()
	if halves == nil {
		return trade.Errorf(trade.NoData, "UN Comtrade has more than %d rows for one reporter, period, flow and partner", a.limit).
			At(r.fileName(), 0).WithHint("%s", r.smaller())
	}
	for _, half := range halves {
		if err := a.parts(ctx, half); err != nil {
			return err
		}
	}
	return nil
}

// smaller says how to ask for less.
func (r ComtradeRequest) smaller() string {
	if r.Key == "" {
		return "without a key an answer has at most 500 rows: set " + KeyVariable + ", or name partners and fewer products"
	}
	return "name partners with --partner, or ask for fewer products"
}

// halves cuts the first list that has more than one member.
func (r ComtradeRequest) halves() []ComtradeRequest {
	one, two := r, r
	switch {
	case len(r.Periods) > 1:
		one.Periods, two.Periods = half(r.Periods)
	case len(r.Flows) > 1:
		one.Flows, two.Flows = half(r.Flows)
	case len(r.Reporters) > 1:
		one.Reporters, two.Reporters = half(r.Reporters)
	case len(r.Partners) > 1:
		one.Partners, two.Partners = half(r.Partners)
	default:
		return nil
	}
	return []ComtradeRequest{one, two}
}

func half[T any](list []T) (one, two []T) { return list[:len(list)/2], list[len(list)/2:] }

// ask returns the answer to one request and how many rows it has.
func (a *asking) ask(ctx context.Context, r ComtradeRequest) (body []byte, count int, err error) {
	err = a.again(ctx, func() (bool, error) {
		if err := a.limiter.Wait(ctx); err != nil {
			return false, err
		}
		body, count, err = a.once(ctx, r)
		return false, err
	})
	return body, count, err
}

func (a *asking) once(ctx context.Context, r ComtradeRequest) ([]byte, int, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*orElse(a.Idle, 60e9))
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url(), nil)
	if err != nil {
		return nil, 0, trade.Errorf(trade.Usage, "the address cannot be asked: %w", withoutAddress(err)).At(withoutQuery(r.Address), 0).WithHint("check the address")
	}
	request.Header.Set("User-Agent", a.Agent)
	if r.Key != "" {
		request.Header.Set(keyHeader, r.Key)
	}
	where := withoutQuery(r.url())
	response, err := a.client().Do(request)
	if err != nil {
		return nil, 0, &temporary{reason: "the server cannot be reached", where: where, cause: withoutAddress(err)}
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, 0, statusError(response, where, KeyVariable)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, largestAnswer+1))
	if err != nil {
		return nil, 0, &temporary{reason: "the connection broke off", where: where, cause: err}
	}
	if len(body) > largestAnswer {
		return nil, 0, trade.Errorf(trade.BadInput, "the answer is larger than a gigabyte").At(where, 0).WithHint("ask for less")
	}
	count, err := rowsOf(body, where, r.Key)
	return body, count, err
}

// largestAnswer bounds an answer; one of 100,000 rows has some 100 MB.
const largestAnswer = 1 << 30

// rowsOf counts the rows of an answer. Some errors come with the status 200. The
// key does not appear in what is told, even where the server repeats it.
func rowsOf(body []byte, where, key string) (int, error) {
	var answer struct {
		Data    []json.RawMessage `json:"data"`
		Count   *int              `json:"count"`
		Error   json.RawMessage   `json:"error"`
		Message string            `json:"message"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return 0, &temporary{reason: "the answer is not whole", where: where, cause: err}
	}
	said := strings.Trim(string(answer.Error), `"`)
	if said == "" || said == "null" {
		said = ""
		if answer.Data == nil && answer.Count == nil {
			said = orElse(answer.Message, "something else than figures")
		}
	}
	if said != "" {
		if key != "" {
			said = strings.ReplaceAll(said, key, "(key)")
		}
		return 0, trade.Errorf(trade.BadInput, "UN Comtrade answers: %s", said).At(where, 0).WithHint("check what was asked for")
	}
	return len(answer.Data), nil
}

// url is the address of a request. Only what is whole is asked for: the second
// partner, customs procedures and modes of transport would count flows again.
func (r ComtradeRequest) url() string {
	v := url.Values{}
	v.Set("reporterCode", numbers(r.Reporters))
	v.Set("period", strings.Join(r.Periods, ","))
	v.Set("flowCode", strings.Join(r.Flows, ","))
	v.Set("cmdCode", r.Commodity)
	v.Set("partner2Code", "0")
	v.Set("customsCode", "C00")
	v.Set("motCode", "0")
	v.Set("includeDesc", "true")
	if len(r.Partners) > 0 {
		v.Set("partnerCode", numbers(r.Partners))
	}
	path := "/data/v1/get/C/"
	if r.Key == "" {
		path = "/public/v1/preview/C/"
	} else {
		v.Set("maxRecords", strconv.Itoa(mostRows))
	}
	return orElse(r.Address, ComtradeAddress) + path + r.Frequency + "/HS?" + v.Encode()
}

func numbers(codes []int) string {
	var list []string
	for _, c := range codes {
		list = append(list, strconv.Itoa(c))
	}
	return strings.Join(list, ",")
}

// fileName names what was asked for, so that the same question finds its answer.
func (r ComtradeRequest) fileName() string {
	short := func(list []string) string {
		if len(list) <= 3 {
			return strings.Join(list, "+")
		}
		return fmt.Sprintf("%s-%s(%d)", slices.Min(list), slices.Max(list), len(list))
	}
	partners := "all"
	if len(r.Partners) > 0 {
		partners = short(strings.Split(numbers(r.Partners), ","))
	}
	parts := []string{"comtrade", r.Frequency, short(strings.Split(numbers(r.Reporters), ",")), partners, short(r.Periods), short(r.Flows),
		short(strings.Split(r.Commodity, ","))}
	if r.Key == "" {
		parts = append(parts, "preview")
	}
	sum := sha256.Sum256([]byte(r.url()))
	return strings.Join(parts, "_") + "_" + hex.EncodeToString(sum[:4]) + ".json"
}

// writeWhole makes a file appear whole or not at all, also where two processes
// write it.
func writeWhole(path string, data []byte) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "answer-*.part")
	if err != nil {
		return diskError("the answer cannot be written", err)
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Chmod(file.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return diskError("the answer cannot be written", errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}
