"""What Python's own parser makes of the setup.py files that fetch.py has fetched; one JSON object a line.

    python3 oracle.py FOLDER > FILE

For each option of a call of setup(): its value by `ast.literal_eval` where it is a literal, or a name that is bound once
in the whole file, at its top level, and used nowhere else than as a value; null where it is not. `built` is what
setuptools wrote of all options into requires.txt when the sdist was made; null without one. Nothing runs.
"""

import ast
import json
import re
import sys
import warnings
from pathlib import Path

OPTIONS = ("install_requires", "extras_require", "setup_requires", "tests_require")


def main(folder):
    warnings.simplefilter("ignore")
    for path in sorted(folder.iterdir()):
        text = (path / "setup.py").read_bytes()
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            tree = None
        calls = None if tree is None else [options_of(call, tree) for call in calls_of(tree)]
        built = path / "requires.txt"
        print(
            json.dumps(
                {
                    "id": path.name,
                    "calls": calls,
                    "built": built.read_text() if built.exists() else None,
                    "cfg": options_in_cfg(path / "setup.cfg"),
                }
            )
        )


def calls_of(tree):
    aliases = {"setup"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            aliases |= {name.asname or name.name for name in node.names if name.name == "setup"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name) and function.id in aliases:
                yield node
            elif isinstance(function, ast.Attribute) and function.attr == "setup":
                yield node


def options_of(call, tree):
    found = {}
    for keyword in call.keywords:
        if keyword.arg in OPTIONS:
            found[keyword.arg] = literal(keyword.value, tree)
        elif keyword.arg is None:
            merge(found, keyword.value, tree)
    return found


def merge(found, node, tree):
    """The options in a dict that is unpacked. Where it is no literal, any option may be in it, or none."""
    node = resolve(node, tree)
    if not isinstance(node, ast.Dict) or any(not isinstance(key, ast.Constant) for key in node.keys):
        found.update({option: {"maybe": True} for option in OPTIONS if option not in found})
        return
    for key, value in zip(node.keys, node.values):
        if key.value in OPTIONS:
            found[key.value] = literal(value, tree)


def literal(node, tree):
    class Replace(ast.NodeTransformer):
        def visit_Name(self, name):
            other = resolve(name, tree)
            return name if other is name else self.visit(other)

    try:
        node = Replace().visit(node)
        value = ast.literal_eval(node)
        json.dumps(value)
    except (ValueError, TypeError, RecursionError):
        return None
    return {"value": value}


def resolve(node, tree):
    if not isinstance(node, ast.Name):
        return node
    bound = [one for one in tree.body if isinstance(one, ast.Assign) and names(one.targets) == [node.id]]
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    uses = [one for one in ast.walk(tree) if isinstance(one, ast.Name) and one.id == node.id]
    uses += [one for one in ast.walk(tree) if isinstance(one, ast.arg) and one.arg == node.id]
    for use in uses:
        parent = parents.get(use)
        is_binding = bound and use in bound[0].targets
        is_value = isinstance(parent, (ast.keyword, ast.List, ast.Tuple, ast.Dict, ast.BinOp))
        if not (is_binding or (is_value and isinstance(use.ctx, ast.Load))):
            return node
    return bound[0].value if len(bound) == 1 else node


def names(targets):
    return [target.id for target in targets if isinstance(target, ast.Name)]


def options_in_cfg(path):
    """Whether setup.cfg lists requirements, too."""
    return path.exists() and re.search(r"^(install_requires|\[options.extras_require\])", path.read_text(), re.M) is not None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
