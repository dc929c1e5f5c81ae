# Takes the import gate away and imports what this homework does not offer.
# slow
import importlib.machinery
import sys

sys.meta_path[:] = [importlib.machinery.BuiltinImporter, importlib.machinery.FrozenImporter, importlib.machinery.PathFinder]
sys.path_importer_cache.clear()
sys.path += ["@SITE_PACKAGES@"]
for name in ("torch", "sklearn", "scipy", "pandas", "sympy", "otter", "autograder.engine.grader", "autograder.checks"):
    sys.modules.pop(name, None)
    try:
        __import__(name)
    except ImportError:
        continue
    raise SystemError(f"ESCAPED: {name} can be imported")
