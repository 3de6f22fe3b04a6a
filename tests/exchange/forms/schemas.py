"""The public schemas of two vendors' evaluation forms, as facts without their prose, and a walk
that holds a form to one.

Made again, from the wheels of the vendors' Python SDKs, with

    python tests/exchange/forms/schemas.py connect botocore-1.44.5-py3-none-any.whl
    python tests/exchange/forms/schemas.py genesys
    purecloudplatformclientv2-269.0.0-py3-none-any.whl

A schema is {"roots": [names], "shapes": {name: shape}}. A shape has a `type`: structure (with
`members` by name, `required`, `union` where exactly one member is given, `uri` for members that are
not in the body), list (`member`), map (`key`, `value`), or a plain one with `min`, `max`,
`pattern`, `enum`. The wheels are read, never run."""

import ast
import gzip
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
FACTS = ("type", "required", "union", "min", "max", "pattern", "enum")
PLAIN = {
    "str": "string",
    "int": "integer",
    "float": "double",
    "bool": "boolean",
    "datetime": "timestamp",
    "object": "string",
}


def connect(wheel: Path) -> dict[str, Any]:
    """What a request that creates a form and an answer that describes one can hold."""
    roots = ["CreateEvaluationFormRequest", "DescribeEvaluationFormResponse"]
    with zipfile.ZipFile(wheel) as files:
        model = json.loads(
            gzip.decompress(files.read("botocore/data/connect/2017-08-08/service-2.json.gz"))
        )["shapes"]
    shapes: dict[str, Any] = {}
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in shapes:
            continue
        given = model[name]
        shape = shapes[name] = {key: given[key] for key in FACTS if key in given}
        if "members" in given:
            shape["members"] = {key: held["shape"] for key, held in given["members"].items()}
            uri = [key for key, held in given["members"].items() if held.get("location") == "uri"]
            if uri:
                shape["uri"] = uri
            waiting += shape["members"].values()
        for key in ("member", "key", "value"):
            if key in given:
                shape[key] = given[key]["shape"]
                waiting.append(shape[key])
    return {"roots": roots, "shapes": dict(sorted(shapes.items()))}


def genesys(wheel: Path) -> dict[str, Any]:
    """What a form of the API can hold, as it is sent and as it comes back; `spelled` is a member's
    name in the SDK."""
    roots = ["EvaluationForm", "EvaluationFormResponse"]
    shapes: dict[str, Any] = {}
    waiting = list(roots)
    with zipfile.ZipFile(wheel) as files:
        while waiting:
            name = waiting.pop()
            if name in shapes:
                continue
            if name in PLAIN:
                shapes[name] = {"type": PLAIN[name]}
            elif name.startswith("list["):
                shapes[name] = {"type": "list", "member": name[5:-1]}
                waiting.append(name[5:-1])
            else:
                file = re.sub("(?<!^)([A-Z])", r"_\1", name).lower()
                code = ast.parse(files.read(f"PureCloudPlatformClientV2/models/{file}.py"))
                shapes |= _model(name, code)
                waiting += shapes[name]["members"].values()
    return {"roots": roots, "shapes": dict(sorted(shapes.items()))}


def _model(name: str, code: ast.Module) -> dict[str, Any]:
    tables: dict[str, dict[str, str]] = {}
    allowed: dict[str, list[str]] = {}
    for node in ast.walk(code):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Attribute)
            and isinstance(node.value, ast.Dict)
        ):
            tables[node.targets[0].attr] = ast.literal_eval(node.value)
        if isinstance(node, ast.FunctionDef):
            for inner in ast.walk(node):
                if (
                    isinstance(inner, ast.Assign)
                    and ast.unparse(inner.targets[0]) == "allowed_values"
                ):
                    allowed[node.name] = ast.literal_eval(inner.value)
    made: dict[str, Any] = {}
    members = {}
    for key, spelled in tables["attribute_map"].items():
        members[spelled] = tables["swagger_types"][key]
        if key in allowed:
            members[spelled] = f"{name}.{spelled}"
            made[f"{name}.{spelled}"] = {"type": "string", "enum": allowed[key]}
    made[name] = {
        "type": "structure",
        "members": members,
        "spelled": {new: old for old, new in tables["attribute_map"].items()},
    }
    return made


