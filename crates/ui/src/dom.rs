//! Elements put together by plain calls, and the parts of them that follow signals.
//!
//! Why not `view!`: there every element, attribute and closure is a type of its own and everything is compiled for each of
//! them; for this app that was 190 kB of the 250 kB (brotli) that a phone should download. Here all elements are one
//! type and all closures are boxed, over Leptos' own signals, effects and owners. A component is a function that returns
//! an element. What it does not do: no diffing. What follows a signal is drawn anew when the signal changes, so such parts
//! are kept small, and a box that somebody types in never lies inside one that its own typing changes.

use js_sys::{Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Comment, Document, DocumentFragment, Element, Event, Node};

/// Something that can be put into an element: an element, a text, a part that follows signals, or nothing.
#[derive(Clone, Debug)]
pub struct View(Node);

impl View {
    #[inline(never)]
    fn append(&self, child: View) {
        let _ = self.0.append_child(&child.0);
    }

    /// Puts it at the end of an element of the page.
    pub fn put_into(self, place: &Element) {
        let _ = place.append_child(&self.0);
    }
}

/// An element.
#[derive(Clone, Debug)]
pub struct El(Element);

fn document() -> Document {
    let window: web_sys::Window = js_sys::global().unchecked_into();
    // The app runs in a window only; a value of another kind would fail at its first use.
    JsValue::from(window.document()).unchecked_into()
}

/// A new element: `el("p.quiet")` is a `p` with the class `quiet`; more classes follow with further dots.
#[inline(never)]
pub fn el(what: &str) -> El {
    let (tag, classes) = what.split_once('.').unwrap_or((what, ""));
    let element: Element = JsValue::from(document().create_element(tag).ok()).unchecked_into();
    if !classes.is_empty() {
        element.set_class_name(&classes.replace('.', " "));
    }
    El(element)
}

/// A new element of a drawing: `svg`, `polyline`, `circle`.
pub fn drawing(tag: &str) -> El {
    let element = document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag).ok();
    El(JsValue::from(element).unchecked_into())
}

/// An element with a text.
#[inline(never)]
pub fn say(what: &str, text: &str) -> El {
    el(what).text(text)
}

/// Nothing.
#[inline(never)]
pub fn nothing() -> View {
    View(document().create_document_fragment().into())
}

/// A part that is drawn anew whenever a signal changes that it reads.
pub fn live<V: Into<View>>(draw: impl Fn() -> V + 'static) -> View {
    live_boxed(Box::new(move || draw().into()))
}

#[inline(never)]
fn live_boxed(draw: Box<dyn Fn() -> View>) -> View {
    let whole: DocumentFragment = document().create_document_fragment();
    let (start, end) = (mark(), mark());
    let _ = whole.append_child(&start);
    let _ = whole.append_child(&end);
    follow(Box::new(move || {
        let drawn = draw();
        let Some(parent) = end.parent_node() else { return };
        while let Some(old) = start.next_sibling().filter(|old| !old.is_same_node(Some(&end))) {
            let _ = parent.remove_child(&old);
        }
        let _ = parent.insert_before(&drawn.0, Some(&end));
    }));
    View(whole.into())
}

fn mark() -> Node {
    let comment: Comment = document().create_comment("");
    comment.into()
}

/// Runs at once and whenever a signal changes that it reads, for as long as the part is drawn in which it was made.
pub fn watch(run: impl Fn() + 'static) {
    follow(Box::new(run));
}

#[inline(never)]
fn follow(run: Box<dyn Fn()>) {
    let effect = RenderEffect::new(move |_| run());
    StoredValue::new_local(effect);
}

/// A value made from signals, which tells of a change only when it is another. Leptos' memo, compiled once for each type.
pub fn memo<T: PartialEq + Send + Sync + 'static>(make: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    memo_boxed(Box::new(make))
}

fn memo_boxed<T: PartialEq + Send + Sync + 'static>(make: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| make())
}

