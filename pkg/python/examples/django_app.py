"""The same with Django, in one file: POST /club-months with {"report": {…}, "context": {…}}.

201 with what was counted; 422 with the verdict where something blocks; 400 where it is no report of this form.
Start it with `python django_app.py runserver`.
"""

import json
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from phieu import ReportError, catalog

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost", "testserver"], SECRET_KEY="only an example")

validator = catalog.validator("clb-thang")


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> JsonResponse:
    try:
        body = json.loads(request.body)
        report, context = body["report"], body.get("context")
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"code": "not_json", "message": "expected {report, context}"}, status=400)
    try:
        verdict = validator.check(report, context)
    except ReportError as error:
        return JsonResponse({"code": error.code, "message": str(error)}, status=400)
    if not verdict["valid"]:
        return JsonResponse(verdict, status=422)
    return JsonResponse({"members": report["answers"]["members"]["members_closing"]}, status=201)


urlpatterns = [path("club-months", receive)]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
