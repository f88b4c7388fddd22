# The program that the user's interpreter is started with: python -c TEXT REQUEST
#
# REQUEST is JSON: {"inside": this folder, "project": folder, "settings": name or null, "command": [word,
# ...], "only": [signal, ...], "without": [signal, ...], "record": a file}. The command then runs as it would
# without us, with this process's streams and environment; the record is written as it ends, {"error": text}
# if it could not begin. Nothing here is newer than Python 2.7, so that an older interpreter can say so.
import json
import os
import sys

request = json.loads(sys.argv[1])
if sys.path and sys.path[0] == "":  # the current folder, which -c puts there
    del sys.path[0]

if sys.version_info < (3, 8):
    found = ".".join(map(str, sys.version_info[:3]))
    with open(request["record"], "w") as file:
        json.dump({"error": "%s is Python %s; it has to be 3.8 or newer" % (sys.executable, found)}, file)
    sys.exit(3)

import importlib.util  # noqa: E402  it is newer than Python 2.7

name = "_signalbench_inside"
writes_bytecode = not sys.dont_write_bytecode
sys.dont_write_bytecode = True
spec = importlib.util.spec_from_file_location(name, os.path.join(request["inside"], "__init__.py"))
sys.modules[name] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules[name])
from _signalbench_inside.trace import trace  # noqa: E402

trace(request, writes_bytecode)
