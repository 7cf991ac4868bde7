//! Layouts of drafts as newspapers, ministries and word processors leave them.

use super::*;
use crate::model::Date;
use std::io::Write;

#[track_caller]
fn check(name: &str, content: &str, expected: &[(&str, &str, &str)]) -> NumberedText {
    let text = read(name, content);
    let found = points(&text);
    let found: Vec<(&str, &str, &str)> = found
        .iter()
        .map(|(label, title, words)| (label.as_str(), title.as_deref().unwrap_or(""), words.as_str()))
        .collect();
    assert_eq!(found, expected, "{content}");
    text
}

#[test]
fn points_of_a_newspaper() {
    let text = check(
        "plan.txt",
        "A plan for the two cities\n\nPublished on 20 November 2025. The text is a draft.\n\n\
         1. Sovereignty of both cities will be confirmed by the other, and nobody shall\nquestion it hereafter.\n\
         2. A comprehensive agreement will be concluded:\n   (a) on non-aggression;\n   (b) on trade.\n\n\
         3. Forces will be limited to 600 at all times.\n\nDone at the bridge, in two copies.\n",
        &[
            (
                "1",
                "",
                "Sovereignty of both cities will be confirmed by the other, and nobody shall question it hereafter.",
            ),
            ("2", "", "A comprehensive agreement will be concluded:\n(a) on non-aggression;\n(b) on trade."),
            ("3", "", "Forces will be limited to 600 at all times."),
        ],
    );
    assert_eq!(text.title.as_deref(), Some("A plan for the two cities"));
    assert_eq!(text.date, Date::new(2025, 11, 20));
    assert_eq!(text.preamble, ["Published on 20 November 2025. The text is a draft."]);
    assert_eq!(text.closing, ["Done at the bridge, in two copies."]);
    assert_eq!(text.points.iter().map(|point| point.line).collect::<Vec<_>>(), [5, 7, 11]);
}

#[test]
fn labels_of_every_kind_number_points() {
    let forms: [fn(usize) -> String; 8] = [
        |n| format!("{n}."),
        |n| format!("{n})"),
        |n| format!("({n})"),
        |n| format!("Article {n}"),
        |n| format!("Point {n}:"),
        |n| format!("§ {n}"),
        |n| ["I.", "II.", "III."][n - 1].to_string(),
        |n| format!("Пункт {n}."),
    ];
    for form in forms {
        let content: String = ["Peace", "Trade", "Courts"]
            .iter()
            .enumerate()
            .map(|(index, words)| format!("{} {words} is agreed on.\n\n", form(index + 1)))
            .collect();
        check(
            "plan.txt",
            &content,
            &[("1", "", "Peace is agreed on."), ("2", "", "Trade is agreed on."), ("3", "", "Courts is agreed on.")],
        );
    }
}

#[test]
fn articles_have_headings_and_numbered_paragraphs() {
    check(
        "treaty.txt",
        "TREATY\n\nThe parties,\nDesiring peace,\n\nArticle 1\nBorders\n\n1. The border is the river.\n\n2. It is marked.\n\n\
         Article 2: Courts\n\n1. A court is set up.\n\n2. It has\nthree judges.\n",
        &[
            ("1", "Borders", "1. The border is the river.\n2. It is marked."),
            ("2", "Courts", "1. A court is set up.\n2. It has\nthree judges."),
        ],
    );
}

#[test]
fn points_count_on_through_sections() {
    check(
        "plan.md",
        "# Plan\n\n## I. Security\n\n1. One.\n2. Two.\n3. Three.\n\n## II. Economy\n\n4. Four.\n5. Five.\n6. Six.\n",
        &[
            ("1", "", "One."),
            ("2", "", "Two."),
            ("3", "", "Three.\nII. Economy"),
            ("4", "", "Four."),
            ("5", "", "Five."),
            ("6", "", "Six."),
        ],
    );
}

#[test]
fn markdown_leaves_its_words_behind() {
    let source = Source::new(
        "plan.md",
        "# The *plan*\n\nOf 2025-11-23, see [the paper](http://example.org).\n\n1. **Peace.** There is `peace`\n   and *quiet*.\n   - in the north\n   - in the south\n2. Nothing \\[bracketed\\] & more\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n21. Late.\n",
    );
    let (text, warnings) = read_text(&source).expect("a text");
    assert_eq!(
        points(&text),
        [
            ("1".into(), Some("Peace".into()), "There is peace and quiet.\n- in the north\n- in the south".into()),
            ("2".into(), None, "Nothing [bracketed] & more".into()),
            ("21".into(), None, "Late.".into()),
        ]
    );
    assert_eq!((text.title.as_deref(), text.date), (Some("The plan"), Date::new(2025, 11, 23)));
    assert_eq!(text.preamble, ["Of 2025-11-23, see the paper."]);
    let said: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["plan.md:11:1: warning: a table is left out\n  help: add by hand what it says"]);
}

