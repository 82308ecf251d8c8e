package twiliotest

import "strings"

// country is an entry of the numbering plan.
type country struct {
	iso     string // ISO 3166-1: "US"
	calling string // "1"
	trunk   string // the digits that are dialled before a national number, and are no part of it; "" for none
}

// northAmerica lists the area codes of the countries that share +1 with the United
// States. Toll-free numbers and all others are counted as numbers of the United States.
// https://nationalnanpa.com/area_codes/
const northAmerica = `
AG 268
AI 264
AS 684
BB 246
BM 441
BS 242
CA 204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 506 514 519 548 579 581 584 587 600
604 613 622 633 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942
DM 767
DO 809 829 849
GD 473
GU 671
JM 658 876
KN 869
KY 345
LC 758
MP 670
MS 664
PR 787 939
SX 721
TC 649
TT 868
VC 784
VG 284
VI 340
`

// callingCodes lists countries and their codes, with the trunk prefix after a slash.
// Of several with one code the first has the numbers of which more is not known.
// https://www.itu.int/pub/T-SP-E.164D
const callingCodes = `
AC247 AD376 AE971/0 AF93/0 AL355/0 AM374/0 AO244 AR54/0 AT43/0 AU61/0 AW297 AZ994/0 BA387/0 BD880/0 BE32/0 BF226 BG359/0 BH973 BI257 BJ229
BN673 BO591/0 BR55/0 BT975 BW267 BY375 BZ501 CD243/0 CF236 CG242 CH41/0 CI225 CK682 CL56 CM237 CN86/0 CO57/0 CR506 CU53/0 CV238 CW599 CY357
CZ420 DE49/0 DJ253 DK45 DZ213/0 EC593/0 EE372 EG20/0 ER291/0 ES34 ET251/0 FI358/0 FJ679 FK500 FM691 FO298 FR33/0 GA241 GB44/0 GE995/0
GF594/0 GH233/0 GI350 GL299 GM220 GN224 GP590/0 GQ240 GR30 GT502 GW245 GY592 HK852 HN504 HR385/0 HT509 HU36/06 ID62/0 IE353/0 IL972/0 IN91/0
IO246 IQ964/0 IR98/0 IS354 IT39 JO962/0 JP81/0 KE254/0 KG996/0 KH855/0 KI686/0 KM269 KP850/0 KR82/0 KW965 LA856/0 LB961/0 LI423/0 LK94/0
LR231/0 LS266 LT370/0 LU352 LV371 LY218/0 MA212/0 MC377/0 MD373/0 ME382/0 MG261/0 MH692 MK389/0 ML223 MM95/0 MN976/0 MO853 MQ596/0 MR222
MT356 MU230 MV960 MW265/0 MX52 MY60/0 MZ258 NA264/0 NC687 NE227 NF672 NG234/0 NI505 NL31/0 NO47 NP977/0 NR674 NU683 NZ64/0 OM968 PA507
PE51/0 PF689 PG675 PH63/0 PK92/0 PL48 PM508/0 PS970/0 PT351 PW680 PY595/0 QA974 RE262/0 RO40/0 RS381/0 RU7/8 RW250/0 SA966/0 SB677 SC248
SD249/0 SE46/0 SG65 SH290 SI386/0 SK421/0 SL232/0 SM378 SN221 SO252/0 SR597 SS211/0 ST239 SV503 SY963/0 SZ268 TD235 TG228 TH66/0 TJ992 TK690
TL670 TM993 TN216 TO676 TR90/0 TV688 TW886/0 TZ255/0 UA380/0 UG256/0 UY598/0 UZ998 VE58/0 VN84/0 VU678 WF681 WS685 XK383/0 YE967/0 ZA27/0
ZM260/0 ZW263/0
AX358/0 BL590/0 BQ599 CC61/0 CX61/0 EH212/0 GG44/0 IM44/0 JE44/0 KZ7/8 MF590/0 SJ47 TA290 VA39 YT262/0
`

// countryOf returns the country of a number in E.164.
func countryOf(number string) (country, bool) {
	digits := strings.TrimPrefix(number, "+")
	if strings.HasPrefix(digits, "1") {
		return country{iso: northAmerican(digits[1:]), calling: "1", trunk: "1"}, true
	}
	for entry := range strings.FieldsSeq(callingCodes) {
		c := newCountry(entry)
		if !strings.HasPrefix(digits, c.calling) {
			continue
		}
		if strings.HasPrefix(digits, "76") || strings.HasPrefix(digits, "77") {
			c.iso = "KZ" // which shares its code with Russia
		}
		return c, true
	}
	return country{}, false
}

// countryNamed returns the country with a code of ISO 3166-1.
func countryNamed(iso string) (country, bool) {
	iso = strings.ToUpper(iso)
	if iso == "US" || len(iso) == len("US") && strings.Contains(northAmerica, "\n"+iso+" ") {
		return country{iso: iso, calling: "1", trunk: "1"}, true
	}
	for entry := range strings.FieldsSeq(callingCodes) {
		if c := newCountry(entry); c.iso == iso {
			return c, true
		}
	}
	return country{}, false
}

// newCountry reads an entry of callingCodes.
func newCountry(entry string) country {
	calling, trunk, _ := strings.Cut(entry[2:], "/")
	return country{iso: entry[:2], calling: calling, trunk: trunk}
}

// northAmerican returns the country of a number that follows +1.
func northAmerican(national string) string {
	iso := "US"
	for field := range strings.FieldsSeq(northAmerica) {
		if field[0] >= 'A' {
			iso = field
		} else if strings.HasPrefix(national, field) {
			return iso
		}
	}
	return "US"
}

// international writes a national number in E.164.
func (c country) international(national string) string {
	const trunkAndNumber = 11 // digits, where the trunk prefix can begin a number as well
	if c.trunk != "" && (c.trunk[0] == '0' || len(national) == trunkAndNumber) {
		national = strings.TrimPrefix(national, c.trunk)
	}
	return "+" + c.calling + national
}

// national writes a number in E.164 as it is dialled in its country.
func (c country) national(number string) string {
	digits := strings.TrimPrefix(number, "+"+c.calling)
	if c.calling == "1" && len(digits) == nationalDigits {
		return "(" + digits[:3] + ") " + digits[3:6] + "-" + digits[6:]
	}
	return c.trunk + digits
}

// nationalDigits is how long a number is in the countries of +1.
const nationalDigits = 10
