"""Lets tools write SBOMs of real environments and locks, and says what the formats' own libraries read in them.

    python3 make_and_read.py FOLDER TARGET...

Run by a Python that has cyclonedx-bom, spdx-tools, spdx-python-model and sbom4python. A TARGET is a virtual environment, or a
folder with a uv.lock. syft and uv are used where they are on the path. Prints one JSON object for each SBOM:
{file, packages, needs}, packages as "name@version", needs as [from, to] of them.
"""

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from urllib.parse import unquote

from cyclonedx.model.bom import Bom
from spdx_tools.spdx.model import RelationshipType
from spdx_tools.spdx.parser.error import SPDXParsingError
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_python_model import v3_0_1 as spdx3

FOLDER, *TARGETS = sys.argv[1:]
BIN = os.path.dirname(sys.executable)
VERSIONS = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"]


def run(*command, cwd=None):
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        print(f"{' '.join(map(str, command))}: {done.stdout[-300:]}", file=sys.stderr)
    return done.returncode == 0


def normalize(name):
    out = []
    for unit in name.lower():
        if unit in "-_.":
            if out[-1:] != ["-"]:
                out.append("-")
        else:
            out.append(unit)
    return "".join(out)


def release(purl):
    """`name@version` of a package URL of type pypi; None for others. A reading of its own, not pyward's."""
    text = purl.split("#")[0].split("?")[0]
    if not text.lower().startswith("pkg:pypi/"):
        return None
    name, _, version = text[len("pkg:pypi/") :].partition("@")
    return f"{normalize(unquote(name))}@{unquote(version)}"


def all_components(components):
    for component in components:
        yield component
        yield from all_components(component.components)


def read_cyclonedx(path):
    with open(path, encoding="utf-8") as file:
        bom = Bom.from_xml(file) if path.endswith(".xml") else Bom.from_json(json.load(file))
    own = [bom.metadata.component] if bom.metadata.component else []
    packages, known = [], {}  # version 1.0 knows no references
    for component in all_components([*own, *bom.components]):
        if component.purl is not None and release(str(component.purl)):
            packages.append(release(str(component.purl)))
            known[component.bom_ref.value] = packages[-1]
    needs = []
    for dependency in bom.dependencies:
        for needed in dependency.dependencies:
            pair = (known.get(dependency.ref.value), known.get(needed.ref.value))
            if None not in pair:
                needs.append(pair)
    return packages, needs


NEEDS = {RelationshipType.DEPENDS_ON: False, RelationshipType.DEPENDENCY_OF: True}


def read_spdx(path):
    document = parse_file(path)
    known = {}
    for package in document.packages:
        for reference in package.external_references:
            if reference.reference_type == "purl" and release(reference.locator):
                known[package.spdx_id] = release(reference.locator)
    needs = []
    for one in document.relationships:
        if one.relationship_type in NEEDS:
            pair = (known.get(one.spdx_element_id), known.get(str(one.related_spdx_element_id)))
            if None not in pair:
                needs.append(pair[::-1] if NEEDS[one.relationship_type] else pair)
    return list(known.values()), needs


def read_spdx3(path):
    objects = spdx3.SHACLObjectSet()
    with open(path, "rb") as file:
        spdx3.JSONLDDeserializer().read(file, objects)
    known = {}
    for package in objects.foreach_type(spdx3.software_Package):
        purl = package.software_packageUrl
        if purl and release(purl):
            known[package._id] = release(purl)
    needs = []
    for one in objects.foreach_type(spdx3.Relationship):
        if one.relationshipType == spdx3.RelationshipType.dependsOn:
            for to in one.to:
                pair = (known.get(one.from_._id), known.get(to._id))
                if None not in pair:
                    needs.append(pair)
    return list(known.values()), needs


def write_spdx3(path, packages, needs):
    """No tool for Python writes SPDX 3 yet: its own library does, from what another SBOM held."""
    import datetime

    base = "https://sbom.example/"
    agent = spdx3.SoftwareAgent(spdxId=base + "agent", name="conformance")
    created = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    info = spdx3.CreationInfo(specVersion="3.0.1", created=created, createdBy=[agent])
    agent.creationInfo = info
    elements = {}
    for package in sorted(set(packages)):
        name, _, version = package.partition("@")
        elements[package] = spdx3.software_Package(
            spdxId=base + package, name=name, creationInfo=info, software_packageUrl=f"pkg:pypi/{package}"
        )
        elements[package].software_packageVersion = version
    for at, (one, other) in enumerate(sorted(set(needs))):
        elements[at] = spdx3.Relationship(
            spdxId=f"{base}need-{at}",
            creationInfo=info,
            from_=elements[one],
            to=[elements[other]],
            relationshipType=spdx3.RelationshipType.dependsOn,
        )
    document = spdx3.SpdxDocument(spdxId=base + "document", creationInfo=info, rootElement=[])
    with open(path, "wb") as file:
        spdx3.JSONLDSerializer().write(spdx3.SHACLObjectSet([agent, document, *elements.values()]), file)


