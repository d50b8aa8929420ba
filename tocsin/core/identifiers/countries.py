"""States and issuers: ISO 3166-1, states that no longer are, and the codes of ICAO Doc 9303.

The table is ours, one line each: alpha-3, alpha-2 (``--`` where there is none), English names
separated by ``|``. Names serve for reading files, and take no side in any dispute.
"""

from types import MappingProxyType
from typing import NamedTuple

from tocsin.core.errors import InvalidInput


class Country(NamedTuple):
    """One row: the two codes and the name to show."""

    alpha3: str
    alpha2: str | None
    name: str


_ISO = """
AFG AF Afghanistan
ALA AX Åland Islands
ALB AL Albania
DZA DZ Algeria
ASM AS American Samoa
AND AD Andorra
AGO AO Angola
AIA AI Anguilla
ATA AQ Antarctica
ATG AG Antigua and Barbuda
ARG AR Argentina
ARM AM Armenia
ABW AW Aruba
AUS AU Australia
AUT AT Austria
AZE AZ Azerbaijan
BHS BS Bahamas|The Bahamas
BHR BH Bahrain
BGD BD Bangladesh
BRB BB Barbados
BLR BY Belarus
BEL BE Belgium
BLZ BZ Belize
BEN BJ Benin
BMU BM Bermuda
BTN BT Bhutan
BOL BO Bolivia|Plurinational State of Bolivia
BES BQ Bonaire, Sint Eustatius and Saba
BIH BA Bosnia and Herzegovina|Bosnia
BWA BW Botswana
BVT BV Bouvet Island
BRA BR Brazil
IOT IO British Indian Ocean Territory
BRN BN Brunei|Brunei Darussalam
BGR BG Bulgaria
BFA BF Burkina Faso
BDI BI Burundi
CPV CV Cabo Verde|Cape Verde
KHM KH Cambodia
CMR CM Cameroon
CAN CA Canada
CYM KY Cayman Islands
CAF CF Central African Republic
TCD TD Chad
CHL CL Chile
CHN CN China|People's Republic of China
CXR CX Christmas Island
CCK CC Cocos Islands|Cocos (Keeling) Islands
COL CO Colombia
COM KM Comoros
COG CG Congo|Republic of the Congo
COD CD Democratic Republic of the Congo|DR Congo|Congo, Democratic Republic of the
COK CK Cook Islands
CRI CR Costa Rica
CIV CI Côte d'Ivoire|Cote d'Ivoire|Ivory Coast
HRV HR Croatia
CUB CU Cuba
CUW CW Curaçao|Curacao
CYP CY Cyprus
CZE CZ Czechia|Czech Republic
DNK DK Denmark
DJI DJ Djibouti
DMA DM Dominica
DOM DO Dominican Republic
ECU EC Ecuador
EGY EG Egypt
SLV SV El Salvador
GNQ GQ Equatorial Guinea
ERI ER Eritrea
EST EE Estonia
SWZ SZ Eswatini|Swaziland
ETH ET Ethiopia
FLK FK Falkland Islands|Falkland Islands (Malvinas)
FRO FO Faroe Islands
FJI FJ Fiji
FIN FI Finland
FRA FR France
GUF GF French Guiana
PYF PF French Polynesia
ATF TF French Southern Territories
GAB GA Gabon
GMB GM Gambia|The Gambia
GEO GE Georgia
DEU DE Germany|Federal Republic of Germany
GHA GH Ghana
GIB GI Gibraltar
GRC GR Greece
GRL GL Greenland
GRD GD Grenada
GLP GP Guadeloupe
GUM GU Guam
GTM GT Guatemala
GGY GG Guernsey
GIN GN Guinea
GNB GW Guinea-Bissau
GUY GY Guyana
HTI HT Haiti
HMD HM Heard Island and McDonald Islands
VAT VA Holy See|Vatican City
HND HN Honduras
HKG HK Hong Kong
HUN HU Hungary
ISL IS Iceland
IND IN India
IDN ID Indonesia
IRN IR Iran|Islamic Republic of Iran|Iran (Islamic Republic of)
IRQ IQ Iraq
IRL IE Ireland
IMN IM Isle of Man
ISR IL Israel
ITA IT Italy
JAM JM Jamaica
JPN JP Japan
JEY JE Jersey
JOR JO Jordan
KAZ KZ Kazakhstan
KEN KE Kenya
KIR KI Kiribati
PRK KP North Korea|Democratic People's Republic of Korea|DPRK
KOR KR South Korea|Republic of Korea|Korea
KWT KW Kuwait
KGZ KG Kyrgyzstan
LAO LA Laos|Lao People's Democratic Republic
LVA LV Latvia
LBN LB Lebanon
LSO LS Lesotho
LBR LR Liberia
LBY LY Libya|State of Libya|Libyan Arab Jamahiriya
LIE LI Liechtenstein
LTU LT Lithuania
LUX LU Luxembourg
MAC MO Macao
MDG MG Madagascar
MWI MW Malawi
MYS MY Malaysia
MDV MV Maldives
MLI ML Mali
MLT MT Malta
MHL MH Marshall Islands
MTQ MQ Martinique
MRT MR Mauritania
MUS MU Mauritius
MYT YT Mayotte
MEX MX Mexico
FSM FM Micronesia|Federated States of Micronesia
MDA MD Moldova|Republic of Moldova
MCO MC Monaco
MNG MN Mongolia
MNE ME Montenegro
MSR MS Montserrat
MAR MA Morocco
MOZ MZ Mozambique
MMR MM Myanmar|Burma
NAM NA Namibia
NRU NR Nauru
NPL NP Nepal
NLD NL Netherlands|The Netherlands|Kingdom of the Netherlands
NCL NC New Caledonia
NZL NZ New Zealand
NIC NI Nicaragua
NER NE Niger
NGA NG Nigeria
NIU NU Niue
NFK NF Norfolk Island
MKD MK North Macedonia|Macedonia
MNP MP Northern Mariana Islands
NOR NO Norway
OMN OM Oman
PAK PK Pakistan
PLW PW Palau
PSE PS Palestine|State of Palestine|Occupied Palestinian Territory
PAN PA Panama
PNG PG Papua New Guinea
PRY PY Paraguay
PER PE Peru
PHL PH Philippines|The Philippines
PCN PN Pitcairn
POL PL Poland
PRT PT Portugal
PRI PR Puerto Rico
QAT QA Qatar
REU RE Réunion|Reunion
ROU RO Romania
RUS RU Russia|Russian Federation
RWA RW Rwanda
BLM BL Saint Barthélemy
SHN SH Saint Helena, Ascension and Tristan da Cunha|Saint Helena
KNA KN Saint Kitts and Nevis
LCA LC Saint Lucia
MAF MF Saint Martin
SPM PM Saint Pierre and Miquelon
VCT VC Saint Vincent and the Grenadines
WSM WS Samoa
SMR SM San Marino
STP ST Sao Tome and Principe|São Tomé and Príncipe
SAU SA Saudi Arabia
SEN SN Senegal
SRB RS Serbia
SYC SC Seychelles
SLE SL Sierra Leone
SGP SG Singapore
SXM SX Sint Maarten
SVK SK Slovakia|Slovak Republic
SVN SI Slovenia
SLB SB Solomon Islands
SOM SO Somalia
ZAF ZA South Africa
SGS GS South Georgia and the South Sandwich Islands
SSD SS South Sudan
ESP ES Spain
LKA LK Sri Lanka
SDN SD Sudan
SUR SR Suriname
SJM SJ Svalbard and Jan Mayen
SWE SE Sweden
CHE CH Switzerland
SYR SY Syria|Syrian Arab Republic
TWN TW Taiwan|Taiwan, Province of China
TJK TJ Tajikistan
TZA TZ Tanzania|United Republic of Tanzania
THA TH Thailand
TLS TL Timor-Leste|East Timor
TGO TG Togo
TKL TK Tokelau
TON TO Tonga
TTO TT Trinidad and Tobago
TUN TN Tunisia
TUR TR Türkiye|Turkey|Turkiye
TKM TM Turkmenistan
TCA TC Turks and Caicos Islands
TUV TV Tuvalu
UGA UG Uganda
UKR UA Ukraine
ARE AE United Arab Emirates|UAE
GBR GB United Kingdom|Great Britain|UK|United Kingdom of Great Britain and Northern Ireland
USA US United States|United States of America
UMI UM United States Minor Outlying Islands
URY UY Uruguay
UZB UZ Uzbekistan
VUT VU Vanuatu
VEN VE Venezuela|Bolivarian Republic of Venezuela
VNM VN Vietnam|Viet Nam
VGB VG British Virgin Islands
VIR VI United States Virgin Islands
WLF WF Wallis and Futuna
ESH EH Western Sahara
YEM YE Yemen
ZMB ZM Zambia
ZWE ZW Zimbabwe
"""

