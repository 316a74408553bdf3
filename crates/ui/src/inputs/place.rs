//! Places: the one where the device is, or one that is typed; a trace or shape as a list of them. No map is needed, and no network.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::dom::{El, View, button, call, drawing, el, live, member, memo, say, set_member, watch};
use crate::question::Asked;
use crate::reading::numbers;
use crate::reading::places::{self, Point};
use crate::texts::put;

/// The side of a sketch, in its own measure.
const SKETCH: f64 = 300.0;

/// One place.
pub fn point(asked: Asked) -> View {
    let Asked { filling, at, .. } = asked;
    let held = asked.held();
    let boxes = RwSignal::new((String::new(), String::new()));
    let typed_is_held = move |held: &str| boxes.with_untracked(|(latitude, longitude)| Point::typed(latitude, longitude).kept() == held);
    watch(move || {
        let held = held.get();
        // What stands in the boxes already means this: `11,940` is not turned into `11,94`.
        if !typed_is_held(&held) {
            let Point { latitude, longitude, .. } = Point::of(&held);
            boxes.set((shown(asked, &latitude), shown(asked, &longitude)));
        }
    });
    let typed = move || filling.type_in(at, boxes.with_untracked(|(latitude, longitude)| Point::typed(latitude, longitude).kept()));
    let left = move || {
        // A whole pair in one box is spread over both.
        if let Some(point) = Some(Point::of(&held.get_untracked())).filter(|point| point.numbers().is_some()) {
            boxes.set((shown(asked, &point.latitude), shown(asked, &point.longitude)));
        }
        filling.leave(at);
    };
    let said = move || {
        let point = Point::of(&held.get());
        point.accuracy().map(|metres| say("span.aside", &put(filling.texts.geo_accuracy, &[&numbers::show(metres, filling.style)])))
    };
    let clear = super::choices::clear(asked, filling.texts.geo_clear);
    [
        taker(asked, filling.texts.geo_take, move |point| filling.choose(at, point.kept())),
        typing(asked, boxes, typed, left),
        live(said),
        clear,
    ]
    .into()
}

/// A trace, or a shape that closes itself.
pub fn trace(asked: Asked, is_shape: bool) -> View {
    let Asked { filling, at, .. } = asked;
    let texts = filling.texts;
    let held = asked.held();
    let all = memo(move || places::points(&held.get(), is_shape));
    let keep = move |points: Vec<Point>| filling.choose(at, places::kept(&points, is_shape));
    let add = move |point: Point| {
        let mut points = all.get_untracked();
        points.push(point);
        keep(points);
    };
    let remove = move |place: usize| {
        let mut points = all.get_untracked();
        points.remove(place);
        keep(points);
    };
    let row = move |(place, point): (usize, &Point)| {
        let number = (place + 1).to_string();
        let exact = point.accuracy().map(|metres| put(texts.geo_accuracy, &[&numbers::show(metres, filling.style)]));
        let degrees = [shown(asked, &point.latitude), shown(asked, &point.longitude)].join(" · ");
        let drop = button("link", &put(texts.geo_remove, &[&number]), move || remove(place));
        el("li.point")
            .child(
                el("div")
                    .child(say("b", &put(texts.geo_point, &[&number])))
                    .child(say("div", &degrees))
                    .child(exact.map(|said| say("div.quiet", &said))),
            )
            .child(drop)
    };
    let list = el("ol.points").live(move || all.with(|all| all.iter().enumerate().map(row).collect::<Vec<El>>()));
    let undo = live(move || {
        let last = all.with(Vec::len).checked_sub(1).filter(|last| *last > 0);
        last.map(|last| button("button button--second", texts.geo_undo, move || remove(last)))
    });
    let closed = live(move || (is_shape && all.with(Vec::len) > 2).then(|| say("p.aside", texts.geo_closed)));
    let drawn = live(move || all.with(|all| sketch(asked, all, is_shape)));
    [list.into(), drawn, closed, taker(asked, texts.geo_more, add), adding(asked, add), el("div.entry").child(undo).into()].into()
}

/// Two boxes and a button to add what stands in them.
fn adding(asked: Asked, add: impl Fn(Point) + Copy + 'static) -> View {
    let texts = asked.filling.texts;
    let boxes = RwSignal::new((String::new(), String::new()));
    let wrong = RwSignal::new(false);
    let press = move || {
        let point = boxes.with_untracked(|(latitude, longitude)| Point::typed(latitude, longitude));
        wrong.set(point.numbers().is_none());
        if point.numbers().is_some() {
            boxes.set((String::new(), String::new()));
            add(point);
        }
    };
    let said = live(move || wrong.get().then(|| say("p.message.message--error", texts.geo_wrong).attr("role", "alert")));
    let press = el("div.entry").child(button("button button--second", texts.geo_add, press));
    [typing(asked, boxes, || {}, || {}), said, press.into()].into()
}

