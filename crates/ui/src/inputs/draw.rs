//! A signature or drawing, with finger, pen or mouse; with the appearance `annotate` on a picture. Who cannot draw chooses a picture.
//!
//! It is kept as a PNG file whenever a stroke ends: nothing has to be pressed for it, and nothing is lost.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::File;

use super::file::{chooser, chosen, told};
use super::scan::done;
use crate::dom::{El, View, button, call, el, file_at, live, member, memo, say, set_member};
use crate::question::Asked;

/// How many dots wide and high a drawing is.
const WIDTH: u32 = 900;
const HEIGHT: u32 = 500;

/// The width of a stroke, in dots.
const STROKE: f64 = 5.0;

/// The frame to draw in; or what was kept before.
pub fn draw(asked: Asked) -> View {
    let held = asked.held();
    // What is drawn now stays on the screen after it is kept.
    let here = RwSignal::new(false);
    let is_kept = memo(move || !held.with(String::is_empty) && !here.get());
    live(move || if is_kept.get() { chosen(asked, &held.get_untracked(), RwSignal::new(None)) } else { sheet(asked, held, here) })
}

fn sheet(asked: Asked, held: Memo<String>, here: RwSignal<bool>) -> View {
    let texts = asked.filling.texts;
    let is_annotated = asked.appears("annotate");
    let (canvas, frame) = canvas(asked, here);
    let words = if is_annotated {
        texts.pick_to_draw
    } else if asked.appears("signature") {
        texts.draw_sign
    } else {
        texts.draw_here
    };
    let clear = {
        let canvas = canvas.clone();
        move || {
            paper(&canvas);
            asked.filling.choose(asked.at, String::new());
        }
    };
    let again = live(move || {
        let clear = clear.clone();
        let kept = if asked.filling.keeps_file(asked.at) { texts.draw_kept } else { asked.filling.about_kept() };
        let said = move || [say("p.aside", kept).attr("role", "status"), button("link", texts.draw_again, clear)];
        (!held.with(String::is_empty)).then(said).map(View::from)
    });
    let picture = move |capture: &'static str, id: &'static str, label: &'static str| {
        let canvas = canvas.clone();
        chooser(asked, [id, "image/*", capture, label], move |event| {
            let Some(picture) = file_at(&event) else { return };
            if is_annotated {
                spawn_local(put(asked, canvas.clone(), picture, here));
            } else {
                here.set(false);
                asked.filling.take_file(asked.at, picture);
            }
        })
    };
    let taken = is_annotated.then(|| picture("environment", "take", texts.take_image));
    let instead = picture("", "input", texts.draw_instead);
    [say("p.aside", words).into(), View::from(taken), frame.into(), again, instead.into(), told(asked)].into()
}

/// The canvas with its strokes.
fn canvas(asked: Asked, here: RwSignal<bool>) -> (JsValue, El) {
    let frame = el("canvas.sheetofpaper")
        .attr("width", &WIDTH.to_string())
        .attr("height", &HEIGHT.to_string())
        .attr("role", "img")
        .attr("aria-label", &asked.filling.text_now(asked.at, |node| &node.label));
    let canvas: JsValue = frame.element().clone().into();
    let context = paper(&canvas);
    let drawing = RwSignal::new(false);
    let (down, moved, up) = (canvas.clone(), canvas.clone(), canvas.clone());
    let lines = context.clone();
    let frame = frame
        .on("pointerdown", move |event| {
            let Some((x, y)) = place(&down, &event) else { return };
            event.prevent_default();
            call(&down, "setPointerCapture", &[member(&event, "pointerId")]);
            drawing.set(true);
            call(&context, "beginPath", &[]);
            call(&context, "moveTo", &[x.into(), y.into()]);
            // A dot is a stroke as well.
            line(&context, x + 0.1, y);
        })
        .on("pointermove", move |event| {
            if let Some((x, y)) = place(&moved, &event).filter(|_| drawing.get_untracked()) {
                line(&lines, x, y);
            }
        });
    let end = move |_: web_sys::Event| {
        if drawing.get_untracked() {
            drawing.set(false);
            keep(asked, &up, here);
        }
    };
    (canvas, frame.on("pointerup", end.clone()).on("pointercancel", end))
}

/// A line to a place, with all before it.
fn line(context: &JsValue, x: f64, y: f64) {
    call(context, "lineTo", &[x.into(), y.into()]);
    call(context, "stroke", &[]);
}

/// White paper and a dark pen.
fn paper(canvas: &JsValue) -> JsValue {
    let context = call(canvas, "getContext", &["2d".into()]);
    set_member(&context, "fillStyle", "#ffffff".into());
    call(&context, "fillRect", &[0.into(), 0.into(), WIDTH.into(), HEIGHT.into()]);
    set_member(&context, "strokeStyle", "#1d1a16".into());
    set_member(&context, "lineWidth", STROKE.into());
    set_member(&context, "lineCap", "round".into());
    set_member(&context, "lineJoin", "round".into());
    context
}

/// Where a finger is, in dots.
fn place(canvas: &JsValue, event: &web_sys::Event) -> Option<(f64, f64)> {
    let number = |of: &JsValue, name| member(of, name).as_f64();
    let scale = f64::from(WIDTH) / number(canvas, "clientWidth")?.max(1.0);
    Some((number(event, "offsetX")? * scale, number(event, "offsetY")? * scale))
}

/// Puts a picture on the paper, as large as fits, to be drawn on.
async fn put(asked: Asked, canvas: JsValue, picture: File, here: RwSignal<bool>) {
    let Some(picture) = done(call(&js_sys::global(), "createImageBitmap", &[picture.into()])).await else { return };
    let context = paper(&canvas);
    let size = |name| member(&picture, name).as_f64().unwrap_or(1.0).max(1.0);
    let (width, height) = (size("width"), size("height"));
    let scale = (f64::from(WIDTH) / width).min(f64::from(HEIGHT) / height);
    let (wide, high) = (width * scale, height * scale);
    let corner = [(f64::from(WIDTH) - wide) / 2.0, (f64::from(HEIGHT) - high) / 2.0, wide, high].map(JsValue::from);
    call(&context, "drawImage", &[&[picture][..], &corner[..]].concat());
    keep(asked, &canvas, here);
}

/// Keeps what is on the paper as the answer.
fn keep(asked: Asked, canvas: &JsValue, here: RwSignal<bool>) {
    let turn = asked.filling.begin_taking(asked.at);
    let taken = Closure::once_into_js(move |blob: JsValue| {
        // Another was begun meanwhile.
        if !asked.filling.is_turn(asked.at, turn) {
            return;
        }
        // The question may not be on the screen any more.
        here.try_set(true);
        let name = asked.filling.read(|instance| [&instance.form().node(asked.at.node).name, ".png"].concat());
        match png(&blob, &name) {
            Some(file) => asked.filling.take_file(asked.at, file),
            None => asked.filling.end_taking(asked.at, turn, Ok(None)),
        }
    });
    call(canvas, "toBlob", &[taken]);
}

/// A file of this content and name.
fn png(blob: &JsValue, name: &str) -> Option<File> {
    let options = js_sys::Object::new();
    set_member(&options, "type", "image/png".into());
    let make: js_sys::Function = member(&js_sys::global(), "File").dyn_into().ok()?;
    let parts = js_sys::Array::of3(&js_sys::Array::of1(blob), &name.into(), &options);
    js_sys::Reflect::construct(&make, &parts).ok()?.dyn_into().ok()
}
