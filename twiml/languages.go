package twiml

// The languages that Twilio speaks, in Say and its SSML, or recognises, in Gather.
const (
	LanguageAfZA      Language = "af-ZA"
	LanguageAmET      Language = "am-ET"
	LanguageArAE      Language = "ar-AE"
	LanguageArBH      Language = "ar-BH"
	LanguageArDZ      Language = "ar-DZ"
	LanguageArEG      Language = "ar-EG"
	LanguageArIL      Language = "ar-IL"
	LanguageArIQ      Language = "ar-IQ"
	LanguageArJO      Language = "ar-JO"
	LanguageArKW      Language = "ar-KW"
	LanguageArLB      Language = "ar-LB"
	LanguageArMA      Language = "ar-MA"
	LanguageArOM      Language = "ar-OM"
	LanguageArPS      Language = "ar-PS"
	LanguageArQA      Language = "ar-QA"
	LanguageArSA      Language = "ar-SA"
	LanguageArTN      Language = "ar-TN"
	LanguageArXA      Language = "ar-XA"
	LanguageArb       Language = "arb"
	LanguageAzAZ      Language = "az-AZ"
	LanguageBgBG      Language = "bg-BG"
	LanguageBnBD      Language = "bn-BD"
	LanguageBnIN      Language = "bn-IN"
	LanguageCaES      Language = "ca-ES"
	LanguageCmnCN     Language = "cmn-CN"
	LanguageCmnHansCN Language = "cmn-Hans-CN"
	LanguageCmnHantTW Language = "cmn-Hant-TW"
	LanguageCmnTW     Language = "cmn-TW"
	LanguageCsCZ      Language = "cs-CZ"
	LanguageCyGB      Language = "cy-GB"
	LanguageDaDK      Language = "da-DK"
	LanguageDeAT      Language = "de-AT"
	LanguageDeDE      Language = "de-DE"
	LanguageElGR      Language = "el-GR"
	LanguageEnAU      Language = "en-AU"
	LanguageEnCA      Language = "en-CA"
	LanguageEnGB      Language = "en-GB"
	LanguageEnGBWLS   Language = "en-GB-WLS"
	LanguageEnGH      Language = "en-GH"
	LanguageEnIE      Language = "en-IE"
	LanguageEnIN      Language = "en-IN"
	LanguageEnKE      Language = "en-KE"
	LanguageEnNG      Language = "en-NG"
	LanguageEnNZ      Language = "en-NZ"
	LanguageEnPH      Language = "en-PH"
	LanguageEnSG      Language = "en-SG"
	LanguageEnTZ      Language = "en-TZ"
	LanguageEnUS      Language = "en-US"
	LanguageEnZA      Language = "en-ZA"
	LanguageEsAR      Language = "es-AR"
	LanguageEsBO      Language = "es-BO"
	LanguageEsCL      Language = "es-CL"
	LanguageEsCO      Language = "es-CO"
	LanguageEsCR      Language = "es-CR"
	LanguageEsDO      Language = "es-DO"
	LanguageEsEC      Language = "es-EC"
	LanguageEsES      Language = "es-ES"
	LanguageEsGT      Language = "es-GT"
	LanguageEsHN      Language = "es-HN"
	LanguageEsMX      Language = "es-MX"
	LanguageEsNI      Language = "es-NI"
	LanguageEsPA      Language = "es-PA"
	LanguageEsPE      Language = "es-PE"
	LanguageEsPR      Language = "es-PR"
	LanguageEsPY      Language = "es-PY"
	LanguageEsSV      Language = "es-SV"
	LanguageEsUS      Language = "es-US"
	LanguageEsUY      Language = "es-UY"
	LanguageEsVE      Language = "es-VE"
	LanguageEtEE      Language = "et-EE"
	LanguageEuES      Language = "eu-ES"
	LanguageFaIR      Language = "fa-IR"
	LanguageFiFI      Language = "fi-FI"
	LanguageFilPH     Language = "fil-PH"
	LanguageFrBE      Language = "fr-BE"
	LanguageFrCA      Language = "fr-CA"
	LanguageFrFR      Language = "fr-FR"
	LanguageGlES      Language = "gl-ES"
	LanguageGuIN      Language = "gu-IN"
	LanguageHeIL      Language = "he-IL"
	LanguageHiIN      Language = "hi-IN"
	LanguageHrHR      Language = "hr-HR"
	LanguageHuHU      Language = "hu-HU"
	LanguageHyAM      Language = "hy-AM"
	LanguageIdID      Language = "id-ID"
	LanguageIsIS      Language = "is-IS"
	LanguageItIT      Language = "it-IT"
	LanguageJaJP      Language = "ja-JP"
	LanguageJvID      Language = "jv-ID"
	LanguageKaGE      Language = "ka-GE"
	LanguageKmKH      Language = "km-KH"
	LanguageKnIN      Language = "kn-IN"
	LanguageKoKR      Language = "ko-KR"
	LanguageLoLA      Language = "lo-LA"
	LanguageLtLT      Language = "lt-LT"
	LanguageLvLV      Language = "lv-LV"
	LanguageMkMK      Language = "mk-MK"
	LanguageMlIN      Language = "ml-IN"
	LanguageMnMN      Language = "mn-MN"
	LanguageMrIN      Language = "mr-IN"
	LanguageMsMY      Language = "ms-MY"
	LanguageMyMM      Language = "my-MM"
	LanguageNarIQ     Language = "nar-IQ"
	LanguageNbNO      Language = "nb-NO"
	LanguageNeNP      Language = "ne-NP"
	LanguageNlBE      Language = "nl-BE"
	LanguageNlNL      Language = "nl-NL"
	LanguagePaIN      Language = "pa-IN"
	LanguagePaGuruIN  Language = "pa-guru-IN"
	LanguagePlPL      Language = "pl-PL"
	LanguagePtBR      Language = "pt-BR"
	LanguagePtPT      Language = "pt-PT"
	LanguageRoRO      Language = "ro-RO"
	LanguageRuRU      Language = "ru-RU"
	LanguageSiLK      Language = "si-LK"
	LanguageSkSK      Language = "sk-SK"
	LanguageSlSI      Language = "sl-SI"
	LanguageSqAL      Language = "sq-AL"
	LanguageSrRS      Language = "sr-RS"
	LanguageSuID      Language = "su-ID"
	LanguageSvSE      Language = "sv-SE"
	LanguageSwKE      Language = "sw-KE"
	LanguageSwTZ      Language = "sw-TZ"
	LanguageTaIN      Language = "ta-IN"
	LanguageTaLK      Language = "ta-LK"
	LanguageTaMY      Language = "ta-MY"
	LanguageTaSG      Language = "ta-SG"
	LanguageTeIN      Language = "te-IN"
	LanguageThTH      Language = "th-TH"
	LanguageTrTR      Language = "tr-TR"
	LanguageUkUA      Language = "uk-UA"
	LanguageUrIN      Language = "ur-IN"
	LanguageUrPK      Language = "ur-PK"
	LanguageUzUZ      Language = "uz-UZ"
	LanguageViVN      Language = "vi-VN"
	LanguageYueCN     Language = "yue-CN"
	LanguageYueHK     Language = "yue-HK"
	LanguageYueHantHK Language = "yue-Hant-HK"
	LanguageZh        Language = "zh"
	LanguageZhCN      Language = "zh-CN"
	LanguageZhHK      Language = "zh-HK"
	LanguageZhTW      Language = "zh-TW"
	LanguageZuZA      Language = "zu-ZA"

	languages = LanguageAfZA + " " + LanguageAmET + " " + LanguageArAE + " " + LanguageArBH + " " +
		LanguageArDZ + " " + LanguageArEG + " " + LanguageArIL + " " + LanguageArIQ + " " +
		LanguageArJO + " " + LanguageArKW + " " + LanguageArLB + " " + LanguageArMA + " " +
		LanguageArOM + " " + LanguageArPS + " " + LanguageArQA + " " + LanguageArSA + " " +
		LanguageArTN + " " + LanguageArXA + " " + LanguageArb + " " + LanguageAzAZ + " " +
		LanguageBgBG + " " + LanguageBnBD + " " + LanguageBnIN + " " + LanguageCaES + " " +
		LanguageCmnCN + " " + LanguageCmnHansCN + " " + LanguageCmnHantTW + " " + LanguageCmnTW + " " +
		LanguageCsCZ + " " + LanguageCyGB + " " + LanguageDaDK + " " + LanguageDeAT + " " +
		LanguageDeDE + " " + LanguageElGR + " " + LanguageEnAU + " " + LanguageEnCA + " " +
		LanguageEnGB + " " + LanguageEnGBWLS + " " + LanguageEnGH + " " + LanguageEnIE + " " +
		LanguageEnIN + " " + LanguageEnKE + " " + LanguageEnNG + " " + LanguageEnNZ + " " +
		LanguageEnPH + " " + LanguageEnSG + " " + LanguageEnTZ + " " + LanguageEnUS + " " +
		LanguageEnZA + " " + LanguageEsAR + " " + LanguageEsBO + " " + LanguageEsCL + " " +
		LanguageEsCO + " " + LanguageEsCR + " " + LanguageEsDO + " " + LanguageEsEC + " " +
		LanguageEsES + " " + LanguageEsGT + " " + LanguageEsHN + " " + LanguageEsMX + " " +
		LanguageEsNI + " " + LanguageEsPA + " " + LanguageEsPE + " " + LanguageEsPR + " " +
		LanguageEsPY + " " + LanguageEsSV + " " + LanguageEsUS + " " + LanguageEsUY + " " +
		LanguageEsVE + " " + LanguageEtEE + " " + LanguageEuES + " " + LanguageFaIR + " " +
		LanguageFiFI + " " + LanguageFilPH + " " + LanguageFrBE + " " + LanguageFrCA + " " +
		LanguageFrFR + " " + LanguageGlES + " " + LanguageGuIN + " " + LanguageHeIL + " " +
		LanguageHiIN + " " + LanguageHrHR + " " + LanguageHuHU + " " + LanguageHyAM + " " +
		LanguageIdID + " " + LanguageIsIS + " " + LanguageItIT + " " + LanguageJaJP + " " +
		LanguageJvID + " " + LanguageKaGE + " " + LanguageKmKH + " " + LanguageKnIN + " " +
		LanguageKoKR + " " + LanguageLoLA + " " + LanguageLtLT + " " + LanguageLvLV + " " +
		LanguageMkMK + " " + LanguageMlIN + " " + LanguageMnMN + " " + LanguageMrIN + " " +
		LanguageMsMY + " " + LanguageMyMM + " " + LanguageNarIQ + " " + LanguageNbNO + " " +
		LanguageNeNP + " " + LanguageNlBE + " " + LanguageNlNL + " " + LanguagePaIN + " " +
		LanguagePaGuruIN + " " + LanguagePlPL + " " + LanguagePtBR + " " + LanguagePtPT + " " +
		LanguageRoRO + " " + LanguageRuRU + " " + LanguageSiLK + " " + LanguageSkSK + " " +
		LanguageSlSI + " " + LanguageSqAL + " " + LanguageSrRS + " " + LanguageSuID + " " +
		LanguageSvSE + " " + LanguageSwKE + " " + LanguageSwTZ + " " + LanguageTaIN + " " +
		LanguageTaLK + " " + LanguageTaMY + " " + LanguageTaSG + " " + LanguageTeIN + " " +
		LanguageThTH + " " + LanguageTrTR + " " + LanguageUkUA + " " + LanguageUrIN + " " +
		LanguageUrPK + " " + LanguageUzUZ + " " + LanguageViVN + " " + LanguageYueCN + " " +
		LanguageYueHK + " " + LanguageYueHantHK + " " + LanguageZh + " " + LanguageZhCN + " " +
		LanguageZhHK + " " + LanguageZhTW + " " + LanguageZuZA
)
