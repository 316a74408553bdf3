//! A slot is the node-set it stands for: every expression gives the same over slots, with and without the fast path,
//! as over the paths they replace.

mod document;

use std::borrow::Cow;
use std::cmp::Ordering;

use document::Document;
use phieu_xpath::{Error, ErrorCode, Expr, Kind, Node, Operand, Path, Plan, Resolver, Span, Value, World, parse, text_to_number};

const NAMES: [&str; 7] = ["number", "zero", "text", "word_number", "blank", "absent", "many"];

/// A world where `${name}` is a slot: the nodes of that name under the root.
struct Slots {
    document: Document,
    fast: bool,
}

impl Slots {
    fn new(fast: bool) -> Slots {
        let xml = "<r><number>5</number><zero>0</zero><text>abc</text><word_number>5.0</word_number><blank/>\
                   <many>1</many><many>5</many><many/></r>";
        Slots { document: Document::read(xml).expect("a document"), fast }
    }

    fn root(&self) -> Node {
        let mut children = Vec::new();
        self.document.children(self.document.document(), &mut children);
        children[0]
    }
}

impl World for Slots {
    fn kind(&self, node: Node) -> Kind {
        self.document.kind(node)
    }
    fn name(&self, node: Node) -> &str {
        self.document.name(node)
    }
    fn parent(&self, node: Node) -> Option<Node> {
        self.document.parent(node)
    }
    fn children(&self, node: Node, out: &mut Vec<Node>) {
        self.document.children(node, out);
    }
    fn text(&self, node: Node) -> Cow<'_, str> {
        self.document.text(node)
    }
    /// `number` and `zero` are of a numeric type, the others texts.
    fn typed(&self, node: Node) -> Value {
        let text = self.text(node);
        match self.name(node) {
            "number" | "zero" => Value::Number(text_to_number(&text)),
            _ => Value::Text(text.into_owned()),
        }
    }
    fn compare(&self, a: Node, b: Node) -> Ordering {
        self.document.compare(a, b)
    }
    fn root(&self, node: Node) -> Node {
        self.document.root(node)
    }
    fn slot(&self, slot: u32, current: Node, out: &mut Vec<Node>) {
        let mut children = Vec::new();
        self.children(current, &mut children);
        out.extend(children.into_iter().filter(|child| self.name(*child) == NAMES[slot as usize]));
    }
    fn slot_operand(&self, slot: u32, current: Node) -> Option<Operand<'_>> {
        let mut nodes = Vec::new();
        self.slot(slot, current, &mut nodes);
        match nodes.as_slice() {
            [only] if self.fast => Some(self.typed(*only).into()),
            _ => None,
        }
    }
}

/// Turns `${name}` into a slot and leaves paths as they are.
struct Names;

impl Resolver for Names {
    fn reference(&mut self, name: &str, span: Span) -> Result<u32, Error> {
        let known = NAMES.iter().position(|known| *known == name);
        let unknown = || Error::new(ErrorCode::UnknownReference, span, format!("unknown field `{name}`"));
        known.map(|index| index as u32).ok_or_else(unknown)
    }
    fn path(&mut self, _: &Path, _: Span, _: bool) -> Result<Option<u32>, Error> {
        Ok(None)
    }
}

/// What an expression gives in each of the ways it can be asked.
fn answers(expr: &Expr, world: &Slots) -> [String; 4] {
    let node = world.root();
    let number = expr.evaluate_number(world, node, node);
    let value = expr.evaluate(world, node, node).map(|value| match value {
        // The fast path gives a value where the slow one gives its node.
        Value::Nodes(nodes) if nodes.len() == 1 => world.text(nodes[0]).into_owned(),
        Value::Nodes(nodes) => format!("{} nodes", nodes.len()),
        other => other.to_text(world),
    });
    [
        format!("{:?}", expr.evaluate_boolean(world, node, node)),
        format!("{:?}", number.map(f64::to_bits)),
        format!("{:?}", expr.evaluate_text(world, node, node)),
        format!("{value:?}"),
    ]
}

#[track_caller]
fn check(template: &str) {
    let names = || NAMES.iter().copied();
    let second = if template.contains("$b") { NAMES.len() } else { 1 };
    for a in names() {
        for b in names().take(second) {
            let over_paths = parse(&template.replace("$a", a).replace("$b", b)).expect(template);
            let references = template.replace("$a", &format!("${{{a}}}")).replace("$b", &format!("${{{b}}}"));
            let mut over_slots = parse(&references).expect(template);
            assert_eq!(over_slots.resolve(&mut Names), vec![]);
            let expected = answers(&over_paths, &Slots::new(false));
            for fast in [false, true] {
                let got = answers(&over_slots, &Slots::new(fast));
                // Spans differ between the two spellings, and only errors show them.
                assert_eq!(without_spans(got), without_spans(expected.clone()), "{references}, fast: {fast}");
            }
        }
    }
}

fn without_spans(mut answers: [String; 4]) -> [String; 4] {
    for answer in &mut answers {
        while let Some(at) = answer.find("Span {") {
            let end = at + answer[at..].find('}').expect("a closed span");
            answer.replace_range(at..=end, "_");
        }
    }
    answers
}

