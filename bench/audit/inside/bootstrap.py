# The program that the user's interpreter is started with: python -B -c TEXT REQUEST
#
# REQUEST is JSON: {"inside": this folder, "do": the module to ask, "project": folder, "settings": name,
# "scratch": an empty folder, "answer_fd": a file descriptor}, and what the module asked needs beyond that.
# The answer is one line of JSON on that file descriptor, {"error": text} where there is none; what the
# project prints goes elsewhere.
# Nothing here is newer than Python 2.7, so that an interpreter that is too old can say so.
import json
import os
import sys

request = json.loads(sys.argv[1])
sys.dont_write_bytecode = True
if hasattr(os, "set_inheritable"):
    os.set_inheritable(request["answer_fd"], False)
if sys.path and sys.path[0] == "":  # the current folder, which -c puts there
    del sys.path[0]
sys.path.insert(0, request["project"])  # as manage.py does
sys.argv[:] = [os.path.join(request["project"], "manage.py"), "check"]  # projects look at what is being run

if sys.version_info < (3, 8):
    found = ".".join(map(str, sys.version_info[:3]))
    answer = {"error": "%s is Python %s; it has to be 3.8 or newer" % (sys.executable, found)}
else:
    import importlib.util

    name = "_signalbench_inside"
    spec = importlib.util.spec_from_file_location(name, os.path.join(request["inside"], "__init__.py"))
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    starting = importlib.import_module(name + ".starting")
    try:
        answer = importlib.import_module(name + "." + request["do"]).answer(request)
    except starting.ProjectError as error:
        answer = {"error": str(error)}

remaining = (json.dumps(answer) + "\n").encode()
while remaining:
    remaining = remaining[os.write(request["answer_fd"], remaining) :]
os._exit(0)  # threads that the project has started would keep the process
