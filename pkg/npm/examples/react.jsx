// A form in a React page: answers come in as a prop, what is filled in goes out through callbacks.

import { useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import "phieu/element";

function Form({ form, answers, lang, onChange, onSubmit }) {
  const element = useRef(null);
  useEffect(() => {
    const tell = { change: (event) => onChange?.(event.detail), submit: (event) => onSubmit?.(event.detail) };
    for (const [name, listener] of Object.entries(tell)) element.current.addEventListener(name, listener);
    return () => Object.entries(tell).forEach(([name, listener]) => element.current?.removeEventListener(name, listener));
  }, [onChange, onSubmit]);
  // React 19 sets what the element has as a property as a property.
  return <phieu-form ref={element} form={form} answers={answers} lang={lang} />;
}

const VISIT = {
  settings: { form_id: "visit", version: "1" },
  survey: [
    { type: "integer", name: "people", "label::en": "How many people came?", required: "yes", constraint: ". >= 0" },
    { type: "integer", name: "ill", "label::en": "How many of them were ill?", constraint: ". <= ${people}", "constraint_message::en": "More than came." },
  ],
};

function Page() {
  const [filled, setFilled] = useState();
  const [sent, setSent] = useState();
  return (
    <main>
      <Form form={VISIT} lang="en" onChange={setFilled} onSubmit={setSent} />
      <output>{sent ? `sent: ${JSON.stringify(sent.answers)}` : filled ? `${filled.issues.length} to correct` : ""}</output>
    </main>
  );
}

createRoot(document.getElementById("root")).render(<Page />);
