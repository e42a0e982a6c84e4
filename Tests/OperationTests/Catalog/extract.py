#!/usr/bin/env python3
"""Extracts from a protocol catalog what our catalogs of operations are compared with: extract.py webcti.json > webcti.catalog

Written in the grammar of our catalogs (docs/catalog-grammar.md). Every title, native name, area, answer, parameter and secret is
the document's; `example` has a value of the document's own request, `sample` one that was made up.
"""
import json
import re
import sys
from urllib.parse import unquote, urlsplit

ENVELOPE = {"status", "message", "errno", "errcode", "request_id", "data", "total"}
TYPES = {"string": "text", "integer": "integer", "int": "integer", "number": "number", "boolean": "boolean", "file": "text",
         "date": "text", "datetime": "text", "object": "object", "array": "list",
         "bool": "boolean", "DateTime": "text", "List": "list"}
MOMENTS = {"yyyy-mm-dd hh:mm:ss": "2026-11-20 08:00:00", "yyyy-mm-dd": "2026-11-20", "datetime": "2026-11-20 08:00:00",
           "date": "2026-11-20"}


def kind_of_value(parameter):
    if "list separated" in parameter["type"]:
        return "list"
    return TYPES.get(re.match(r"\w+", parameter["type"])[0], "")  # a library's own types are none of the wire


def layout(operation):
    """How the answer nests: done, object, rows at a path, file; nothing where a library's method only has events."""
    returns = operation["returns"]
    if returns and all(field["type"] == "void" for field in returns):
        return ""
    if any(field["name"].strip("()<>") == "body" for field in returns):
        return "file"
    paths = [field["path"] for field in returns if field.get("path")]
    given = {parameter["name"] for parameter in operation["params"]}
    own = [field for field in returns if field.get("path") or field["name"].lower() not in ENVELOPE and field["name"] not in given]
    if not own:
        return "done"
    roots = {path.split(".")[0] for path in paths}
    single = [field for field in own if not field.get("path") and field["name"] + "[]" not in roots]
    if len(roots) == 1 and not single and (root := roots.pop()).endswith("[]"):
        return "rows " + root[:-2]
    return "object"


def members(value, prefix=""):
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from members(inner, f"{prefix}{name}.")
        else:
            yield prefix + name, inner if isinstance(inner, str) else json.dumps(inner)


def examples(operation):
    """Parameters as the document's own requests have them, as far as they can be read."""
    found = {}
    texts = [operation["request_example"], operation.get("request_example_xml") or ""]
    for text in texts:
        for url in re.findall(r"(?:https?://|/api/)[^\s\"'<>]+\?\S+", text):
            for pair in urlsplit(url).query.split("&"):
                name, sign, value = pair.partition("=")
                if sign:  # a plus sign is one here: base64 has it
                    found.setdefault(name, unquote(value))
        body = re.search(r"\{\s*\".*?\n?\}(?=\s*(?:$|POST))", text, re.S)
        # Examples that are no JSON: a comma too many, a comma or a quotation mark missing.
        for repair in [lambda t: t, lambda t: re.sub(r",\s*}", "}", t), lambda t: re.sub(r'"(\s+)"', r'",\1"', t),
                       lambda t: re.sub(r"([^\"\s}])(\s*})", r'\1"\2', t)] if body else []:
            try:
                for name, value in members(json.loads(repair(body[0]))):
                    found[name] = value
                break
            except ValueError:
                pass
        if not body and "?" not in text:
            for line in text.splitlines()[1:]:
                name, colon, value = line.partition(":")
                if colon and re.fullmatch(r"[A-Z0-9]+", name):
                    found.setdefault(name, value)
    return found


