"""The plan of attune_training/: who may import whom."""

import ast
import importlib
import importlib.util
import unittest
from pathlib import Path

PACKAGE = "attune_training"
ROOT = Path(__file__).resolve().parents[1]


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(file): file for file in sorted((ROOT / PACKAGE).rglob("*.py"))}
STEPS = {name for name in FILES if name.startswith(f"{PACKAGE}.steps.")}


def imported_by(module: str) -> set[str]:
    """The modules of the package that a module imports, wherever in its text."""
    found: set[str] = set()
    package = module if FILES[module].name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(FILES[module].read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
            # A name may be a module, or stand in one.
            found |= {name if (name := f"{base}.{alias.name}") in FILES else base for alias in node.names}
    return found & FILES.keys() - {module}


IMPORTS = {module: imported_by(module) for module in FILES}


class ImportTests(unittest.TestCase):
    def test_there_is_no_circle(self):
        left = {module: set(imports) for module, imports in IMPORTS.items()}
        while free := [module for module, imports in left.items() if not imports & left.keys()]:
            for module in free:
                del left[module]
        self.assertEqual(sorted(left), [], "these import one another")

    def test_nothing_imports_a_step(self):
        for module, imports in IMPORTS.items():
            self.assertEqual(imports & STEPS, set(), module)

    def test_every_module_is_used(self):
        used = set().union(*IMPORTS.values())
        strategies = {module for module in FILES if module.startswith(f"{PACKAGE}.fusion.strategies.")}
        packages = {module for module, file in FILES.items() if file.name == "__init__.py"}
        # Benchmarks/systems/ imports `noise`, `grammar` and `phones`, which are used here too.
        self.assertEqual(FILES.keys() - used - STEPS - strategies - packages, set())

    def test_no_two_modules_have_the_same_name(self):
        stems = [name.rpartition(".")[2] for name in FILES]
        self.assertEqual(len(stems), len(set(stems)), sorted(s for s in stems if stems.count(s) > 1))

    def test_places_alone_knows_paths(self):
        for module, file in FILES.items():
            if module != f"{PACKAGE}.places":
                for word in ("__file__", "environ", "ATTUNE_DATA", '"work"', '"Sources"', '"Fixtures"'):
                    self.assertNotIn(word, file.read_text(), module)

    @unittest.skipUnless(importlib.util.find_spec("torch"), "PyTorch is not installed")
    def test_everything_can_be_imported(self):
        for module in FILES:
            with self.subTest(module):
                importlib.import_module(module)


if __name__ == "__main__":
    unittest.main()
