"""The places of a source file where a fault can be planted, and the source with it planted.

Pure: text in, text out. A site replaces one span of the source, so that lines above it keep their
numbers. Left out are docstrings, annotations, `__repr__`, `__all__`, decorators, assertions, what
is only read by type checkers, the messages of errors, `strict=` of zip and `repr=` of a field."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "/"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
    ast.BitXor: ("^", "&"),
}
CALLED_INSTEAD = {
    "min": "max",
    "max": "min",
    "minimum": "maximum",
    "maximum": "minimum",
    "any": "all",
    "all": "any",
    "sum": "max",
    "fsum": "max",
    "floor": "ceil",
    "ceil": "floor",
    "and_": "or_",
    "or_": "and_",
}
SYMMETRIC = {"min", "max", "minimum", "maximum", "and_", "or_", "isdisjoint", "where"}
TYPE_TESTS = {"isinstance", "issubclass", "cast", "TypeVar"}
UNSEEN = {"strict", "repr"}  # keywords that no result depends on
MESSAGES = {"fault", "Fault", "FileFault", "Term", "gettext", "ngettext", "_l", "lazy_gettext"}


@dataclass(frozen=True, slots=True)
class Site:
    """One fault: `begin` to `end` (in characters) of the file's text become `text`. `original` and
    `mutated` are the lines it touches, before and after, with single spaces."""

    file: str
    function: str
    line: int
    kind: str
    begin: int
    end: int
    text: str
    original: str
    mutated: str

    def planted(self, source: str) -> str:
        """The source with the fault in it."""
        return source[: self.begin] + self.text + source[self.end :]


def sites_of(source: str, file: str) -> list[Site]:
    """Every site of a file's text, in its order. Those that would change nothing are left out."""
    finder = _Finder(source, file)
    finder.visit(ast.parse(source))
    found: dict[tuple[int, int, str], Site] = {}
    for site in finder.found:
        if site.text != source[site.begin : site.end]:
            found.setdefault((site.begin, site.end, site.text), site)
    return sorted(found.values(), key=lambda site: (site.begin, site.end, site.text))