#[test]
fn other_scripts_and_directions_survive() {
    check(
        "plan.txt",
        "١. وقف إطلاق النار.\n٢. تبادل الأسرى.\n",
        &[("1", "", "وقف إطلاق النار."), ("2", "", "تبادل الأسرى.")],
    );
    check("plan.txt", "1. הפסקת אש.\n2. חילופי שבויים.\n", &[("1", "", "הפסקת אש."), ("2", "", "חילופי שבויים.")]);
    check("plan.md", "1. 停火。\n2. 交换战俘。\n", &[("1", "", "停火。"), ("2", "", "交换战俘。")]);
}

#[test]
fn texts_without_points_are_refused() {
    for (name, content) in [("a.txt", "Hello."), ("a.md", ""), ("a.docx", "x"), ("a.pdf", "x")] {
        let problems = read_text(&Source::new(name, content)).expect_err("nothing numbered");
        assert!(problems.len() == 1 && !problems[0].help.is_empty(), "{problems:?}");
    }
}

/// A Word document of some paragraphs and lists.
fn document(body: &str, numbering: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    for (name, content) in [
        ("word/document.xml", format!("<w:document {space}><w:body>{body}</w:body></w:document>")),
        ("word/numbering.xml", format!("<w:numbering {space}>{numbering}</w:numbering>")),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a file");
        archive.write_all(content.as_bytes()).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn word_documents_number_themselves() {
    let item = |level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"4\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let plain = |text: &str| format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>");
    let body = [
        plain("Preamble &amp; more."),
        item(0, "First point."),
        item(1, "under it"),
        item(1, "and under it"),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>left out</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".to_string(),
        "<w:p><w:r><w:t>Still the fir</w:t></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:r><w:t>st.</w:t></w:r></w:p>".to_string(),
        item(0, "Second point."),
        item(1, "anew"),
    ]
    .concat();
    let numbering = "<w:abstractNum w:abstractNumId=\"7\">\
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"Article %1\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"(%2)\"/></w:lvl>\
        </w:abstractNum><w:num w:numId=\"4\"><w:abstractNumId w:val=\"7\"/></w:num>";
    let (text, warnings) = read_text(&Source::new("a.docx", document(&body, numbering))).expect("a text");
    assert_eq!(
        points(&text),
        [
            ("3".into(), None, "First point.\n(a) under it\n(b) and under it\nStill the first.".into()),
            ("4".into(), None, "Second point.\n(a) anew".into()),
        ]
    );
    assert_eq!(text.preamble, ["Preamble & more."]);
    assert_eq!(warnings.len(), 1);
}

#[test]
fn drafts_become_talks_that_can_be_read() {
    let first =
        read("us-28.txt", "Plan A\n\n1. Peace shall be kept.\n2. Courts: \"quoted\" \\ and\n3. Trade is free.\n");
    let second = read(
        "e3.md",
        "# Plan B\n\n1. Peace shall be kept.\n2. Trade is free within limits.\n3. [Courts.]\n\n   [No courts.]\n",
    );
    let proposal = align(vec![first, second]);
    let written = starter(&proposal, &["The North".to_string(), "Юг".to_string()]);
    let source = Source::new("talks.toml", written.clone());
    let (outline, warnings) = crate::format::outline(&[source], &crate::format::Reading::default()).expect(&written);
    assert_eq!(warnings, []);
    assert_eq!(
        outline.parties.iter().map(|party| party.id.as_str()).collect::<Vec<_>>(),
        ["the-north".replace("the-", ""), "party-2".into()]
    );
    assert_eq!(outline.drafts.iter().map(|draft| draft.id.as_str()).collect::<Vec<_>>(), ["us-28", "e3"]);
    let options: Vec<Vec<&str>> =
        outline.issues.iter().map(|issue| issue.options.iter().map(|option| option.text.as_str()).collect()).collect();
    assert_eq!(
        options,
        [
            vec!["Peace shall be kept."],
            vec!["Courts: \"quoted\" \\ and"],
            vec!["Trade is free.", "Trade is free within limits."],
            vec!["Courts.", "No courts."],
        ]
    );
    assert_eq!(outline.drafts[1].settles.0, [Some(0), None, Some(1), None]);
}