def sample(parameter, given):
    """A value to send: the document's, except what looks like somebody's secret or address."""
    name = parameter["name"]
    if re.search(r"pass|secret", name, re.I):
        return "Sample-1234", name in given
    if name in ("email", "mobile"):
        return "someone@example.org" if name == "email" else "13800138000", name in given
    if name in ("token", "webkey"):
        return "", False
    given = {name: re.sub(r"\b1[3-9]\d{9}\b", "13800138000", value) for name, value in given.items()}
    values = [value for value in parameter.get("values") or {} if not re.search(r"[<>]|\.\.", value)]
    fits = kind_of_value(parameter) != "integer" or re.fullmatch(r"-?\d+", given.get(name, "")) or given.get(name) in values
    if given.get(name, "") and fits and not re.search("[{｛]", given[name]):
        return given[name], True
    if values:
        return values[0], False
    for word, moment in MOMENTS.items():
        if word in parameter["type"]:
            return moment, False
    return {"integer": "1", "number": "1", "object": "{}"}.get(kind_of_value(parameter), "sample"), False


def standard(parameter):
    """What is taken where nothing is given; descriptions in words, and what goes for the answer's form, are none."""
    text = re.sub(r" \(.*\)$", "", str(parameter.get("default", "")))
    return "" if text.startswith("(") or text in ("json", "synchronous") else text


def field(value):
    return re.sub(r"\s+", " ", str(value)).replace("|", "/").strip()


def fact(keyword, value):
    print(f"  {keyword} {value}".rstrip())


def parameter_line(parameter, name):
    """Name, type, standard and values; the documents' words for meanings are theirs and not taken."""
    secret = is_secret(parameter)
    kind = "secret" if secret else kind_of_value(parameter) or "any"
    text = ", ".join([name + ("" if parameter["required"] else "?")] + parameter.get("aliases", []))
    text += "" if kind == "text" else f": {kind}"
    text += f" = {standard(parameter)}" if standard(parameter) else ""
    values = "; ".join(parameter.get("values") or {})
    return " | ".join(map(field, ([text, values] if values else [text]) + [""])).rstrip()


def is_secret(row):
    """A password, PIN or credential, by its name or by what the document says of it."""
    words = row["name"].split(".")[-1]
    return bool(re.search(r"pass(word|wd)?$|pwd|secret|token|webkey", words, re.I) or re.search(r"^(\w+ )*(password|PIN)\b", row.get("doc", ""), re.I)
                and not re.search(r"^(\w+ )*with", row.get("doc", ""), re.I))


def operation_rows(operation, enumerations):
    print(f"\n{operation['kind']} {operation['id']}")
    fact("title", operation["title_en"])
    fact("title.zh_CN", operation["title_zh"])
    for name in [operation["native"]] + [name for name in operation.get("native_aliases", []) if name != operation["native"]]:
        fact("native", name)
    fact("area", operation["area"])
    if layout(operation):
        fact("answer", layout(operation))
    secrets = [".".join(filter(None, [row.get("path"), row["name"]])) for row in operation["returns"] if is_secret(row)]
    if secrets:
        fact("secret", " ".join(secrets))
    given = examples(operation)
    names = [parameter["name"] for parameter in operation["params"]]
    values = []
    for parameter in operation["params"]:
        name = parameter["name"]
        if any(other.startswith(name + ".") for other in names):
            continue  # only holds others
        parameter.setdefault("values", enumerations.get(parameter["type"]))
        value, is_example = sample(parameter, given)
        # Some operations have another of that name in the body.
        if name == "type" and list(parameter.get("values") or {}) == ["json", "xml"]:
            name = "type in the URL"
        print("  - " + parameter_line(parameter, name))
        if value:
            values.append(("example" if is_example else "sample", f"{name} = {field(value)}"))
    for keyword, value in values:
        fact(keyword, value)


catalog = json.load(open(sys.argv[1], encoding="utf-8"))
print(f"# Extracted by extract.py from what document {catalog['seed'][:3]} describes; never edited, never made from our own catalog.\n")
print("catalog", catalog["system"])
enumerations = {enum["name"]: {value["value"]: "" for value in enum["values"]} for enum in catalog["enums"]}
for operation in catalog["operations"]:
    operation_rows(operation, enumerations)
