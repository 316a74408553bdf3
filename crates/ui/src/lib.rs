//! Leptos components that draw any form.
