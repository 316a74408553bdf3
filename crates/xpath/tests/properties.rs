//! What holds for every text: reading never panics and never runs without bound, and what is read can be written
//! and read again.

mod document;

use document::Document;
use phieu_xpath::{ErrorCode, Expr, Resolver, Span, World, parse};
use proptest::prelude::*;

/// Pieces of expressions, in any order: most such texts are wrong somewhere, many only late.
const PIECES: [&str; 66] = [
    "1",
    "2.5",
    ".5",
    "'a'",
    "\"b\"",
    "''",
    "${x}",
    "${last-saved#x}",
    "a",
    "b-c",
    "x:y",
    "*",
    "x:*",
    ".",
    "..",
    "/",
    "//",
    "@",
    "@a",
    "::",
    "child::",
    "ancestor::",
    "self::node()",
    "text()",
    "node()",
    "(",
    ")",
    "(",
    ")",
    "[",
    "]",
    ",",
    "|",
    "+",
    "-",
    "-",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    " and ",
    " or ",
    " div ",
    " mod ",
    "*",
    "not(",
    "count(",
    "concat(",
    "if(",
    "position()",
    "last()",
    "current()",
    "instance('i')",
    "today()",
    "round(",
    "regex(",
    "selected(",
    "date(",
    "sum(",
    "max(",
    "substr(",
    "coalesce(",
    "\n",
    "é",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

/// Expressions that are right by their making.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "1",
        "12.5",
        "'text'",
        "\"it's\"",
        "a",
        "a/b",
        "/r/a",
        "//b",
        ".",
        "..",
        "@n",
        "(/)",
        "${x}",
        "true()",
        "a[1]",
        "*",
        "count(//a)",
        "position()",
        "a//b",
        "(a|b)[2]",
        "${x}/b",
        "instance('i')/r/a[b = 1]",
        "ancestor::a",
        "x:y",
    ]);
    let operators = [" or ", " and ", " = ", " != ", " < ", " <= ", " > ", " >= ", " + ", " - ", " * ", " div ", " mod "];
    leaf.prop_map(str::to_owned).prop_recursive(5, 40, 3, move |inner| {
        let operator = prop::sample::select(operators.to_vec());
        prop_oneof![
            (inner.clone(), operator, inner.clone()).prop_map(|(a, op, b)| format!("{a}{op}{b}")),
            inner.clone().prop_map(|a| format!("({a})")),
            inner.clone().prop_map(|a| format!("-{a}")),
            inner.clone().prop_map(|a| format!("not({a})")),
            inner.clone().prop_map(|a| format!("a[{a}]/b")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("if({a}, {b}, {c})")),
        ]
    })
}

struct AnySlot;

impl Resolver for AnySlot {
    fn reference(&mut self, _: &str, _: Span) -> Result<u32, phieu_xpath::Error> {
        Ok(7)
    }
    fn path(&mut self, _: &phieu_xpath::Path, _: Span, _: bool) -> Result<Option<u32>, phieu_xpath::Error> {
        Ok(None)
    }
}

fn without_places(expr: &Expr) -> String {
    let mut shape = format!("{expr:?}");
    while let Some(at) = shape.find("Span {") {
        let end = at + shape[at..].find('}').expect("a closed span");
        shape.replace_range(at..=end, "_");
    }
    shape
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn a_mistake_lies_within_the_text(text in soup()) {
        if let Err(error) = parse(&text) {
            prop_assert!(error.span.start <= error.span.end && error.span.end as usize <= text.len());
            prop_assert!(text.is_char_boundary(error.span.start as usize) && text.is_char_boundary(error.span.end as usize));
        }
    }

    #[test]
    fn what_is_read_can_be_written_and_read(text in prop_oneof![soup(), expression()]) {
        if let Ok(first) = parse(&text) {
            let written = first.to_string();
            let second = parse(&written);
            prop_assert_eq!(second.map(|second| without_places(&second)), Ok(without_places(&first)), "{}", written);
        }
    }

    #[test]
    fn what_is_read_can_be_evaluated(text in expression()) {
        let world = Document::read("<r><a n='1'>1<b>2</b></a><a>3</a><b>2026-01-31</b></r>").expect("a document");
        let mut expr = parse(&text).expect("right by its making");
        prop_assert_eq!(expr.resolve(&mut AnySlot), vec![]);
        let node = world.root(world.document());
        let first = expr.evaluate(&world, node, node);
        prop_assert_eq!(format!("{first:?}"), format!("{:?}", expr.evaluate(&world, node, node)));
    }
}

#[track_caller]
fn too_complex(text: &str) {
    assert_eq!(parse(text).map_err(|error| error.code), Err(ErrorCode::TooComplex), "{}…", &text[..20]);
}

/// Runs with the stack that WebAssembly has, 1 MB; a debug build takes more of it than any other.
fn with_a_small_stack(run: fn()) {
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).expect("a thread").join().expect("no panic");
}

#[test]
fn depth_is_refused_before_the_stack_ends() {
    with_a_small_stack(refuse_depth);
}

fn refuse_depth() {
    for (open, close) in [("(", ")"), ("-", ""), ("not(", ")"), ("a[", "]"), ("1+(", ")"), ("a or -(", ")"), ("concat(1,", ")")] {
        for depth in [1_000, 10_000] {
            too_complex(&format!("{}1{}", open.repeat(depth), close.repeat(depth)));
        }
    }
    too_complex(&"(".repeat(100_000));
    too_complex(&format!("1{}", "+1".repeat(5_000)));
    too_complex(&format!("1{}", " or 1".repeat(5_000)));
    too_complex(&" ".repeat(100_000));
    // Chains within chains: each short enough, together too tall.
    let chain = "+1".repeat(300);
    too_complex(&format!("{}1{}", "(".repeat(50), format!("{chain})").repeat(50)));
}

#[test]
fn what_is_just_allowed_is_evaluated_copied_written_and_dropped() {
    with_a_small_stack(use_what_is_just_allowed);
}

fn use_what_is_just_allowed() {
    let world = Document::read("<r/>").expect("a document");
    let node = world.document();
    let chain = |part: &str| format!("1{}", part.repeat(phieu_xpath::limits::MAX_HEIGHT as usize - 1));
    let nested = |open: &str, close: &str, depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
    let limit = phieu_xpath::limits::MAX_NESTING as usize - 1;
    let texts = [
        chain("+1"),
        chain(" or 0"),
        chain("=1"),
        chain("-1"),
        nested("(", ")", limit),
        nested("not(", ")", limit),
        nested("1 + (", ")", limit / 2),
        nested("1 or 1 and 1 = 1 < 1 + 1 * (", ")", limit / 7),
        nested("if(1 = 1 and 1 < 2 + 3 * 4, 1, ", ")", limit - 7),
        nested("a[", "]", limit),
    ];
    for text in texts {
        let expr = parse(&text).unwrap_or_else(|error| panic!("{error}: {}", &text[..40]));
        let copy = expr.clone();
        assert_eq!(expr, copy);
        assert!(expr.evaluate(&world, node, node).is_ok());
        let mut count = 0;
        expr.walk(&mut |_| count += 1);
        assert!(count >= 1);
        assert!(parse(&expr.to_string()).is_ok());
    }
}
