"""Unpacks an OCI layout with the standard library, where no tool is installed that does: one layer over the other.

Usage: unpack.py LAYOUT ROOT. LAYOUT is a folder or an archive of an OCI layout, or what docker save writes; layers are
plain or gzip. ROOT must be new.
"""

import json
import os
import shutil
import sys
import tarfile


def blob(layout, descriptor):
    algorithm, digest = descriptor["digest"].split(":")
    return os.path.join(layout, "blobs", algorithm, digest)


def remove(path):
    if os.path.islink(path) or os.path.isfile(path):
        os.unlink(path)
    elif os.path.isdir(path):
        shutil.rmtree(path)


def hide(root, member):
    """Whiteouts first: a layer hides only what lies below it."""
    folder, name = os.path.split(member)
    folder = os.path.realpath(os.path.join(root, folder))
    if name == ".wh..wh..opq":
        for child in os.listdir(folder) if os.path.isdir(folder) else []:
            remove(os.path.join(folder, child))
    else:
        remove(os.path.join(folder, name[len(".wh.") :]))


def apply(root, path):
    with tarfile.open(path) as layer:
        members = layer.getmembers()
        for member in members:
            if os.path.basename(member.name).startswith(".wh."):
                hide(root, member.name)
        for member in members:
            if os.path.basename(member.name.rstrip("/")).startswith(".wh.") or member.isdev():
                continue
            target = os.path.join(root, member.name)
            if not (member.isdir() and os.path.isdir(target) and not os.path.islink(target)):
                remove(target)
            layer.extract(member, root, set_attrs=False, filter="fully_trusted")


def layers_of(layout):
    """Paths of the layers, from the lowest up: of linux/amd64 where there are several images."""
    if not os.path.exists(os.path.join(layout, "index.json")):
        with open(os.path.join(layout, "manifest.json"), encoding="utf-8") as file:
            return [os.path.join(layout, path) for path in json.load(file)[0]["Layers"]]
    with open(os.path.join(layout, "index.json"), encoding="utf-8") as file:
        document = json.load(file)
    while "manifests" in document:
        entries = document["manifests"]
        amd64 = [one for one in entries if one.get("platform", {}).get("architecture") == "amd64"]
        with open(blob(layout, (amd64 or entries)[0]), encoding="utf-8") as file:
            document = json.load(file)
    return [blob(layout, layer) for layer in document["layers"]]


def main(layout, root):
    os.mkdir(root)
    if os.path.isfile(layout):
        with tarfile.open(layout) as archive:
            archive.extractall(root + ".layout", filter="fully_trusted")
        layout = root + ".layout"
    for path in layers_of(layout):
        apply(root, path)


main(*sys.argv[1:])