impl El {
    /// Sets an attribute.
    #[inline(never)]
    pub fn attr(self, name: &str, value: &str) -> El {
        let _ = self.0.set_attribute(name, value);
        self
    }

    /// Sets an attribute if there is a value.
    #[inline(never)]
    pub fn attr_if(self, name: &str, value: Option<&str>) -> El {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Gives a class.
    #[inline(never)]
    pub fn class(self, class: &str) -> El {
        let _ = self.0.class_list().add_1(class);
        self
    }

    /// Sets a variable of the styles: `--columns`.
    #[inline(never)]
    pub fn variable(self, name: &str, value: &str) -> El {
        call(&member(&self.0, "style"), "setProperty", &[name.into(), value.into()]);
        self
    }

    /// Puts a text at the end.
    #[inline(never)]
    pub fn text(self, text: &str) -> El {
        self.child(text)
    }

    /// Puts something at the end.
    pub fn child(self, child: impl Into<View>) -> El {
        self.child_view(child.into())
    }

    #[inline(never)]
    fn child_view(self, child: View) -> El {
        let _ = self.0.append_child(&child.0);
        self
    }

    /// Puts a text at the end that follows signals.
    pub fn live_text(self, text: impl Fn() -> String + 'static) -> El {
        self.live_text_boxed(Box::new(text))
    }

    #[inline(never)]
    fn live_text_boxed(self, text: Box<dyn Fn() -> String>) -> El {
        let node = document().create_text_node("");
        let _ = self.0.append_child(&node);
        follow(Box::new(move || node.set_data(&text())));
        self
    }

    /// Puts a part at the end that is drawn anew whenever a signal changes that it reads.
    pub fn live<V: Into<View>>(self, draw: impl Fn() -> V + 'static) -> El {
        self.child(live(draw))
    }

    /// Sets an attribute that follows signals; without a value it is taken away.
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> El {
        self.live_attr_boxed(name, Box::new(value))
    }

    #[inline(never)]
    fn live_attr_boxed(self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) -> El {
        let element = self.0.clone();
        follow(Box::new(move || {
            let _ = match value() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            };
        }));
        self
    }

    /// Gives a class while the condition holds.
    pub fn live_class(self, class: &'static str, holds: impl Fn() -> bool + 'static) -> El {
        self.live_class_boxed(class, Box::new(holds))
    }

    #[inline(never)]
    fn live_class_boxed(self, class: &'static str, holds: Box<dyn Fn() -> bool>) -> El {
        let classes = self.0.class_list();
        follow(Box::new(move || {
            let _ = classes.toggle_with_force(class, holds());
        }));
        self
    }

    /// Hides it while the condition holds.
    pub fn hidden_while(self, holds: impl Fn() -> bool + 'static) -> El {
        self.live_attr("hidden", move || holds().then(String::new))
    }

    /// Keeps what stands in a box the same as a signal. A text that already stands there is not written again.
    pub fn live_value(self, value: impl Fn() -> String + 'static) -> El {
        self.live_value_boxed(Box::new(value))
    }

    #[inline(never)]
    fn live_value_boxed(self, value: Box<dyn Fn() -> String>) -> El {
        let element = self.0.clone();
        follow(Box::new(move || {
            let value = value();
            if value_of(&element) != value {
                let _ = Reflect::set(&element, &"value".into(), &value.into());
            }
        }));
        self
    }

    /// Keeps a radio button or tick box the same as a signal.
    pub fn live_checked(self, checked: impl Fn() -> bool + 'static) -> El {
        self.live_checked_boxed(Box::new(checked))
    }

    #[inline(never)]
    fn live_checked_boxed(self, checked: Box<dyn Fn() -> bool>) -> El {
        let element = self.0.clone();
        follow(Box::new(move || {
            let _ = Reflect::set(&element, &"checked".into(), &checked().into());
        }));
        self
    }

    /// Does something at an event.
    pub fn on(self, event: &str, act: impl FnMut(Event) + 'static) -> El {
        self.on_boxed(event, Box::new(act))
    }

