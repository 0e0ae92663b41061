package sourcetest

import "encoding/base64"

// ComextArchive is full_v2_202403.7z with full_202403.dat in it, in the layout and
// the compression of Eurostat's bulk files, with three invented rows: two parts of
// what Lithuania exported to Belarus, 1,251,000 euros together, and 89 euros of
// hidden goods that Latvia imported from Russia.
func ComextArchive() string {
	archive, err := base64.StdEncoding.DecodeString(comextArchive)
	if err != nil {
		panic(err) // the text below is whole
	}
	return string(archive)
}

const comextArchive = "N3q8ryccAASG7FRDVAEAAAAAAAAVAAAAAAAAAA/U1GLgAb8A610AKRFGRoCsWkAC72MipzN9V0vaXv1W2jecD8PQRO0577NshAg3rJyLWBzeRi" +
	"HJNSXnHPwMCRaACFQc15uR22wYv6fuCTX1uh4wSBxYW181ekvhCAuvk4eAAzIqpbnpotqAiyU27enIaQq8hB+ae7MX1T2u9+8sv+J64HvlXFMq" +
	"xOlBbs/AIDfEDoeoclSiQ7G6Gu4bJU6FWCKXhdFSuvJ/9y+eLi+BdnphlNlhR6Oah++sOkBGr14LjXdMzSV4uKy3iIr67+TuOPQmXpk0nDgvNR" +
	"nooVCP+/hDyeMwwYYflpS+GZkQk2z37nhTAADgAFwAWV0AAIEzB64P1TIz0wclR1cF0xrTjeIsxa+OP3w+D2X/QpCxyy3qJb2XB3fhXu8pjb0y" +
	"kAyy6BjnDBWMdKytUdfk5j4Qd9UPZ3DFN39ekU80hXUX+kiWOYAAAAAAFwaA8wEJYQAHCwEAASEhARgMXQAA"