/// Boxes for latitude and longitude.
fn typing(asked: Asked, boxes: RwSignal<(String, String)>, typed: impl Fn() + Copy + 'static, left: impl Fn() + Copy + 'static) -> View {
    let texts = asked.filling.texts;
    let latitude = asked.boxed("input.box").live_value(move || boxes.with(|boxes| boxes.0.clone())).typed(move |text| {
        boxes.update(|boxes| boxes.0 = text);
        typed();
    });
    let longitude =
        asked.boxed("input.box").attr("id", &asked.ids.of("east")).live_value(move || boxes.with(|boxes| boxes.1.clone())).typed(
            move |text| {
                boxes.update(|boxes| boxes.1 = text);
                typed();
            },
        );
    let part = |label, entry: El| {
        let entry = entry.attr("type", "text").on("blur", move |_| left());
        el("label.geoboxes__part").child(say("span", label)).child(entry)
    };
    el("div.geoboxes").child(part(texts.latitude, latitude)).child(part(texts.longitude, longitude)).into()
}

/// A coordinate as it is read.
fn shown(asked: Asked, degrees: &str) -> String {
    numbers::show(degrees, asked.filling.style)
}

/// The button that asks the device where it is, and what came of it.
fn taker(asked: Asked, label: &'static str, take: impl Fn(Point) + 'static) -> View {
    let texts = asked.filling.texts;
    let said = RwSignal::new("");
    let take = std::rc::Rc::new(take);
    let press = move || {
        said.set(texts.geo_taking);
        let take = take.clone();
        let taken = Closure::once_into_js(move |position: JsValue| {
            // The question may be gone by now.
            if said.try_set("").is_none() {
                take(of_device(&member(&position, "coords")));
            }
        });
        let failed = Closure::once_into_js(move |error: JsValue| {
            let is_refused = member(&error, "code").as_f64() == Some(1.0);
            said.try_set(if is_refused { texts.geo_refused } else { texts.geo_unavailable });
        });
        let device = member(&member(&js_sys::global(), "navigator"), "geolocation");
        let options = js_sys::Object::new();
        for (name, value) in [("enableHighAccuracy", JsValue::TRUE), ("timeout", 60_000.into()), ("maximumAge", 0.into())] {
            set_member(&options, name, value);
        }
        if device.is_undefined() {
            said.set(texts.geo_unavailable);
        }
        call(&device, "getCurrentPosition", &[taken, failed, options.into()]);
    };
    let status = el("p.aside")
        .attr("role", "status")
        .live_text(move || said.get().to_string())
        .hidden_while(move || said.with(|said| said.is_empty()));
    [el("div.entry").child(button("button button--second filebutton", label, press)), status].into()
}

/// What the device knows: degrees to about a centimetre, metres to a tenth.
fn of_device(place: &JsValue) -> Point {
    let number = |name: &str, scale: f64| ((member(place, name).as_f64().unwrap_or(0.0) * scale).round() / scale).to_string();
    let (latitude, longitude) = (number("latitude", 1e7), number("longitude", 1e7));
    Point { latitude, longitude, rest: [number("altitude", 10.0), number("accuracy", 10.0)].join(" ") }
}

/// The outline, with north up; none where there is no line yet.
fn sketch(asked: Asked, points: &[Point], is_shape: bool) -> Option<El> {
    let places = places::outline(points, SKETCH).filter(|places| places.len() > 1)?;
    let line: Vec<String> = places.iter().map(|(x, y)| [x.round().to_string(), y.round().to_string()].join(",")).collect();
    let size = SKETCH.to_string();
    let outline = drawing(if is_shape { "polygon" } else { "polyline" }).attr("points", &line.join(" "));
    let corner = |(place, (x, y)): (usize, &(f64, f64))| {
        let dot = drawing("circle").attr("cx", &x.round().to_string()).attr("cy", &y.round().to_string()).attr("r", "5");
        let number = drawing("text").attr("x", &(x.round() + 9.0).to_string()).attr("y", &(y.round() - 7.0).to_string());
        [View::from(dot), number.text(&(place + 1).to_string()).into()].into()
    };
    let label = put(asked.filling.texts.geo_sketch, &[&points.len().to_string()]);
    Some(
        drawing("svg")
            .attr("class", "sketch")
            .attr("viewBox", &["0 0", &size, &size].join(" "))
            .attr("role", "img")
            .attr("aria-label", &label)
            .child(outline)
            .child(places.iter().enumerate().map(corner).collect::<Vec<View>>()),
    )
}
