"""Validates reports with the validators and libraries that the formats' own projects publish.

Usage: validate.py FOLDER. The name of a file is FORMAT@VERSION-NUMBER, the version empty where a format has one only.
Prints a line a format and version, and what is wrong; exits with 1 where anything is.
"""

import io
import sys
from collections import Counter
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator
from junitparser import JUnitXml
from spdx_python_model import v3_0_1 as spdx3
from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

import json


def cyclonedx_json(version):
    validator = JsonStrictValidator(SchemaVersion.from_version(version))
    return lambda text: validator.validate_str(text)


def cyclonedx_xml(version):
    validator = XmlValidator(SchemaVersion.from_version(version))
    return lambda text: validator.validate_str(text)


def spdx_2(_):
    def validate(text):
        # Its pattern of a URL knows no top-level domain of more than five letters.
        text = text.replace(".example/", ".example.org/")
        messages = validate_full_spdx_document(JsonLikeDictParser().parse(json.loads(text)))
        return "; ".join(message.validation_message for message in messages[:3]) or None

    return validate


def spdx_3(_):
    def validate(text):
        objects = spdx3.SHACLObjectSet()
        spdx3.JSONLDDeserializer().read(io.BytesIO(text.encode()), objects)
        missing = objects.link()
        if missing:
            return f"refers to what is not there: {sorted(map(str, missing))[:3]}"
        # Writing checks that every member that must be there is.
        spdx3.JSONLDSerializer().write(objects, io.BytesIO())
        return None

    return validate


def junit(_):
    def validate(text):
        suites = JUnitXml.fromstring(text.encode())
        cases = [case for suite in suites for case in suite]
        return None if len(cases) == suites.tests else f"{len(cases)} cases, {suites.tests} said"

    return validate


VALIDATORS = {
    "cyclonedx-json": cyclonedx_json,
    "cyclonedx-xml": cyclonedx_xml,
    "spdx-json": spdx_2,
    "spdx3-json": spdx_3,
    "junit": junit,
}


def main(folder):
    counts, wrong = Counter(), Counter()
    validators = {}
    for path in sorted(Path(folder).iterdir()):
        kind = path.stem.rsplit("-", 1)[0]
        name, _, version = kind.partition("@")
        if name not in VALIDATORS:
            continue
        validate = validators.setdefault(kind, VALIDATORS[name](version))
        try:
            breach = validate(path.read_text(encoding="utf-8"))
        except Exception as error:  # whatever a library throws is what is wrong
            breach = f"{type(error).__name__}: {error}"
        counts[kind] += 1
        if breach is not None:
            wrong[kind] += 1
            if wrong[kind] <= 3:
                print(f"{path.name}: {str(breach)[:600]}")
    for kind, count in sorted(counts.items()):
        print(f"{kind}: {count - wrong[kind]} of {count} reports are valid")
    print(f"invalid: {wrong.total()} of {counts.total()}")
    return 1 if wrong or not counts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
