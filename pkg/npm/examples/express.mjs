// Receives clubs' monthly reports with Express: POST /club-months with {"report": {…}, "context": {…}}.
//
// 201 with what was counted; 422 with the verdict where something blocks; 400 where it is no report of this form.
// Start it with `PORT=8080 node express.mjs`.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import express from "express";
import { Validator } from "phieu";

const form = createRequire(import.meta.url).resolve("phieu/forms/clb-thang.toml");
const validator = Validator.fromBytes(form, readFileSync(form)); // compiled once

const app = express();
app.use(express.json());

app.post("/club-months", (request, response) => {
  const { report, context } = request.body ?? {};
  let verdict;
  try {
    verdict = validator.check(report, context);
  } catch (error) {
    if (error.code === undefined) throw error;
    response.status(400).json({ code: error.code, message: error.message });
    return;
  }
  if (!verdict.valid) response.status(422).json(verdict);
  else response.status(201).json({ members: report.answers.members.members_closing });
});

const server = app.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