class _Finder(ast.NodeVisitor):
    def __init__(self, source: str, file: str) -> None:
        self.source, self.file = source, file
        self.found: list[Site] = []
        self.functions: list[str] = []
        self.returns_none: list[bool] = []
        # ast counts columns in bytes of UTF-8.
        self.lines = [line.encode() for line in source.splitlines(keepends=True)]
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line.decode()))

    # Where things are

    def place(self, line: int, column: int) -> int:
        return self.starts[line - 1] + len(self.lines[line - 1][:column].decode())

    def span(self, node: ast.AST) -> tuple[int, int]:
        assert isinstance(node, ast.expr | ast.stmt | ast.keyword)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self.place(node.lineno, node.col_offset),
            self.place(node.end_lineno, node.end_col_offset),
        )

    def code(self, node: ast.AST) -> str:
        begin, end = self.span(node)
        return self.source[begin:end]

    def site(self, kind: str, begin: int, end: int, text: str) -> None:
        first = self.source.rfind("\n", 0, begin) + 1
        last = self.source.find("\n", end)
        last = len(self.source) if last < 0 else last
        original = self.source[first:last]
        mutated = self.source[first:begin] + text + self.source[end:last]
        self.found.append(
            Site(
                self.file,
                ".".join(self.functions),
                self.source.count("\n", 0, begin) + 1,
                kind,
                begin,
                end,
                text,
                " ".join(original.split()),
                " ".join(mutated.split()),
            )
        )

    def instead(self, kind: str, node: ast.AST, text: str) -> None:
        self.site(kind, *self.span(node), text)

    def operator(self, kind: str, left: ast.AST, right: ast.AST, old: str, new: str) -> None:
        """Replace the operator between two operands; brackets around them are in between, too."""
        begin, end = self.span(left)[1], self.span(right)[0]
        words = r"\s+".join(old.split())
        pattern = rf"\b{words}\b" if old[0].isalpha() else re.escape(old)
        between = re.sub(r"#[^\n]*", lambda found: " " * len(found[0]), self.source[begin:end])
        found = re.search(pattern, between)
        if found:
            self.site(kind, begin + found.start(), begin + found.end(), new)

    # What is not looked at

    def visit_Raise(self, node: ast.Raise) -> None:
        return

    def visit_Assert(self, node: ast.Assert) -> None:
        return

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        return

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        if not (isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"):
            if not self.functions and _is_type(node.value):
                return
            self.visit(node.value)
            for target in node.targets:
                self.visit(target)

    def visit_Module(self, node: ast.Module) -> None:
        self.body(node.body)

    def body(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            if not text:
                self.visit(statement)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.functions.append(node.name)
        self.body(node.body)
        self.functions.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name == "__repr__":
            return
        self.functions.append(node.name)
        written = ast.unparse(node.returns) if node.returns else "Any"
        self.returns_none.append(bool(re.search(r"\b(None|Any|object|Iterator)\b", written)))
        for default in [*node.args.defaults, *node.args.kw_defaults]:
            if default is not None:
                self.visit(default)
        self.body(node.body)
        self.returns_none.pop()
        self.functions.pop()

    # Faults

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        self.negated(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.negated(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self.negated(test)
        self.generic_visit(node)

    def negated(self, test: ast.expr) -> None:
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return  # without the "not" it is the same fault, as is a comparison turned round
        turned = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], turned):
            return
        self.instead("condition", test, f"not ({self.code(test)})")

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None and self.returns_none and not self.returns_none[-1]:
            self.instead("return", node.value, "None")
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self.instead("jump", node, "pass")

    def visit_Break(self, node: ast.Break) -> None:
        self.instead("jump", node, "pass")

    def visit_Compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        for left, right, operator in zip(operands, operands[1:], node.ops, strict=False):
            self.operator("comparison", left, right, *COMPARISONS[type(operator)])
            for operand in (left, right):
                if isinstance(operand, ast.Constant) and isinstance(operand.value, str):
                    self.word(operand)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        text, at = "", self.span(node)[0]
        for left, right in pairwise(node.values):
            begin, end = self.span(left)[1], self.span(right)[0]
            between = re.sub(rf"\b{word}\b", other, self.source[begin:end])
            text += self.source[at:begin] + between
            at = end
        self.instead("boolean", node, f"({text}{self.source[at : self.span(node)[1]]})")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self.instead("not", node, f"bool({self.code(node.operand)})")
        elif isinstance(node.op, ast.USub):
            self.instead("sign", node, self.code(node.operand))
        elif isinstance(node.op, ast.Invert):
            self.instead("not", node, self.code(node.operand))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if not _is_type(node) and not any(map(_is_text_or_list, (node.left, node.right))):
            self.operator("arithmetic", node.left, node.right, *ARITHMETIC[type(node.op)])
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if type(node.op) in ARITHMETIC and not _is_text_or_list(node.value):
            old, new = ARITHMETIC[type(node.op)]
            self.operator("arithmetic", node.target, node.value, f"{old}=", f"{new}=")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self.instead("constant", node, str(not value))
        elif isinstance(value, int | float):
            self.instead("constant", node, repr(value + 1))
            self.instead("constant", node, repr(value * 2))

    def word(self, node: ast.Constant) -> None:
        self.instead("word", node, repr(f"{node.value}!"))

    def visit_Dict(self, node: ast.Dict) -> None:
        for key in node.keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                self.word(key)
        self.generic_visit(node)

    def visit_MatchValue(self, node: ast.MatchValue) -> None:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            self.word(node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if _is_type(node):
            return
        key = node.slice
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            self.word(key)
        if isinstance(key, ast.Slice):
            for end in (key.lower, key.upper):
                if end is not None:
                    self.instead("slice", end, "")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        if name in TYPE_TESTS:
            return
        if name in CALLED_INSTEAD:
            end = self.span(node.func)[1]
            if name == "fsum":
                self.instead("call", node.func, "max")
            else:
                self.site("call", end - len(name), end, CALLED_INSTEAD[name])
        given = [one for one in node.args if not isinstance(one, ast.Starred)]
        if name not in SYMMETRIC and len(given) == len(node.args):
            for left, right in pairwise(given):
                self.swapped(left, right)
        if name in MESSAGES:
            for one in node.args[:2]:
                self.visit(one)
            return
        named = [one.value for one in node.keywords if one.arg and one.arg not in UNSEEN]
        for left, right in pairwise(named):
            self.swapped(left, right)
        self.visit(node.func)
        for one in node.args:
            self.visit(one)
        for keyword in node.keywords:
            if keyword.arg not in UNSEEN:
                self.visit(keyword.value)

    def swapped(self, left: ast.expr, right: ast.expr) -> None:
        (begin, middle), (next_begin, end) = self.span(left), self.span(right)
        text = self.code(right) + self.source[middle:next_begin] + self.code(left)
        self.site("swap", begin, end, text)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_type(node: ast.expr) -> bool:
    """Whether an expression names types, such as `str | None`, `NDArray[int]` or a Literal."""
    if isinstance(node, ast.Subscript):
        return _name(node.value) in {
            "Literal", "NDArray", "Callable", "Mapping", "Sequence", "Iterator", "Counter",
            "dict", "list", "tuple", "set", "frozenset", "defaultdict", "type", "ColumnElement",
        }  # fmt: skip
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _is_type(node.left) or _is_type(node.right) or _is_type_name(node.right)
    return False


def _is_type_name(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value is None
    return _name(node) in {"str", "int", "float", "list", "tuple", "dict", "bool", "Fraction"}


def _is_text_or_list(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str | bytes)
    return isinstance(node, ast.JoinedStr | ast.List | ast.ListComp | ast.Tuple)


def words(sites: list[Site]) -> Iterator[str]:
    """Lines to read: where, what was there, what was planted."""
    for site in sites:
        yield f"{site.file}:{site.line} in {site.function or 'the module'} ({site.kind})"
        yield f"    - {site.original}"
        yield f"    + {site.mutated}"
