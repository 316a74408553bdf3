-- What a unit's versions and successions rest on, in Vietnamese for those who read it: the texts of the list that were taken up in English.

create table said (english text primary key, vietnamese text not null) strict, without rowid;
insert into said values
    ('Resolution 202/2025/QH15 of the National Assembly: 63 provinces become 34 from 01/07/2025; codes of before as in Decision 124/2004/QĐ-TTg, codes of after as in Decision 19/2025/QĐ-TTg',
        'Nghị quyết 202/2025/QH15 của Quốc hội: 63 tỉnh, thành phố còn 34 từ 01/07/2025; mã cũ theo Quyết định 124/2004/QĐ-TTg, mã mới theo Quyết định 19/2025/QĐ-TTg'),
    ('Resolution 175/2024/QH15 of the National Assembly: the city of Huế from 01/01/2025',
        'Nghị quyết 175/2024/QH15 của Quốc hội: thành phố Huế từ 01/01/2025'),
    ('Resolution 30/2026/QH16 of the National Assembly: the city of Đồng Nai from 30/04/2026',
        'Nghị quyết 30/2026/QH16 của Quốc hội: thành phố Đồng Nai từ 30/04/2026'),
    ('Resolution 237/NQ-UBTVQH16: ten wards in Đồng Nai from 30/04/2026, under the codes of the communes',
        'Nghị quyết 237/NQ-UBTVQH16: mười phường ở Đồng Nai từ 30/04/2026, giữ mã của xã'),
    ('Resolution 36/2026/QH16 of the National Assembly: the city of Quảng Ninh from 01/09/2026',
        'Nghị quyết 36/2026/QH16 của Quốc hội: thành phố Quảng Ninh từ 01/09/2026'),
    ('Resolution 39/2026/QH16 of the National Assembly: the city of Bắc Ninh from 20/09/2026',
        'Nghị quyết 39/2026/QH16 của Quốc hội: thành phố Bắc Ninh từ 20/09/2026'),
    ('Resolution 388/NQ-UBTVQH16: twelve wards in Bắc Ninh from 20/09/2026, under the codes of the communes',
        'Nghị quyết 388/NQ-UBTVQH16: mười hai phường ở Bắc Ninh từ 20/09/2026, giữ mã của xã'),
    ('The district of Lạc Dương, dissolved on 01/07/2025 with all districts (Law 72/2025/QH15); that its area is in these three communes and how much is in each is to be confirmed',
        'Huyện Lạc Dương kết thúc ngày 01/07/2025 cùng tất cả các huyện (Luật 72/2025/QH15); địa bàn nay thuộc ba xã, phường này, phần của mỗi nơi còn chờ xác nhận'),
    ('thanglequoc/vietnamese-provinces-database, 2026-07-25; Decision 19/2025/QĐ-TTg',
        'Quyết định 19/2025/QĐ-TTg (theo danh sách thanglequoc/vietnamese-provinces-database, 2026-07-25)');

-- A past version is final but for this once: what it says of the unit stays.
drop trigger unit_past_is_final_update;
update unit_past set source = (select vietnamese from said where english = source) where source in (select english from said);
create trigger unit_past_is_final_update before update on unit_past
begin
    select raise(abort, 'a past version of a unit is never changed');
end;
update unit set source = (select vietnamese from said where english = source) where source in (select english from said);
update succession set source = (select vietnamese from said where english = source) where source in (select english from said);

drop table said;
