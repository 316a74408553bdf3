//! What a definition makes of an XForm.

use phieu_form::{Definition, Diagnostic};
use phieu_xlsform::from_xform;

fn read(model: &str, body: &str) -> (Definition, Vec<Diagnostic>) {
    let text = format!(
        "<h:html xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:jr=\"y\" xmlns:eg=\"http://example.org\"><h:head><h:title>Gặp mặt</h:title><model>{model}</model></h:head><h:body>{body}</h:body></h:html>"
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

/// Prefixes are whatever a document says they are; everybody else goes by the usual ones.
#[test]
fn namespaces_have_their_usual_prefixes() {
    let text = "<h:html xmlns:h=\"x\" xmlns:j=\"http://openrosa.org/javarosa\" xmlns:o=\"http://www.opendatakit.org/xforms\"><h:head><model>
        <itext><translation lang=\"vi\"><text id=\"l\"><value>Tên</value></text></translation></itext>
        <instance><data id=\"a\"><a/><b/><r j:template=\"\"><c/></r></data></instance>
        <bind nodeset=\"/data/a\" j:preload=\"uid\" o:length=\"3\" j:requiredMsg=\"j:itext('l')\" calculate=\"j:choice-name(/data/b, '/data/b')\"/>
        <o:setgeopoint ref=\"/data/b\" event=\"odk-instance-first-load\"/></model></h:head>
        <h:body><input ref=\"/data/a\"><label ref=\"j:itext('l')\"/></input><repeat nodeset=\"/data/r\" j:count=\"3\"><input ref=\"/data/r/c\"/></repeat></h:body></h:html>";
    let (definition, told) = from_xform("a.xml", text).expect("it is an XForm");
    assert_eq!(told, []);
    assert_eq!(definition.actions.len(), 1);
    let line = "type=text | name=a | bind::jr:preload=uid | bind::odk:length=3 | required_message::vi=Tên | calculation=jr:choice-name(/data/b, '/data/b') | label::vi=Tên";
    assert_eq!(rows(&definition)[0], line);
    assert_eq!(definition.survey.iter().find(|row| row.text("name") == "r").map(|row| row.text("repeat_count")), Some("3"));
}

#[test]
fn of_several_forms_of_a_text_one_is_kept_and_the_others_are_told() {
    let (definition, told) = read(
        "<itext><translation lang=\"vi\"><text id=\"l\"><value form=\"short\">Ngắn</value><value form=\"long\">Dài</value><value form=\"audio\">jr://audio/a.mp3</value></text></translation></itext>
         <instance><data><a/><g x=\"1\"><b/></g></data></instance><odk:recordaudio ref=\"/data/a\"/>",
        "<input ref=\"/data/a\"><label ref=\"jr:itext('l')\"/><help>Trợ giúp</help></input><secret ref=\"/data/g/b\"/>",
    );
    assert_eq!(rows(&definition)[0], "type=text | name=a | label::vi=Dài | media::audio::vi=a.mp3");
    assert_eq!(rows(&definition)[1], "type=begin_group | name=g | instance::x=1");
    let said: Vec<&str> = told.iter().map(|each| each.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "`<help>` in `<input>` is left out",
            "`<secret>` is read as a text that is seen while it is typed",
            "`<odk:recordaudio>` in the model is not known and left out",
            "of a text with a long and a short form the long one is kept",
        ]
    );
}

#[test]
fn the_attributes_of_the_root_are_settings() {
    let (definition, told) = read(
        "<instance><data id=\"a\" version=\"1\" odk:prefix=\"p\" odk:delimiter=\",\" xmlns=\"http://example.org/a\" abc=\"7\"><a/></data></instance>",
        "<group appearance=\"field-list\"><input ref=\"/data/a\"/></group>",
    );
    let settings = &definition.settings;
    let found = ["prefix", "delimiter", "instance_xmlns", "attribute::abc", "namespaces"].map(|column| settings.text(column));
    assert_eq!(found, ["p", ",", "http://example.org/a", "7", "eg=\"http://example.org\""]);
    assert_eq!(
        told.iter().map(|each| each.message.as_str()).collect::<Vec<_>>(),
        ["a group without `ref` has no node, so its appearance is left out"]
    );
}

#[test]
fn an_instance_has_no_more_elements_than_a_form_has_nodes() {
    let text = |model: String| format!("<html><head><model>{model}</model></head></html>");
    let instance = |elements: usize| (0..elements).map(|index| format!("<n{index}/>")).collect::<String>();
    let whole = |inside: &str| format!("<instance><data>{inside}</data></instance>");
    assert!(from_xform("a.xml", &text(whole(&instance(2_000)))).is_ok());
    let errors = from_xform("a.xml", &text(whole(&instance(20_000)))).expect_err("too many");
    assert_eq!(errors[0].message, "the instance has more than the 20000 elements that are read");
    let binds = "<bind nodeset=\"/data/a\"/>".repeat(20_001);
    let errors = from_xform("a.xml", &text(format!("{}{binds}", whole("<a/>")))).expect_err("too many");
    assert_eq!(errors[0].message, "the model has more than the 20000 binds that are read");
}

#[test]
fn a_text_that_is_written_twice_is_read_once() {
    let texts = "<translation lang=\"vi\"><text id=\"n\"><value>Một</value><value form=\"image\">jr://images/a.png</value><value form=\"long\">Hai</value></text></translation>";
    let model = format!("<itext>{texts}</itext><instance><data><n/></data></instance>");
    let (definition, told) = read(&model, "<input ref=\"/data/n\"><label ref=\"jr:itext('n')\"/></input>");
    assert_eq!(rows(&definition), ["type=text | name=n | label::vi=Một | media::image::vi=a.png"]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(phieu_xlsform::from_toml("a.toml", &phieu_xlsform::to_toml(&definition)).is_ok());
}
