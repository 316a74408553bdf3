//! Units of before come out of a table, all of its rows or none.

use phieu_server::{RowError, import_units};
use serde_json::{Value, json};

use crate::house::{House, block_on};

fn import(house: &House, file: &str, table: &str) -> Result<usize, Vec<RowError>> {
    block_on(import_units(&house.folder, file, table.as_bytes())).expect("it runs")
}

#[test]
fn communes_of_before_are_found_with_how_much_of_them_is_where() {
    let house = House::new();
    let table = "Các xã trước ngày 01/07/2025;;;;;;;\n\
                 Mã cũ;Tên cũ;Loại cũ;Cấp trên cũ;Mã mới;Từ ngày;Tỷ lệ (%);Căn cứ\n\
                 24850;Xã Một;;675;24848;01/07/2025;62,5;NQ 1\n\
                 24850;Xã Một;xã;675;24846;1/7/2025;37,5 %;NQ 1\n\
                 24846;Thị trấn Hai;thị trấn;675;24846;2025-07-01;;NQ 1\n";
    assert_eq!(import(&house, "bang.csv", table), Ok(3));
    let admin = house.visitor("admin");
    let life = |code: &str| admin.get(&format!("/api/v1/units/{code}")).body;
    let went: Vec<Value> =
        life("24850")["successors"].as_array().into_iter().flatten().map(|row| json!([row["code"], row["share"]])).collect();
    assert_eq!(went, [json!(["24846", 0.375]), json!(["24848", 0.625])]);
    let versions = life("24846")["versions"].clone();
    assert_eq!((&versions[0]["name"], &versions[0]["parent"]["code"]), (&json!("Thị trấn Hai"), &json!("675")), "{versions}");
    let found = admin.get("/api/v1/units?q=xa%20mot&at=2025-06-30&kind=commune").body;
    assert_eq!(found["units"][0]["code"], "24850", "{found}");
    assert!(house.dump().iter().any(|line| line.contains("\"import\"")), "there is a line of it");
    assert_eq!(import(&house, "bang.csv", table), Ok(3), "the same table again");
}

#[test]
fn how_much_of_a_dissolved_district_is_in_each_commune_is_filled_in() {
    let house = House::new();
    let known = house.visitor("admin").get("/api/v1/units/675").body;
    let parts: Vec<String> =
        known["successors"].as_array().into_iter().flatten().filter_map(|row| row["code"].as_str().map(str::to_owned)).collect();
    assert!(parts.len() > 1 && known["successors"][0]["share"].is_null(), "{known}");
    let name = known["versions"][0]["name"].as_str().expect("a name");
    let rows =
        |share: f64| parts.iter().map(|part| format!("675,{name},district,68,{part},2025-07-01,{share},survey\n")).collect::<String>();
    let head = "old code,old name,old kind,old parent,new code,day,share,source\n";
    let each = 100.0 / f64::from(u32::try_from(parts.len()).expect("few"));
    let too_much = import(&house, "parts.csv", &format!("{head}{}", rows(60.0))).expect_err("more than all of it");
    assert!(too_much[0].what.contains("share"), "{too_much:?}");
    assert_eq!(import(&house, "parts.csv", &format!("{head}{}", rows(each))), Ok(parts.len()));
    let filled = house.visitor("admin").get("/api/v1/units/675").body;
    assert!(filled["successors"].as_array().into_iter().flatten().all(|row| row["share"].is_number()), "{filled}");
}

#[test]
fn every_row_that_cannot_be_is_told_and_nothing_is_taken_up() {
    let house = House::new();
    let before = house.dump();
    let head = "old code,old name,old parent,new code,day,share\n";
    let table = format!(
        "{head}24850,Xã Một,675,24848,1/7/2025,\nx,Xã Hai,675,24848,mai,\n24852,Xã Ba,675,24848,1/7/2025,0.5\n24853,Xã Bốn,675,24848,1/7/2025,120\n"
    );
    let told = |table: &str| {
        let errors = import(&house, "bang.csv", table).expect_err("it cannot be");
        errors.into_iter().map(|error| (error.row, error.what.split(':').next().unwrap_or_default().to_owned())).collect::<Vec<_>>()
    };
    let expected = [(3, "old code"), (3, "day"), (4, "share"), (5, "share")].map(|(row, what)| (row, what.to_owned()));
    assert_eq!(told(&table), expected);
    let errors =
        import(&house, "bang.csv", &format!("{head}24850,Xã Một,675,99999,1/7/2025,\n24851,,675,24848,1/7/2025,\n")).expect_err("no");
    assert_eq!(errors.iter().map(|error| error.row).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(told("a,b\n1,2\n"), [(0, "no row has the headings".to_owned())]);
    assert_eq!(told(head), [(0, "there is no row under the headings".to_owned())]);
    assert!(import(&house, "bang.xlsx", "no workbook").is_err());
    assert_eq!(house.dump(), before);
}
