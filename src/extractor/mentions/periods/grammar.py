"""The forms a period is written in, as patterns over kinds of tokens.

A pattern is a regular expression in which every word in capitals is a kind of token (`words.SYMBOLS`) or a fragment
defined before it; blanks only separate. The order of `RULES` is the order they are tried in at a place: the longer
form stands before the shorter one it begins with.
"""

from __future__ import annotations

import re
from functools import cache

from extractor.mentions.periods.words import SYMBOLS

FRAGMENTS = {
    "COUNT": "(?:DAY|NUMBER|FIGURE)",
    "SHORT_YEAR": "APOSTROPHE? (?:DAY|FIGURE)",
    "DAYOFMONTH": "(?:DAY|NTH)",
    "WHICH_UNITS": "(?:PERIOD|MONTHS|QUARTERS|HALVES|WEEKS|DAYS)",
    "UNITS": "(?:YEARS|HALVES|QUARTERS|MONTHS|WEEKS|DAYS|DECADES)",
    "ON_DAY": "(?:(?:WEEKDAY|ABBREVIATED_WEEKDAY) COMMA?)?",
    # a year, however it is named
    "OWN_YEAR": "(?:FISCAL|FINANCIAL|CALENDAR|CROP|TAX)",
    "RELATIVE_YEAR": "(?:(?:(?:THIS|THAT|LAST|NEXT|THE? (?:PREVIOUS|CURRENT|COMING|SAME)) OWN_YEAR? YEARS"
    "|THE? (?:THIS|LAST|NEXT|CURRENT|PREVIOUS) (?:OWN_YEAR YEARS|FISCAL)"
    "|THE OWN_YEAR? YEARS AGO?|THE FISCAL|ONE YEARS AGO))",
    "TWO_YEARS": "(?:SPLIT|YEAR DASH YEAR)",
    "CODE": "(?:QUARTERCODE|HALFCODE|NUMBERED_QUARTER|NUMBERED_HALF)",
    "CODED_QUARTER": "(?:YEAR DASH (?:QUARTERCODE|NUMBERED_QUARTER)|(?:QUARTERCODE|NUMBERED_QUARTER) DASH YEAR)",
    "CODED_HALF": "(?:YEAR DASH (?:HALFCODE|NUMBERED_HALF)|(?:HALFCODE|NUMBERED_HALF) DASH YEAR)",
    "CODED_PART": "(?:CODED_QUARTER|CODED_HALF)",
    "TITLED_YEAR": "(?:THE? JUSTENDED? (?:OWN_YEAR YEARS|FISCAL|CALENDAR) (?:TWO_YEARS|YEAR)"
    "|THE? (?:TWO_YEARS|YEAR) OWN_YEAR YEARS|FISCALYEAR)",
    "FIGURE_YEAR": "(?:TITLED_YEAR|TWO_YEARS|(?:THE YEARS)? YEAR)",
    "ANY_YEAR": "(?:RELATIVE_YEAR|FIGURE_YEAR)",
    "OF_YEAR": "(?:(?:OF|IN)? ANY_YEAR|COMMA YEAR)",
    # a part of a year
    "ORDER": "(?:ORDINAL|NTH)",
    "NAMED_QUARTER": "(?:THE? (?:(?:FISCAL|FINANCIAL) ORDER|ORDER (?:FISCAL|FINANCIAL)?|MONTH YEAR?) QUARTERS"
    "|ORDER DASH QUARTERS|QUARTERCODE|NUMBERED_QUARTER)",
    "NAMED_HALF": "(?:THE? ORDER HALVES (?:DASH? YEARS)?|ORDER DASH HALVES|HALFCODE|NUMBERED_HALF)",
    "LAST_PART": "(?:THE? LAST (?:QUARTERS|HALVES|MONTHS|COUNT DASH? (?:MONTHS|QUARTERS)))",
    "FIRST_MONTHS": "(?:THE? ORDINAL COUNT DASH? (?:MONTHS|QUARTERS) PERIOD?|NUMBERED_MONTHS)",
    "MONTH_SPAN": "(?:MONTH (?:DASH|TO|DASH TO DASH) MONTH)",
    "PART": "(?:NAMED_QUARTER|NAMED_HALF|FIRST_MONTHS)",
    # the ends of a range
    "ONE_MONTH": "(?:MONTH (?:OF? ANY_YEAR|COMMA YEAR|APOSTROPHE (?:DAY|FIGURE))?|YEARMONTH)",
    "MONTHLIKE": "(?:(?:THE MONTHS OF)? ONE_MONTH|(?:THIS|LAST|NEXT|THE? (?:PREVIOUS|CURRENT))? MONTHS)",
    "DATED": "(?:COMMA? YEAR|OF YEAR|OF? RELATIVE_YEAR|APOSTROPHE (?:DAY|FIGURE))",
    "MONTH_DAY": "(?:ON_DAY MONTH DAYOFMONTH DATED?)",
    "DAY_MONTH": "(?:DAY DASH MONTH DASH YEAR|ON_DAY (?:THE? NTH OF?|DAY) MONTH DATED?|FIGURE MONTH YEAR)",
    "YEAR_FIRST": "(?:YEAR DASH MONTH(?!DASH|OF|TO|COMMA? YEAR|SPLIT|APOSTROPHE|DAY|NTH))",
    "ANY_DATE": "(?:MONTH_DAY|DAY_MONTH|ON_DAY (?:DATE|YEAR DASH MONTH DASH DAYOFMONTH(?!DASH)))",
    "LAST_DAY": "(?:THE? END (?:DASH|OF)? (?:ONE_MONTH|ANY_YEAR))",
    "POINT": "(?:ANY_DATE|LAST_DAY|ONE_MONTH|PART OF_YEAR?|CODED_PART|FIGURE_YEAR(?!DASH MONTH DASH))",
    "END_POINT": "(?:FIGURE_YEAR(?!DASH (?:CODE|MONTH))|POINT OF_YEAR?)",
    "NEAR_MONTH": "(?:(?:THIS|LAST|NEXT) MONTH)",
    "THROUGH": "(?:TO|DASH (?:TO DASH)?)",
    "OWN_POINT": "(?:(?:THIS|LAST|THE? CURRENT) OWN_YEAR? (?:YEARS|QUARTERS|MONTHS))",
    # a noun phrase that ends here: no date and no span follows that says which stretch it is
    "ALONE_HERE": "(?![^\\s])",
    "SAYS_NO_MORE": "(?!MONTH|YEAR|DAY|NTH|DATE|FROM|BETWEEN|TO|ENDED|AGO)",
}