# Of ISO 3166-3, the states whose documents and nationals still appear in files.
_FORMER = """
CSK -- Czechoslovakia
DDR -- German Democratic Republic|East Germany
SCG -- Serbia and Montenegro
SUN -- Soviet Union|USSR|Union of Soviet Socialist Republics
YUG -- Yugoslavia|Federal Republic of Yugoslavia
ANT -- Netherlands Antilles
ZAR -- Zaire
YMD -- South Yemen|Democratic Yemen
"""

# ICAO Doc 9303 part 3, section 5: codes that issuers other than ISO's countries print.
_ICAO = """
GBD -- British Overseas Territories citizen
GBN -- British National (Overseas)
GBO -- British Overseas citizen
GBP -- British protected person
GBS -- British subject
EUE EU European Union (laissez-passer)
RKS XK Kosovo
UNO UN United Nations Organization
UNA -- United Nations specialized agency
UNK -- United Nations Interim Administration Mission in Kosovo
UTO UT Utopia (specimen)|Utopia
XBA -- African Development Bank
XCE -- Council of Europe
XCO -- Common Market for Eastern and Southern Africa
XEC -- Economic Community of West African States
XIM -- African Export-Import Bank
XMP -- Parliamentary Assembly of the Mediterranean
XOM -- Sovereign Military Order of Malta
XPO -- INTERPOL
XXA -- Stateless person|Stateless
XXB -- Refugee (1951 Convention)|Refugee
XXC -- Refugee (other)
XXX -- Person of unspecified nationality|Unspecified nationality
"""

