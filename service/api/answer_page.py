"""The answer as HTML, for browsers without JavaScript; every value is escaped."""

from html import escape
from string import Template

from service.api.problems import Problem
from service.api.schemas import data_url
from service.reading import Reading, ReadMark
from service.recognizer import Recognition
from service.verdict import Verdict, may_be_none

PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$headline - Digits</title>
<link rel="icon" href="icons/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="theme.css">
<link rel="stylesheet" href="styles.css">
<link rel="stylesheet" href="pictures.css">
<link rel="stylesheet" href="answer.css">
<link rel="stylesheet" href="number.css">
</head>
<body>
<header class="masthead"><h1>Digits</h1></header>
<main class="board">
<section class="answer" data-state="$state">
<div class="verdict">
<div class="glyph" aria-hidden="true">$glyph</div>$number
<div class="verdict-text"><h2 class="headline">$headline</h2><p class="confidence">$confidence</p>\
<p class="hint">$hint</p></div>
</div>
$evidence
</section>
<form class="choose" action="./" method="post" enctype="multipart/form-data">
<p id="another">Another picture:</p>
<input type="file" name="file" accept="image/*" required aria-labelledby="another">
<button type="submit" class="button">Read it</button>
</form>
</main>
</body>
</html>
""")
EVIDENCE = Template('<div class="evidence">$seen$table</div>')
SEEN = Template("""\
<figure class="seen"><div class="seen-frame"><img width="28" height="28" alt="" src="$url"></div>
<figcaption>What the network saw</figcaption></figure>
""")
TABLE = Template("""\
<table class="probabilities"><caption>How likely each digit is</caption>
<thead><tr><th scope="col">Digit</th><td></td><th scope="col">Probability</th></tr></thead>
<tbody>
$rows</tbody></table>
""")
NUMBER = Template('<div class="number" data-size="medium">$lines</div>')
LINE = Template('<p class="number-line chip">$digits</p>')
ROW = Template("""\
<tr><th scope="row">$digit</th><td><meter value="$share"></meter></td><td class="value">$percent</td></tr>
""")


def recognition_page(found: Recognition) -> str:
    """A recognition: the sentence, the digit, what the network saw, ten probabilities."""
    glyph = "" if found.digit is None else str(found.digit)
    confidence = _sure(found)
    seen = "" if found.seen is None else SEEN.substitute(url=escape(data_url(found.seen)))
    table = "" if found.probabilities is None else _table(found.probabilities)
    evidence = EVIDENCE.substitute(seen=seen, table=table) if seen or table else ""
    return _page(
        state=str(found.verdict),
        glyph=glyph,
        headline=found.message,
        confidence=confidence,
        evidence=evidence,
    )


def _sure(found: Recognition | ReadMark) -> str:
    """How sure a digit or sign is; nothing where none was named, or it is likelier none than another one."""
    if found.confidence is None:
        return ""
    doubted = found.verdict is Verdict.UNCERTAIN and found.digit is not None
    if doubted and may_be_none(found.digit_score, found.confidence):
        return "perhaps no digit"
    return _percent(found.confidence)


def _percent(confidence: float) -> str:
    return "over 99.9% sure" if confidence > 0.999 else f"{confidence:.1%} sure"


def number_page(read: Reading) -> str:
    """A picture of several marks: the text, line by line, how sure it is, and each mark of it."""
    lines = "".join(LINE.substitute(digits=escape(line)) for line in read.lines)
    return _page(
        state="number",
        glyph="",
        number=NUMBER.substitute(lines=lines),
        headline=read.message,
        confidence="" if read.confidence is None else f"{_percent(read.confidence)} of the whole",
        hint=", ".join(f"{each.typed} ({_sure(each)})" for each in read.digits if each.typed),
    )


def problem_page(told: Problem) -> str:
    """A problem: its title, and what to do."""
    return _page(state="problem", glyph="!", headline=told.title, hint=told.detail)


def _page(*, evidence: str = "", number: str = "", **texts: str) -> str:
    """The whole page; `evidence` and `number` are HTML, everything else is text."""
    shown = {"confidence": "", "hint": "", **texts}
    escaped = {place: escape(text) for place, text in shown.items()}
    return PAGE.substitute(escaped, evidence=evidence, number=number)


def _table(probabilities: tuple[float, ...]) -> str:
    rows = (
        ROW.substitute(digit=digit, share=f"{share:.4f}", percent=f"{share:.1%}")
        for digit, share in enumerate(probabilities)
    )
    return TABLE.substitute(rows="".join(rows))
