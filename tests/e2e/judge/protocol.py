"""Writes protocol.json: the messages and types of the language server protocol, as the package `lsprotocol` has them.

    python3 -m venv venv && venv/bin/pip install lsprotocol==2025.0.0
    venv/bin/python tests/e2e/judge/protocol.py > tests/e2e/judge/protocol.json

The package is generated from the protocol's meta model, which no package registry has.
It is Copyright (c) Microsoft Corporation, under the MIT licence.
"""

import collections.abc
import enum
import importlib.metadata
import json
import re
import typing

import attrs
from lsprotocol import types, validators

# What may be absent and may be null. Everything else is one of the two.
ABSENT_OR_NULL = {"InitializeParams.rootPath", "InitializeParams.workspaceFolders", "SignatureHelp.activeParameter",
                  "SignatureInformation.activeParameter"}
ANY = {types.LSPAny, types.LSPObject}

structures, enumerations = {}, {}


def camel(name):
    return re.sub(r"_(\w)", lambda m: m.group(1).upper(), name.strip("_"))


def kind(hint, validator=None):
    """The type of a value, in the words of protocol.json."""
    if hint in ANY or hint is typing.Any or hint is object:
        return "any"
    if hint is type(None):
        return "null"
    if hint is str:
        literals = getattr(validator, "options", ())
        return {"literal": literals[0]} if literals else "string"
    if hint is bool:
        return "boolean"
    if hint is float:
        return "decimal"
    if hint is int:
        validator = getattr(validator, "validator", validator)
        return "uinteger" if validator is validators.uinteger_validator else "integer"
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Union:
        return union([kind(argument, validator) for argument in arguments])
    if origin in (list, collections.abc.Sequence):
        return {"array": kind(arguments[0])}
    if origin is tuple:
        return {"tuple": [kind(argument) for argument in arguments]}
    if origin in (dict, collections.abc.Mapping):
        return {"map": kind(arguments[1])}
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        enumerations.setdefault(hint.__name__, [member.value for member in hint])
        return "#" + hint.__name__
    if isinstance(hint, type) and attrs.has(hint):
        structure(hint)
        return "#" + hint.__name__
    raise TypeError(hint)


def union(kinds):
    unique = []
    for one in kinds:
        for it in one["or"] if isinstance(one, dict) and "or" in one else [one]:
            if it not in unique:
                unique.append(it)
    # The parts of `LSPAny`.
    if {"string", "integer", "decimal", "boolean", "null"} <= {it for it in unique if isinstance(it, str)}:
        return "any"
    return unique[0] if len(unique) == 1 else {"or": unique}


def without_null(it):
    return union([one for one in it["or"] if one != "null"]) if isinstance(it, dict) and "or" in it else it


def structure(cls):
    if cls.__name__ in structures:
        return
    fields = structures[cls.__name__] = {}
    if cls.__name__ == "LSPObject":
        return
    attrs.resolve_types(cls, vars(types), vars(types))
    for field in attrs.fields(cls):
        name, it = camel(field.name), kind(field.type, field.validator)
        either = f"{cls.__name__}.{name}" in ABSENT_OR_NULL
        optional = either or field.default is not attrs.NOTHING and not types.is_special_property(cls, field.name)
        if optional and not either:
            it = without_null(it)
        fields[name + "?" * optional] = it


def message(request, response, params, options, direction):
    def part(cls, name):
        if cls is None or cls is type(None):
            return "null"
        attrs.resolve_types(cls, vars(types), vars(types))
        return next((kind(it.type, it.validator) for it in attrs.fields(cls) if it.name == name), "null")

    it = {"direction": direction, "params": part(request, "params")}
    if response is not None:
        it["result"] = part(response, "result")
    if options is not None:
        it["options"] = kind(options)
    return it


messages = {}
for method, (request, response, params, options) in sorted(types.METHOD_TO_TYPES.items()):
    messages[method] = message(request, response, params, options, types._MESSAGE_DIRECTION[method])
for value in (types.WorkDoneProgressBegin, types.WorkDoneProgressReport, types.WorkDoneProgressEnd):
    kind(value)

version = importlib.metadata.version("lsprotocol")
print('{\n"source": ' + json.dumps(f"lsprotocol {version}, Copyright (c) Microsoft Corporation, MIT licence"))
for name, table in (("messages", messages), ("structures", structures), ("enumerations", enumerations)):
    lines = [f"{json.dumps(key)}: {json.dumps(table[key], separators=(',', ':'))}" for key in sorted(table)]
    print(f',{json.dumps(name)}: {{\n' + ",\n".join(lines) + "\n}")
print("}")
