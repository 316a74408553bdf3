"""Receives clubs' monthly reports with FastAPI: POST /club-months with {"report": {…}, "context": {…}}.

201 with what was counted; 422 with the verdict where something blocks; 400 where it is no report of this form.
Start it with `uvicorn fastapi_app:app`.
"""

from typing import Any, Dict

from fastapi import Body, FastAPI
from fastapi.responses import JSONResponse
from phieu import ReportError, catalog

app = FastAPI()
validator = catalog.validator("clb-thang")


# Not `async`: FastAPI then calls it in a thread, and checking lets the other threads run.
@app.post("/club-months")
def receive(body: Dict[str, Any] = Body()) -> JSONResponse:
    report, context = body.get("report"), body.get("context")
    try:
        verdict = validator.check(report, context)
    except ReportError as error:
        return JSONResponse({"code": error.code, "message": str(error)}, status_code=400)
    if not verdict["valid"]:
        return JSONResponse(verdict, status_code=422)
    return JSONResponse({"members": report["answers"]["members"]["members_closing"]}, status_code=201)
