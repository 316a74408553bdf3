//! What a definition makes of an XForm.

use phieu_form::{Definition, Diagnostic};
use phieu_xlsform::from_xform;

fn read(model: &str, body: &str) -> (Definition, Vec<Diagnostic>) {
    let text = format!(
        "<h:html xmlns:h=\"x\" xmlns:jr=\"y\"><h:head><h:title>Gặp mặt</h:title><model>{model}</model></h:head><h:body>{body}</h:body></h:html>"
    );
    from_xform("a.xml", &text).expect("it is an XForm")
}

/// A row as `type name column=text …`.
fn rows(definition: &Definition) -> Vec<String> {
    let line =
        |row: &phieu_form::Row| row.cells.iter().map(|cell| format!("{}={}", cell.column, cell.text)).collect::<Vec<_>>().join(" | ");
    definition.survey.iter().map(line).collect()
}

#[test]
fn model_and_body_come_together() {
    let (definition, told) = read(
        "<itext><translation lang=\"vi\"><text id=\"n\"><value>Số người</value><value form=\"image\">jr://images/n.png</value></text></translation>
         <translation lang=\"en\"><text id=\"n\"><value>People</value></text></translation></itext>
         <instance><data id=\"gap\" version=\"2\"><sum/><g><n>1</n></g><meta><instanceID/></meta></data></instance>
         <bind nodeset=\"/data/g/n\" type=\"int\" required=\"true()\" constraint=\". &lt; 9\" jr:constraintMsg=\"Quá nhiều\"/>
         <bind nodeset=\"/data/sum\" calculate=\"/data/g/n * 2\"/>",
        "<group ref=\"/data/g\"><input ref=\"n\"><label ref=\"jr:itext('n')\"/><hint>Tổng <output value=\"/data/sum\"/></hint></input></group>",
    );
    assert_eq!(told, []);
    assert_eq!(definition.settings.text("form_id"), "gap");
    assert_eq!(
        rows(&definition),
        [
            "type=calculate | name=sum | calculation=/data/g/n * 2",
            "type=begin_group | name=g",
            "type=integer | name=n | required=true() | constraint=. < 9 | constraint_message=Quá nhiều | label::vi=Số người | \
             media::image::vi=n.png | label::en=People | hint=Tổng <output value=\"/data/sum\"/> | default=1",
            "type=end_group | name=g",
        ]
    );
}

#[test]
fn rows_that_are_there_from_the_start_are_kept() {
    let body = "<repeat nodeset=\"/data/r\"><input ref=\"/data/r/a\"/></repeat>";
    let (template, _) = read("<instance><data><r jr:template=\"\"><a/></r></data></instance>", body);
    assert_eq!(template.survey[0].text("initial_rows"), "0");
    let (one, _) = read("<instance><data><r><a/></r></data></instance>", body);
    assert_eq!((one.survey[0].text("initial_rows"), one.initial), ("", None));
    let (two, _) = read("<instance><data><r><a>x</a></r><r><a>y</a></r></data></instance>", body);
    assert_eq!((two.survey[0].text("initial_rows"), two.initial.is_some()), ("2", true));
}

#[test]
fn choices_are_items_or_nodes() {
    let (definition, _) = read(
        "<instance><data><a/><b/></data></instance><instance id=\"towns\"><root><item><name>x</name><label>X</label></item></root></instance>",
        "<select1 ref=\"/data/a\"><item><label>Yes</label><value>y</value></item></select1>
         <select ref=\"/data/b\"><itemset nodeset=\"instance('towns')/root/item[name != 'z']\"><value ref=\"name\"/><label ref=\"label\"/></itemset></select>",
    );
    assert_eq!(
        rows(&definition),
        [
            "type=select_one a | name=a",
            "type=select_multiple | name=b | itemset=instance('towns')/root/item[name != 'z'] | parameters=value=name label=label",
        ]
    );
    assert_eq!((definition.choices.len(), definition.data.len()), (1, 1));
}

#[test]
fn what_has_no_place_is_told() {
    let (_, told) = read(
        "<instance><data><a/></data></instance><bind nodeset=\"/data/b\" relevant=\"1\"/>",
        "<input ref=\"/data/a\"/><input ref=\"/data/a\"/><blink ref=\"/data/a\"/><group><label>Lost</label></group>",
    );
    assert_eq!(told.len(), 4, "{told:?}");
}

#[test]
fn what_is_no_xform_is_refused() {
    for text in
        ["", "<a/>", "<html><head/></html>", "<html><head><model/></head></html>", "<html><head><model><instance/></model></head></html>"]
    {
        assert!(from_xform("a.xml", text).is_err(), "{text}");
    }
}
