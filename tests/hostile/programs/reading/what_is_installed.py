# Hidden rooms through the installation: metadata, resources, path hooks, editable finders, caches of source lines.
import importlib.metadata
import importlib.resources
import linecache
import pkgutil
import sys

found = []
for distribution in importlib.metadata.distributions():
    if "homework" in str(distribution.metadata["Name"]):
        found += [str(file) for file in distribution.files or [] if "hidden" in str(file) or "solution" in str(file)]
for name in ("suites/hidden/mini/square.py", "suites", "../solutions/mini/square.py", "../tests/conftest.py"):
    try:
        place = importlib.resources.files("autograder") / name
        found.append(place.read_text() if place.is_file() else str([p.name for p in place.iterdir()]))
    except Exception:
        continue
for finder in list(sys.meta_path) + list(sys.path_importer_cache.values()):
    for package in ("autograder.suites.hidden.mini.square", "solutions.mini.square"):
        try:
            spec = finder.find_spec(package)
            found += [spec.origin] if spec and "square" in str(spec.origin) else []
        except Exception:
            continue
found += [name for name in linecache.cache if "hidden" in name or "solutions" in name]
found += [m.name for m in pkgutil.walk_packages(sys.modules["autograder"].__path__) if m.name in ("suites", "engine")]
if found:
    raise SystemError(f"ESCAPED: {found}")
