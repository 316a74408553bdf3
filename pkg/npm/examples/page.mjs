// Hears of every change and sends what is filled in.
import "/phieu/element.mjs";

const form = document.querySelector("phieu-form");
const said = document.getElementById("said");

form.addEventListener("change", ({ detail }) => {
  said.textContent = detail.valid ? "Đủ rồi, có thể gửi." : "";
});
form.addEventListener("submit", async ({ detail: { form, version, answers, explanations } }) => {
  const report = { form, version, org_unit: "24848-C01", period: "2026-10", answers, explanations };
  const response = await fetch("/club-months", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ report }) });
  said.textContent = response.ok ? "Đã nhận. Cảm ơn!" : (await response.json()).message;
});