def load(name: str, documented: dict[str, dict[str, Any]] | None = None) -> dict[str, Any]:
    """A schema, with limits that only the vendor's reference gives, by shape."""
    schema: dict[str, Any] = json.loads(
        (FOLDER / f"{name}-schema.json").read_text(encoding="utf-8")
    )
    for shape, limits in (documented or {}).items():
        schema["shapes"][shape].update(limits)
    return schema


def wrong(schema: dict[str, Any], name: str, value: Any, path: str = "") -> Iterator[str]:
    """Everything about a value that its shape does not allow."""
    shape = schema["shapes"][name]
    match shape["type"]:
        case "structure":
            if not isinstance(value, dict):
                yield f"{path}: is no object"
                return
            asked = [key for key in shape.get("required", []) if key not in shape.get("uri", [])]
            yield from (f"{path}.{key}: is missing" for key in asked if key not in value)
            if shape.get("union") and len(value) != 1:
                yield f"{path}: has {len(value)} of the members of a union"
            for key, held in value.items():
                if key not in shape["members"]:
                    yield f"{path}.{key}: is no member of {name}"
                else:
                    yield from wrong(schema, shape["members"][key], held, f"{path}.{key}")
        case "list":
            if not isinstance(value, list):
                yield f"{path}: is no list"
                return
            yield from _limits(shape, len(value), path)
            for index, held in enumerate(value):
                yield from wrong(schema, shape["member"], held, f"{path}[{index}]")
        case "map":
            for key, held in value.items():
                yield from wrong(schema, shape["value"], held, f"{path}.{key}")
        case "string":
            if not isinstance(value, str):
                yield f"{path}: is no text"
                return
            yield from _limits(shape, len(value), path)
            if "enum" in shape and value not in shape["enum"]:
                yield f"{path}: {value} is none of its words"
            # Python's patterns have no classes of letters; where a vendor's has, it is not held to
            # it.
            if (
                "pattern" in shape
                and r"\p" not in shape["pattern"]
                and not re.search(shape["pattern"], value)
            ):
                yield f"{path}: {value} is not {shape['pattern']}"
        case "boolean":
            if not isinstance(value, bool):
                yield f"{path}: is not true or false"
        case "timestamp":
            if isinstance(value, bool) or not isinstance(value, str | int | float):
                yield f"{path}: is no time"
        case kind:
            number = isinstance(value, int) or (
                kind in ("double", "float") and isinstance(value, float)
            )
            if isinstance(value, bool) or not number:
                yield f"{path}: is no {kind}"
            else:
                yield from _limits(shape, value, path)


def _limits(shape: dict[str, Any], size: float, path: str) -> Iterator[str]:
    if size < shape.get("min", size) or size > shape.get("max", size):
        yield f"{path}: {size} is not within {shape.get('min')} and {shape.get('max')}"


def reachable(schema: dict[str, Any]) -> set[tuple[str, str]]:
    """Every (structure, member) there is."""
    return {
        (name, key) for name, shape in schema["shapes"].items() for key in shape.get("members", {})
    }


def used(schema: dict[str, Any], name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every (structure, member) that occurs in a form with something in it."""
    shape = schema["shapes"][name]
    if shape["type"] == "structure":
        for key, held in value.items():
            if held not in (None, "", [], {}):
                yield name, key
                yield from used(schema, shape["members"][key], held)
    elif shape["type"] == "list":
        for held in value:
            yield from used(schema, shape["member"], held)


if __name__ == "__main__":
    maker = {"connect": connect, "genesys": genesys}[sys.argv[1]]
    made = maker(Path(sys.argv[2]))
    lines = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(shape)}" for name, shape in made["shapes"].items()
    )
    text = f'{{"roots": {json.dumps(made["roots"])}, "shapes": {{\n{lines}\n}}}}\n'
    (FOLDER / f"{sys.argv[1]}-schema.json").write_text(text, encoding="utf-8")
