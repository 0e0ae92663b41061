package trade

// Language is a language of the answers.
type Language string

// The languages.
const (
	English Language = "en"
	Russian Language = "ru"
)

// Name is a short name in both languages. Two names are the same when both are.
type Name struct {
	English string
	Russian string
}

// In returns the name in a language, the English one where the other is empty.
func (n Name) In(l Language) string {
	if l == Russian && n.Russian != "" {
		return n.Russian
	}
	return n.English
}