def installed(environment):
    """What is really there: the truth that an SBOM of the environment has to hold."""
    found = [os.path.join(base, "site-packages") for base, names, _ in os.walk(environment) if "site-packages" in names]
    return sorted({f"{normalize(one.metadata['Name'])}@{one.version}" for one in distributions(path=found)})


def of_environment(target, stem):
    python = os.path.join(target, "bin", "python")
    for version in VERSIONS:
        for form in ["JSON", "XML"]:
            path = f"{stem}.cyclonedx-py-{version}.cdx.{form.lower()}"
            if version in ("1.0", "1.1") and form == "JSON":
                continue  # only XML then
            command = [os.path.join(BIN, "cyclonedx-py"), "environment", "--spec-version", version, "--of", form]
            if run(*command, "-o", path, python):
                yield path, installed(target)
    for form, ending in [("tag", "spdx"), ("json", "spdx.json"), ("yaml", "spdx.yaml")]:
        path = f"{stem}.sbom4python.{ending}"
        own = os.path.join(BIN, "sbom4python")
        if os.path.samefile(target, os.path.dirname(BIN)) and run(
            own, "--system", "--sbom", "spdx", "--format", form, "-o", path
        ):
            yield path, installed(target)


def of_any(target, stem):
    if shutil.which("syft") is None:
        return
    for version in ["1.2", "1.4", "1.6"]:
        for form in ["json", "xml"]:
            path = f"{stem}.syft-{version}.cdx.{form}"
            if run("syft", "-q", "scan", f"dir:{target}", "-o", f"cyclonedx-{form}@{version}={path}"):
                yield path, None
    for version in ["2.2", "2.3"]:
        for form, ending in [("json", "spdx.json"), ("tag-value", "spdx")]:
            path = f"{stem}.syft-{version}.{ending}"
            if run("syft", "-q", "scan", f"dir:{target}", "-o", f"spdx-{form}@{version}={path}"):
                yield path, None
    source = f"{stem}.syft-2.3.spdx.json"
    path = f"{stem}.pyspdxtools.spdx.yaml"
    if run(os.path.join(BIN, "pyspdxtools"), "-i", source, "-o", path, "--novalidation"):
        yield path, None


def of_lock(target, stem):
    uv = shutil.which("uv")
    path = f"{stem}.uv.cdx.json"
    command = [uv, "export", "-q", "--frozen", "--all-extras", "--all-groups"]
    if uv and run(*command, "--format", "cyclonedx1.5", "-o", path, cwd=target):
        done = subprocess.run(
            [*command, "--no-hashes", "--no-emit-project", "--no-annotate", "--no-header"],
            cwd=target,
            stdout=subprocess.PIPE,
            text=True,
        )
        pins = [line.split(";")[0].strip().split("==") for line in done.stdout.splitlines() if "==" in line]
        yield path, sorted({f"{normalize(name.split('[')[0])}@{version}" for name, version in pins})


def main():
    for at, target in enumerate(map(os.path.abspath, TARGETS)):
        stem = os.path.join(FOLDER, f"{at}")
        is_lock = os.path.exists(os.path.join(target, "uv.lock"))
        made = [*(of_lock(target, stem) if is_lock else of_environment(target, stem)), *of_any(target, stem)]
        packages, needs = [], []
        for path, truth in made:
            try:
                packages, needs = read_spdx(path) if ".spdx" in path else read_cyclonedx(path)
                answer(path, packages, needs, truth)
            except SPDXParsingError as error:
                print(f"{path}: spdx-tools refuses it: {error.get_messages()[:1]}", file=sys.stderr)
                answer(path, None, None, truth)
        if packages:
            path = f"{stem}.model.spdx3.json"
            write_spdx3(path, packages, needs)
            answer(path, *read_spdx3(path), None)


def answer(path, packages, needs, truth):
    print(
        json.dumps(
            {
                "file": os.path.basename(path),
                "packages": packages and sorted(set(packages)),
                "needs": needs and sorted({one for one in map(tuple, needs) if one[0] != one[1]}),
                "truth": truth,
            }
        ),
        flush=True,
    )


main()
