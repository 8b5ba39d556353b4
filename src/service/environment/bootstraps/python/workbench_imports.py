"""What happens when a function imports: `logging` gets Lambda's handler, the packages of Lambda's runtime are found."""

import _frozen_importlib_external
import importlib.machinery
import os
import sys

from workbench_log import set_up_logging

# What Lambda's own runtime brings along. Other installed packages stay out of sight: they are not on Lambda either.
_BUNDLED = frozenset(("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six"))

# Modules that Lambda's own runtime has loaded before the function's.
_LOADED = frozenset(
    ("collections", "copyreg", "enum", "functools", "json", "keyword", "operator", "re", "reprlib", "types")
)


def load_before(task_root):
    """A module of the function that has the name of one that Lambda has loaded is not seen there; nor is it here."""
    if "json" not in sys.modules and any(name.partition(".")[0] in _LOADED for name in os.listdir(task_root)):
        import json  # brings all of them


class ImportHook:
    """Sets `logging` up when it is first imported, and finds the packages that Lambda's runtime brings along."""

    def __init__(self):
        self.loading = False

    def find_spec(self, name, path=None, target=None):
        if name != "logging" or self.loading:
            return None
        self.loading = True
        spec = importlib.machinery.PathFinder.find_spec(name)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            sys.meta_path.remove(self)
            set_up_logging(module)

        spec.loader.exec_module = exec_module
        return spec


class BundledPackages:
    """The last place to look: the interpreter's own packages, for the names that Lambda's runtime has as well."""

    def __init__(self):
        self.path = None

    def find_spec(self, name, path=None, target=None):
        if path is not None or name not in _BUNDLED:
            return None
        if self.path is None:
            import site

            self.path = site.getsitepackages()
        return importlib.machinery.PathFinder.find_spec(name, self.path, target)


def _compiled_or_source(get_code):
    """Python trusts the compiled form of a module: a damaged one would fail the import. It is removed instead."""

    def get_code_anew(self, fullname):
        try:
            return get_code(self, fullname)
        except (EOFError, TypeError, ValueError):
            try:
                os.remove(_frozen_importlib_external.cache_from_source(self.get_filename(fullname)))
            except (NotImplementedError, OSError):
                pass
            return get_code(self, fullname)

    # Python leaves its own frames out of the traceback of an import; this one stands among them.
    code = get_code_anew.__code__
    get_code_anew.__code__ = code.replace(co_filename="<frozen importlib._bootstrap_external>")
    return get_code_anew


def install():
    loader = importlib.machinery.SourceFileLoader
    loader.get_code = _compiled_or_source(loader.get_code)
    sys.meta_path.insert(0, ImportHook())
    sys.meta_path.append(BundledPackages())