    #[inline(never)]
    fn on_boxed(self, event: &str, act: Box<dyn FnMut(Event)>) -> El {
        // The closure lives as long as the element: the browser's collector owns both.
        let act: Function = Closure::<dyn FnMut(Event)>::wrap(act).into_js_value().unchecked_into();
        let _ = self.0.add_event_listener_with_callback(event, &act);
        self
    }

    /// Does something when it is pressed.
    pub fn press(self, mut act: impl FnMut() + 'static) -> El {
        self.on("click", move |event| {
            event.prevent_default();
            act();
        })
    }

    /// Tells what stands in a box whenever it changes under somebody's hands.
    pub fn typed(self, mut act: impl FnMut(String) + 'static) -> El {
        let element = self.0.clone();
        self.on("input", move |_| act(value_of(&element)))
    }

    /// What stands in it, for a box.
    pub fn value(&self) -> String {
        value_of(&self.0)
    }

    /// The element itself.
    pub fn element(&self) -> &Element {
        &self.0
    }
}

#[inline(never)]
fn value_of(element: &Element) -> String {
    Reflect::get(element, &"value".into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// A member of a value of the browser's; undefined where there is none.
#[inline(never)]
pub fn member(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

/// Sets a member of a value of the browser's.
#[inline(never)]
pub fn set_member(of: &JsValue, name: &str, value: JsValue) {
    let _ = Reflect::set(of, &name.into(), &value);
}

/// Calls a method of a value of the browser's; undefined where there is none or where it fails.
#[inline(never)]
pub fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> JsValue {
    let arguments: js_sys::Array = arguments.iter().collect();
    let method = member(of, name).dyn_into::<Function>().ok();
    method.and_then(|method| method.apply(of, &arguments).ok()).unwrap_or_default()
}

/// The file that somebody has just chosen.
pub fn file_at(event: &Event) -> Option<web_sys::File> {
    let target = event.target().map_or(JsValue::UNDEFINED, JsValue::from);
    member(&member(&target, "files"), "0").dyn_into().ok()
}

/// Whether a tick box or radio button at which something happened is on.
#[inline(never)]
pub fn is_checked(event: &Event) -> bool {
    let target = event.target().map_or(JsValue::UNDEFINED, JsValue::from);
    Reflect::get(&target, &"checked".into()).is_ok_and(|checked| checked.is_truthy())
}

/// What stands in the box or list at which something happened.
#[inline(never)]
pub fn value_at(event: &Event) -> String {
    event.target().and_then(|target| target.dyn_into::<Element>().ok()).map_or(String::new(), |element| value_of(&element))
}

/// Puts the focus on the element of an id; whether there is one.
pub fn focus(id: &str) -> bool {
    let found = document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    found.is_some_and(|element| element.focus().is_ok())
}

/// Makes the box of an id one of another type.
pub fn set_type(id: &str, kind: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let _ = element.set_attribute("type", kind);
    }
}

/// A button with a text.
pub fn button(classes: &str, text: &str, act: impl FnMut() + 'static) -> El {
    el("button").attr("type", "button").attr("class", classes).text(text).press(act)
}

impl From<El> for View {
    fn from(element: El) -> View {
        View(element.0.into())
    }
}

impl From<&str> for View {
    #[inline(never)]
    fn from(text: &str) -> View {
        View(document().create_text_node(text).into())
    }
}

impl From<String> for View {
    fn from(text: String) -> View {
        View::from(text.as_str())
    }
}

impl<V: Into<View>> From<Option<V>> for View {
    fn from(some: Option<V>) -> View {
        some.map_or_else(nothing, Into::into)
    }
}

impl<V: Into<View>> From<Vec<V>> for View {
    fn from(all: Vec<V>) -> View {
        let whole = nothing();
        for each in all {
            whole.append(each.into());
        }
        whole
    }
}

impl<V: Into<View>, const N: usize> From<[V; N]> for View {
    fn from(all: [V; N]) -> View {
        let whole = nothing();
        for each in all {
            whole.append(each.into());
        }
        whole
    }
}
