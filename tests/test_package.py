"""What `make package` would find wrong with a wheel and a source archive; building and installing is left to it."""

from bench.package import LICENCES, MUST, tracked, wrong_with_archive, wrong_with_wheel

ABOUT = [f"vedette-0.1.0.dist-info/licenses/{name}" for name in LICENCES] + ["vedette-0.1.0.dist-info/METADATA"]
NEEDED = [*LICENCES, "README.md", "pyproject.toml", "hatch_build.py", "PKG-INFO", "web/package-lock.json"]


def wanted() -> list[str]:
    """The files of the package as they are named in a wheel."""
    return sorted(name.removeprefix("src/") for name in tracked("src/vedette"))


def test_a_whole_wheel_is_right() -> None:
    assert wrong_with_wheel([*wanted(), *ABOUT], wanted()) == []


def test_what_a_wheel_lacks_or_should_not_hold_is_named() -> None:
    without = [name for name in wanted() if name != "vedette/data/model/reader.npz"]
    assert wrong_with_wheel([*without, *ABOUT], without) == ["the wheel lacks vedette/data/model/reader.npz"]
    assert wrong_with_wheel([*wanted(), *ABOUT[1:]], wanted()) == ["the wheel lacks the licence file LICENSE"]
    (told,) = wrong_with_wheel([*wanted(), *ABOUT, "tests/conftest.py"], wanted())
    assert "tests/conftest.py" in told


def test_what_must_be_in_a_wheel_is_known_to_git() -> None:
    """What .gitignore keeps out by mistake is in no clone, however well it works where it was made."""
    assert set(MUST) <= set(wanted())


def test_what_a_source_archive_lacks_or_should_not_hold_is_named() -> None:
    sources = sorted(tracked("src/vedette"))
    assert wrong_with_archive([*sources, *NEEDED], sources) == []
    assert wrong_with_archive([*sources, *NEEDED[1:]], sources) == ["the source archive lacks LICENSE"]
    for made in ("bench/out/soak.json", "src/vedette/__pycache__/x.pyc", "web/node_modules/a.js", "vedette-demo.jsonl"):
        assert wrong_with_archive([*sources, *NEEDED, made], sources) == [f"the source archive holds {made}"]