RULES = (
    # what stands alone, as most periods do: nothing longer could begin here, and no other rule need be tried
    ("month", "MONTH ALONE_HERE"),
    ("year", "YEAR ALONE_HERE"),
    ("weekday", "WEEKDAY ALONE_HERE"),
    ("nearby-day", "NEARBY ALONE_HERE"),
    # what is counted from its end: the year to March 31, the three months ended June
    (
        "months-to",
        "THE? ORDINAL? (?:COUNT DASH? (?:YEARS|QUARTERS|MONTHS|WEEKS|DAYS) PERIOD?"
        "|OWN_YEAR? YEARS|HALVES (?:DASH? YEARS)?|QUARTERS|WEEKS|DECADES|MONTHS) (?:TO|ENDED) (?:IN|THE PERIOD)? POINT",
    ),
    # the same stretch of another year
    (
        "same-period",
        "(?:THE|ONE)? (?:SAME TIME (?:OF|IN)? ANY_YEAR|SAME (?:TWO_YEARS|YEAR) PERIOD|SAME (?:YEAR|YEARAGO|PRIORYEAR)?"
        " (?:PERIOD|COUNT? DASH? UNITS PERIOD?|NAMED_QUARTER|NAMED_HALF|FIRST_MONTHS|MONTH) (?:(?:OF|IN)? ANY_YEAR)?"
        "|THE? PREVIOUS SAME (?:PERIOD|NAMED_QUARTER|NAMED_HALF|MONTHS|QUARTERS|HALVES)"
        "|PRIORYEAR (?:PERIOD|COUNT? DASH? (?:HALVES|QUARTERS|MONTHS|WEEKS|DAYS))|YEAR (?:PERIOD|COUNT? MONTHS))",
    ),
    # a year or a part of it, stressed as whole
    (
        "whole",
        "WHOLEOF (?:PART OF_YEAR?|MONTHLIKE|ANY_YEAR|(?:THE|THIS|LAST|NEXT) (?:MONTHS|QUARTERS|HALVES)|THE? ERA)",
    ),
    ("whole", "THE WHOLLY (?:PART OF_YEAR?|MONTHS OF ONE_MONTH)|THE YEAR WHOLLY YEARS"),
    ("whole", "THE? WHOLLY DASH? (?:OWN_YEAR? YEARS (?:COMMA|OF)?)? (?:TITLED_YEAR|TWO_YEARS|YEAR)"),
    # ranges
    ("day-range", "BETWEEN MONTH DAYOFMONTH AND DAYOFMONTH DATED?"),
    ("day-range", "FROM? MONTH DAYOFMONTH THROUGH DAYOFMONTH DATED?"),
    ("day-range", "BETWEEN DAYOFMONTH AND DAYOFMONTH OF? MONTH DATED?"),
    ("day-range", "FROM? DAYOFMONTH THROUGH DAYOFMONTH OF? MONTH DATED?"),
    ("month-range", "THE MONTH_SPAN DASH? (?:PERIOD|QUARTERS|HALVES) OF_YEAR?"),
    ("month-range", "THE FIGURE_YEAR MONTH_SPAN (?:PERIOD|QUARTERS)"),
    ("month-range", "THE? MONTH_SPAN FIGURE_YEAR (?:PERIOD|QUARTERS)"),
    ("month-range", "MONTH_SPAN DASH? (?:PERIOD|QUARTERS|HALVES) OF_YEAR?"),
    ("month-range", "MONTH_SPAN OF? ANY_YEAR"),
    ("range", "BETWEEN POINT AND END_POINT"),
    ("range", "FROM THE? START OF ANY_YEAR THROUGH POINT"),
    ("range", "(?:FROM POINT TO|BETWEEN POINT AND) OWN_POINT"),
    ("range", "(?:FROM NEAR_MONTH TO|BETWEEN NEAR_MONTH AND) (?:NEAR_MONTH|MONTH(?!DAY|NTH)|TODATE|NOW)"),
    ("range", "(?:FROM MONTH TO|BETWEEN MONTH AND) NEAR_MONTH"),
    ("range", "FROM? CODED_PART THROUGH POINT"),
    ("quarter", "CODED_QUARTER"),
    ("half", "CODED_HALF"),
    ("date", "ON_DAY (?:MONTH DAYOFMONTH DASH YEAR|YEAR DASH MONTH DASH DAYOFMONTH)(?!DASH|TO)"),
    ("month-year", "YEAR_FIRST"),
    ("month-range", "YEAR DASH MONTH DASH MONTH(?!DASH|OF|COMMA? YEAR|DAY|NTH)"),
    ("range", "FROM? POINT THROUGH END_POINT"),
    ("range", "FROM? POINT (?:TO (?:NEARBY|NOW)|DASH? TODATE)"),
    # single days
    ("date", "ANY_DATE"),
    # the edges of a stretch
    (
        "end-of",
        "THE? END (?:DASH|OF)? (?:PART OF_YEAR?|MONTHLIKE|ANY_YEAR|THE (?:MONTHS|QUARTERS|HALVES))",
    ),
    ("end-of", "(?:YEARS|MONTHS) DASH END (?:OF? FIGURE_YEAR)?"),
    ("end-of", "(?:THE|LAST|THIS|NEXT)? YEARS POSSESSIVE END"),
    (
        "edge-of",
        "THE? START OF (?:PART OF_YEAR?|MONTHLIKE|ANY_YEAR|THE (?:MONTHS|QUARTERS|HALVES|DECADES)|THE ERA)",
    ),
    (
        "edge-of",
        "THE? VAGUE (?:DASH|IN|OF)? (?:ONE_MONTH|ANY_YEAR|ERA|(?:THIS|LAST|NEXT) (?:MONTHS|QUARTERS|WEEKS))",
    ),
    (
        "edge-of",
        "THE? (?:VAGUE|LATER) (?:MONTHS|WEEKS|DAYS|QUARTERS) OF (?:ONE_MONTH|ANY_YEAR|ERA|THE (?:ERA|MONTHS|QUARTERS))",
    ),
    # up to now
    ("so-far", "(?:SOFAR|TODATE) IN? (?:(?:THIS|THE? CURRENT) OWN_YEAR? (?:YEARS|MONTHS|QUARTERS|WEEKS)|FIGURE_YEAR)"),
    ("so-far", "(?:THIS|THE? CURRENT) OWN_YEAR? (?:YEARS|MONTHS|QUARTERS) SOFAR|THE YEARS SOFAR|FIGURE_YEAR SOFAR"),
    ("so-far", "THE? OWN_YEAR? YEARS DASH? (?:TODATE|TO DASH TODATE)|YTD|THE OWN_YEAR YEARS SOFAR"),
    ("so-far", "(?:SOFAR|TODATE) IN? (?:(?:THE OWN_YEAR? YEARS)|MONTH (?:OF? ANY_YEAR)?)|MONTH SOFAR"),
    # parts of a year
    ("first-n-days", "THE? (?:ORDINAL|LAST) COUNT? DASH? (?:DAYS|WEEKS) OF (?:MONTHLIKE|THE MONTHS|ANY_YEAR)"),
    ("half-month", "THE? ORDER HALVES OF (?:MONTHLIKE|THE MONTHS)"),
    ("last-n-months", "LAST_PART OF_YEAR"),
    ("last-n-months", "ANY_YEAR POSSESSIVE? LAST_PART"),
    ("quarters", "THE? ORDER (?:(?:COMMA ORDER)? COMMA? AND|TO) ORDER (?:QUARTERS|HALVES) OF_YEAR?"),
    ("first-n-months", "FIRST_MONTHS (?:OF_YEAR|SHORT_YEAR)?"),
    ("first-n-months", "(?:RELATIVE_YEAR|THE? FIGURE_YEAR) POSSESSIVE? FIRST_MONTHS"),
    ("nth-month", "THE? ORDER MONTHS (?:OF|IN) ANY_YEAR"),
    ("nth-month", "THE? ORDER MONTHS OF THE QUARTERS"),
    ("quarter", "NAMED_QUARTER (?:OF_YEAR|DASH? ANY_YEAR|SHORT_YEAR)?"),
    ("quarter", "(?:RELATIVE_YEAR|THE? FIGURE_YEAR) (?:POSSESSIVE|DASH)? NAMED_QUARTER"),
    ("half", "NAMED_HALF (?:OF_YEAR|DASH? ANY_YEAR|SHORT_YEAR)?"),
    ("half", "(?:RELATIVE_YEAR|THE? FIGURE_YEAR) (?:POSSESSIVE|DASH)? NAMED_HALF"),
    ("year-to-month", "THE MONTH YEAR YEARS (?!ENDED|AGO)"),
    ("year-to-month", "THE MONTH YEAR? YEARS SAYS_NO_MORE"),
    ("month-year", "(?:THE? MONTHS OF)? (?:MONTH (?:OF? ANY_YEAR|COMMA YEAR|APOSTROPHE (?:DAY|FIGURE))|YEARMONTH)"),
    ("month-year", "(?:THIS|LAST|NEXT) MONTH"),
    ("month-year", "(?:LAST|THIS|NEXT) YEARS POSSESSIVE MONTH"),
    ("month", "(?:THE? MONTHS OF)? MONTH"),
    # stretches of years
    ("five-year-plan", "THE? (?:NTH|ORDINAL) PLAN PERIOD"),
    ("decade", "THE? ERA"),
    ("last-n", "THE? (?:LAST|PAST|RECENT|PREVIOUS) COUNT OWN_YEAR? UNITS"),
    ("last-n", "THE COUNT UNITS AGO"),
    ("next-n", "THE? (?:NEXT|COMING) COUNT OWN_YEAR? UNITS"),
    ("last-n", "THE? (?:LAST|PAST) DECADES"),
    ("next-n", "THE? (?:NEXT|COMING) DECADES"),
    ("century", "THE? (?:NTH|ORDINAL) CENTURY"),
    ("the-next", "THE NEXT (?:YEARS|HALVES|QUARTERS|MONTHS|WEEKS)"),
    ("the-one-after", "THE COMING OWN_YEAR? (?:YEARS|HALVES|QUARTERS|MONTHS|WEEKS)"),
    ("n-later", "(?:COUNT (?:YEARS|QUARTERS|MONTHS|DECADES)|ONE DECADES) LATER"),
    ("later", "(?:THE|ONE) (?:YEARS|MONTHS|QUARTERS) LATER"),
    ("first-n-months", "COUNT MONTHS OF ANY_YEAR"),
    ("elapsed-months", "COUNT MONTHS SAYS_NO_MORE"),
    ("running-months", "(?:THE|ONE)? COUNT DASH MONTHS(?!PERIOD)"),
    ("day-of-month", "THE NTH OF (?:THE|THIS|LAST|NEXT) MONTHS"),
    ("weekend", "(?:THE? (?:LAST|PAST|PREVIOUS|NEXT|COMING)|THE|THIS) WEEKEND"),
    # stretches that are left open
    ("open", "THE? (?:LAST|PAST|RECENT|NEXT|COMING|PREVIOUS) FEW UNITS"),
    ("open", "THE? (?:RECENT|COMING|PAST) (?:YEARS|MONTHS|WEEKS|DAYS|QUARTERS|DECADES)"),
    ("open", "THE LAST YEARS"),
    ("open", "EVERY (?:YEARS|MONTHS|WEEKS|QUARTERS)"),
    # counted from another stretch
    ("earlier", "(?:ONE|COUNT|FEW) (?:YEARS|MONTHS|QUARTERS|WEEKS|DECADES) AGO"),
    ("the-one-before", "THE YEARS AGO LAST"),
    ("the-one-before", "THE (?:YEARS|MONTHS|QUARTERS|WEEKS) AGO(?!WHICH_UNITS)"),
    ("the-one-before", "THE (?:YEARS|MONTHS|QUARTERS|WEEKS) PREVIOUS(?!TO|WHICH_UNITS)"),
    ("the-one-before", "THE? PREVIOUS OWN_YEAR? (?:YEARS|HALVES|QUARTERS|MONTHS|WEEKS|DAYS)"),
    ("relative", "(?:THIS|LAST|NEXT|THE? CURRENT|THAT) OWN_YEAR? (?:YEARS|HALVES|QUARTERS|MONTHS|WEEKS|DECADES)"),
    ("relative", "THE? (?:THIS|LAST|NEXT|CURRENT|PREVIOUS) (?:OWN_YEAR YEARS|FISCAL)"),
    ("relative", "THE (?:YEARS|HALVES|QUARTERS|MONTHS|WEEKS) JUSTENDED"),
    ("relative", "THE JUSTENDED OWN_YEAR? (?:YEARS|QUARTERS|MONTHS)(?!YEAR|SPLIT)"),
    ("week-of", "(?:THE|THAT) WEEKS OF ANY_DATE"),
    ("week", "CALENDAR? WEEKS (?:DAY|FIGURE) (?:OF? ANY_YEAR|COMMA YEAR)?"),
    ("season", "(?:THE|THIS|LAST|NEXT)? SEASON OF? (?:TWO_YEARS|YEAR)|(?:THIS|LAST|NEXT) SEASON"),
    (
        "holiday",
        "(?:THE|THIS|LAST|NEXT)? (?:YEARS POSSESSIVE)? (?:(?:YEAR|DAY) DASH? DAYS?)? HOLIDAY (?:PERIOD|WEEKS)?"
        " (?:OF? FIGURE_YEAR)?",
    ),
    ("weekday", "(?:THIS|LAST|NEXT)? WEEKDAY"),
    ("nearby-day", "NEARBY"),
    # years
    ("season", "THE? CROPYEAR (?:OWN_YEAR YEARS)?"),
    ("year-span", "THE? YEARS (?:SPAN|YEARMONTH)|SPAN"),
    ("fiscal-year", "TITLED_YEAR"),
    ("split-year", "SPLIT"),
    ("year", "(?:THE YEARS)? YEAR"),
    # what has been spoken of
    ("the-n", "(?<=IN) (?:THE|THIS|THAT|THESE) WHOLLY? COUNT (?:UNITS|DASH? UNITS PERIOD) SAYS_NO_MORE"),
    ("the-n", "(?:THE|THIS|THAT|THESE) COUNT DASH? UNITS PERIOD SAYS_NO_MORE"),
    ("the-period", "THE WHOLLY OWN_YEAR? YEARS SAYS_NO_MORE"),
    ("the-period", "(?<=IN) WHOLLY YEARS SAYS_NO_MORE"),
    ("the-period", "(?<=IN) THE WHOLLY? OWN_YEAR? (?:YEARS|HALVES|QUARTERS|MONTHS|WEEKS|PERIOD) SAYS_NO_MORE"),
    ("year-closed", "THE OWN_YEAR? YEARS SAYS_NO_MORE"),
)
"""Rule name and pattern, in the order they are tried."""
ALONE = (
    "(?:MONTH|YEAR|WEEKDAY|NEARBY|SPLIT|SPAN|FISCALYEAR|CROPYEAR|YEARMONTH|DATE|ERA"
    "|QUARTERCODE|HALFCODE|NUMBERED_QUARTER|NUMBERED_HALF|YTD)"
)
"""What can be a period alone; anything else needs a neighbour, which is looked at first as it is mostly missing."""
FIRST = "[^\\s OF IN AND TO ENDED AGO LATER CENTURY TAX DASH COMMA POSSESSIVE APOSTROPHE PERIOD TIME]"


def _expand(pattern: str) -> str:
    """Replace the words in capitals until only tape characters and regular expression are left."""

    def replace(match: re.Match[str]) -> str:
        name = match[0]
        return SYMBOLS[name] if name in SYMBOLS else _expand(FRAGMENTS[name])

    return re.sub(r"[A-Z][A-Z_]+", replace, pattern).replace(" ", "")


@cache
def grammar() -> re.Pattern[str]:
    """All rules as one pattern; the name of a match's last group is ``r`` and the rule's place in `RULES`."""
    rules = "|".join(f"(?P<r{place}>{_expand(pattern)})" for place, (_, pattern) in enumerate(RULES))
    return re.compile(f"(?={_expand(ALONE)}|{_expand(FIRST)}[^ ])(?:{rules})")


def rule_name(group: str) -> str:
    """The name of the rule a group of `grammar` stands for."""
    return RULES[int(group[1:])][0]
