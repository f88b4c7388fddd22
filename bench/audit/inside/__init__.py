"""What runs in the user's own interpreter, under the private name `_signalbench_inside`.

Python 3.8 or newer and Django 3.2 to 6.1. Modules here import each other by relative imports, Django, and
only such modules of the standard library as Django imports itself: one more could take the place of a
module of the same name in the user's project. None of the user's receivers is ever called.

`bootstrap.py` is the text that the interpreter is started with; it loads this package without putting
anything on `sys.path`, then calls `answer(request)` of the module that the request names.
"""
