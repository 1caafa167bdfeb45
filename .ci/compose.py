"""Check docker-compose.yml without an engine: the Compose schema, then what this product promises about it."""

import json
import sys
from pathlib import Path

import jsonschema
import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FRONT = "proxy"  # the only service with a port on the host


def against_schema(compose):
    schema = json.loads((HERE / "compose-schema.json").read_text(encoding="utf-8"))
    for error in jsonschema.Draft7Validator(schema).iter_errors(compose):
        yield f"{'/'.join(map(str, error.absolute_path)) or 'file'}: {error.message}"


def against_promises(compose):
    services = compose.get("services", {})
    for name, service in services.items():
        if service.get("ports") and name != FRONT:
            yield f"{name}: only {FRONT} may have a port on the host"
        if "healthcheck" not in service:
            yield f"{name}: no healthcheck"
        for other in service.get("depends_on", {}):
            if other not in services:
                yield f"{name}: depends on {other}, which does not exist"
        yield from missing_mounts(name, service, compose)


def missing_mounts(name, service, compose):
    for mount in service.get("volumes", []):
        source = mount.partition(":")[0]
        if source.startswith("."):
            if not (ROOT / source).exists():
                yield f"{name}: {source} is not in the repository"
        elif source[0] not in "/$" and source not in compose.get("volumes", {}):
            yield f"{name}: volume {source} is not declared"


def faults(path):
    compose = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    return [*against_schema(compose), *against_promises(compose)]


if __name__ == "__main__":
    found = faults(sys.argv[1])
    print("\n".join(found) or f"{sys.argv[1]}: valid")
    sys.exit(bool(found))
