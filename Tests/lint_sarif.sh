#!/bin/sh
# Checks what `quadless lint --format sarif` writes against the official schema of SARIF 2.1.0.
#
#     Tests/lint_sarif.sh .build/release/quadless
#
# The schema is the file named by SARIF_SCHEMA, or else is fetched from OASIS. Python's jsonschema judges; where it is
# not installed, pip puts it into a folder of its own.
set -eu
quadless=$1
tests=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

schema=${SARIF_SCHEMA:-}
if [ -z "$schema" ]; then
  schema=$folder/schema.json
  python3 - "$schema" <<'PYTHON'
import sys, urllib.request
address = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
try:
    urllib.request.urlretrieve(address, sys.argv[1])
except OSError as error:
    sys.exit(f"lint_sarif: cannot fetch the schema: {error}; name a copy with SARIF_SCHEMA")
PYTHON
fi
if ! python3 -c 'import jsonschema' 2>/dev/null; then
  python3 -m pip install --quiet --target "$folder/python" jsonschema
  export PYTHONPATH="$folder/python"
fi

"$quadless" lint --format sarif "$tests"/LintSnippets/*.frag "$tests"/../Shaders/*.frag >"$folder/all.sarif"
"$quadless" lint --format sarif "$tests"/LintSnippets/flow-uniform.frag >"$folder/none.sarif"
python3 - "$schema" "$folder/all.sarif" "$folder/none.sarif" <<'PYTHON'
import json, sys
import jsonschema

schema = json.load(open(sys.argv[1]))
validator = jsonschema.validators.validator_for(schema)(schema)

def errors(log):
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator.iter_errors(log)]

logs = [json.load(open(path)) for path in sys.argv[2:]]
found = [error for log in logs for error in errors(log)]
results = [len(log["runs"][0]["results"]) for log in logs]
if results[0] < 60 or results[1] != 0:
    found.append(f"the logs hold {results} results")
# The schema must be one that can say no.
logs[0]["runs"][0]["results"][0]["level"] = "fatal"
if not errors(logs[0]):
    found.append("the schema accepts a wrong level")
if found:
    sys.exit("lint_sarif: " + "\n".join(found[:20]))
print(f"lint_sarif: {results[0]} results are valid SARIF 2.1.0")
PYTHON