#[test]
fn values() {
    for template in ["$a", "-$a", "string($a)", "number($a)", "boolean($a)", "not($a)", "$a + 1", "concat($a, '!')", "count($a)"] {
        check(template);
    }
}

#[test]
fn comparisons() {
    for operator in ["=", "!=", "<", "<=", ">", ">="] {
        for other in ["5", "0", "'5'", "'5.0'", "''", "'abc'", "true()", "false()", "1 div 0", "'a' * 1"] {
            check(&format!("$a {operator} {other}"));
            check(&format!("{other} {operator} $a"));
        }
    }
}

#[test]
fn functions() {
    for template in [
        "sum($a)",
        "min($a, 3)",
        "max($a)",
        "count-non-empty($a)",
        "string-length($a)",
        "selected($a, 'abc')",
        "coalesce($a, 'x')",
        "checklist(1, 1, $a)",
        "weighted-checklist(2, 9, $a, 2)",
        "join(',', $a)",
        "if($a, 'yes', 'no')",
        "if(true(), $a, 'no')",
        "not(if(false(), 1, $a))",
        "round($a)",
        "count($a | $a)",
        "position($a)",
        "regex($a, '[0-9.]+')",
        "$a and true()",
        "$a or false()",
        "count(/r/*[. = current()/number])",
    ] {
        check(template);
    }
}

/// The number of a question that holds one.
fn number(slot: u32) -> Option<f64> {
    [("number", 5.0), ("zero", 0.0)].into_iter().find(|(name, _)| *name == NAMES[slot as usize]).map(|(_, number)| number)
}

/// Whether an expression has a plan; if so, and wherever it does not give up, it gives what the tree gives.
#[track_caller]
fn is_planned(text: &str) -> bool {
    let world = Slots::new(true);
    let mut expr = parse(text).expect(text);
    assert_eq!(expr.resolve(&mut Names), vec![]);
    let plan = Plan::of(&expr);
    if let Some(value) = plan.as_ref().and_then(|plan| Some(plan.value(plan.number(number)?))) {
        let expected = expr.evaluate(&world, world.root(), world.root()).expect(text);
        // Not a number is what it is, whatever its sign.
        assert_eq!(format!("{value:?}"), format!("{expected:?}"), "{text}");
    }
    plan.is_some()
}

#[test]
fn a_plan_gives_what_the_tree_gives() {
    let numbers = ["${number}", "${zero}", "-3", "2.5", "1 div 0", "0 div 0", "-${zero}"];
    let mut truths = vec!["true()".to_owned(), "not(${number} > 4)".to_owned()];
    for operator in ["+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">="] {
        for (a, b) in numbers.into_iter().flat_map(|a| numbers.map(|b| (a, b))) {
            let text = format!("({a}) {operator} ({b})");
            assert!(is_planned(&text), "{text}");
            truths.push(text);
        }
    }
    let truths: Vec<&String> = truths.iter().filter(|text| text.contains(['=', '<', '>'])).collect();
    for (a, b) in truths.iter().zip(truths.iter().rev()) {
        for operator in ["and", "or", "=", "!=", "<"] {
            assert!(is_planned(&format!("({a}) {operator} ({b})")));
        }
        assert!(is_planned(&format!("1 + ({a}) * 2 - not({b})")));
    }
}

#[test]
fn what_is_more_than_numbers_has_no_plan_or_gives_up() {
    for text in [
        ".",
        ". >= 0",
        "'a'",
        "${number} and true()",
        "not(${number})",
        "(${number} > 1) = 1",
        "${number} = 'a'",
        "abs(${number})",
        "${number} | ${zero}",
    ] {
        assert!(!is_planned(text), "{text}");
    }
    let tall = "(1 + ".repeat(20) + "1" + &")".repeat(20);
    assert!(!is_planned(&tall), "{tall}");
    for text in ["${text} + 1", "${many} > 0", "${absent} = 0", "${blank} + ${number}"] {
        assert!(is_planned(text), "{text}");
    }
}

#[test]
fn mistakes_of_the_resolver_are_all_told() {
    let mut expr = parse("${number} + ${nobody} + count(/r/a[. = ${nowhere}])").expect("an expression");
    let errors = expr.resolve(&mut Names);
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(messages, ["unknown field `nobody`", "unknown field `nowhere`"]);
    assert_eq!(errors[0].span, Span { start: 12, end: 21 });
}

#[test]
fn a_name_that_was_never_resolved_is_an_error_when_evaluated() {
    let world = Slots::new(false);
    let error = parse("${number} + 1").expect("an expression").evaluate(&world, world.root(), world.root());
    assert_eq!(error.map_err(|error| error.code), Err(ErrorCode::UnknownReference));
}

#[test]
fn walk_meets_every_expression() {
    let mut texts = Vec::new();
    let expr = parse("if(a[b = ${x}]/c, -1, ${y}[2]) + 'z'").expect("an expression");
    expr.walk(&mut |expr| texts.push(expr.to_string()));
    let expected = [
        "if(a[b = ${x}]/c, -1, ${y}[2]) + 'z'",
        "if(a[b = ${x}]/c, -1, ${y}[2])",
        "a[b = ${x}]/c",
        "b = ${x}",
        "b",
        "${x}",
        "-1",
        "1",
        "${y}[2]",
        "${y}",
        "2",
        "'z'",
    ];
    assert_eq!(texts, expected);
}
