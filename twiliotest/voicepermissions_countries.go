package twiliotest

import "strings"

// continents lists the countries of each continent.
var continents = map[string]string{
	"AFRICA": `AC AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO
SS ST SZ TA TD TG TN TZ UG YT ZA ZM ZW`,
	"ASIA": `AE AF AM AZ BD BH BN BT CC CN CX CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TL TM
TR TW UZ VN YE`,
	"EUROPE": `AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ
SK SM UA VA XK`,
	"NORTH_AMERICA": `AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC VG VI`,
	"OCEANIA":       `AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PW SB TK TO TV VU WF WS`,
	"SOUTH_AMERICA": `AR BO BR CL CO EC FK GF GY PE PY SR UY VE`,
}

// continentOf returns the continent of a country.
func continentOf(iso string) string {
	for name, countries := range continents {
		if strings.Contains(countries, iso) {
			return name
		}
	}
	return ""
}

// specialPrefixes are beginnings of numbers of special services, such as premium numbers,
// in some countries.
var specialPrefixes = map[string][]string{
	"AT": {"+43900", "+43901", "+43930", "+43931"},
	"AU": {"+61190"},
	"CH": {"+41900", "+41901", "+41906"},
	"DE": {"+49137", "+49180", "+49900"},
	"ES": {"+34803", "+34806", "+34807", "+34905"},
	"FR": {"+3381", "+3382", "+3389"},
	"GB": {"+44843", "+44844", "+44845", "+44870", "+44871", "+44872", "+44873", "+449"},
	"IT": {"+39166", "+39892", "+39895", "+39899"},
	"US": {"+1900"},
}

// tollFraudPrefixes are beginnings of numbers that fraud uses, in some countries: personal
// numbers of the United Kingdom cost as much as premium numbers.
var tollFraudPrefixes = map[string][]string{
	"GB": {"+4470"},
}

// dialingCountries lists the countries that have dialling permissions.
func dialingCountries() []string {
	var countries []string
	for _, iso := range countryCodes() {
		if dialingCountry(iso) == iso {
			countries = append(countries, iso)
		}
	}
	return countries
}