# Spellings that stand for another code: passports of Germany print a lone D, Romania's old code,
# Kosovo's user-assigned codes, and the road-traffic habit of UK.
_ALIASES = {"D": "DEU", "ROM": "ROU", "XKX": "RKS", "KOS": "RKS", "UK": "GBR", "EL": "GRC"}


def _fold(name: str) -> str:
    return " ".join(name.replace("\u2019", "'").casefold().split())


def _table() -> tuple[dict[str, Country], dict[str, str]]:
    rows: dict[str, Country] = {}
    spellings: dict[str, str] = {}
    for line in (_ISO + _FORMER + _ICAO).split("\n"):
        if not line:
            continue
        alpha3, alpha2, names = line.split(" ", 2)
        several = names.split("|")
        rows[alpha3] = Country(alpha3, None if alpha2 == "--" else alpha2, several[0])
        spellings[alpha3.casefold()] = alpha3
        if alpha2 != "--":
            spellings[alpha2.casefold()] = alpha3
        for name in several:
            spellings[_fold(name)] = alpha3
    for spelling, alpha3 in _ALIASES.items():
        spellings[spelling.casefold()] = alpha3
    return rows, spellings


_rows, _SPELLINGS = _table()
COUNTRIES = MappingProxyType(_rows)


def is_country(code: str) -> bool:
    """Tell whether ``code`` is one of the alpha-3 codes known here, in capitals."""
    return code in COUNTRIES


def country(text: str) -> str:
    """Return the alpha-3 code for an alpha-2 or alpha-3 code or an English name, in any case.

    The fill sign of machine readable zones is ignored (``D<<`` is Germany). Raises
    ``InvalidInput`` for anything else: a country is never guessed.
    """
    alpha3 = _SPELLINGS.get(_fold(text.strip().rstrip("<")))
    if alpha3 is None:
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise InvalidInput(
            "'{shown}' is not a country: give its ISO 3166 code, such as POL or PL", shown=shown
        )
    return alpha3


def country_name(code: str) -> str:
    """Return the English name for an alpha-3 code, or the code itself where it is not known."""
    row = COUNTRIES.get(code)
    return row.name if row else code
