// Words that somebody types to break the page, to run a script, or to make a text read otherwise than it is.

const LONG = "Unbreakable".repeat(24);

/** What may be typed, and must come out as it went in. */
export const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  "javascript:alert(1)",
  "{{7*7}} ${7*7} <%= 7*7 %> #{7*7}",
  "</textarea></title></style></script><style>*{display:none}</style>",
  "<!-- --><iframe src=javascript:alert(1)></iframe>",
  "' onfocus=alert(1) autofocus x='",
  "&lt;b&gt; &amp;amp; &#60;i&#62; %3Cscript%3E",
  "<base href=https://evil.example/><meta http-equiv=refresh content=0>",
  LONG,
  "مرحبا بالعالم، هذا نص طويل من اليمين إلى اليسار 123 abc",
  "שלום עולם, טקסט מימין לשמאל (abc) 456",
  "👩‍👩‍👧‍👦 🏳️‍🌈 🇺🇳 e\u0301\u0302\u0303\u0304\u0305\u0306 Z\u0335\u0336\u0337\u0338",
];

/** All of it, for fields of many lines. */
export const TEXT = HOSTILE.join("\n");

/** One line of each kind in turn, for fields of one line. */
export function line(most = 300) {
  const fitting = HOSTILE.map((words) => [...words].slice(0, most).join(""));
  line.n = (line.n ?? -1) + 1;
  return fitting[line.n % fitting.length];
}

/** Names that a person may go by. */
export const NAMES = ["<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "وفد السلام", "N".repeat(80)];

/** What must be refused, as it cannot be seen. */
export const HIDDEN = {
  "an override of direction": "the price is \u202E001\u202C dollars",
  "an isolate of direction": "to \u2066accept\u2069 it",
  "a zero-width space": "ac\u200Bcept",
  "a byte-order mark": "\uFEFFaccept",
  "a tag letter": "accept\u{E0041}",
  "a soft hyphen": "ac\u00ADcept",
};
