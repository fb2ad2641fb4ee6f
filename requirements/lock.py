"""Owns how requirements/lock.txt comes about. Run by `make lock`; nothing imports it.

pip-compile resolves pyproject.toml; versions already locked stay unless `--upgrade` is given. The
hashes are those the package index states for every wheel that this project can run on. Wheels
only: a source distribution would run its build at install time, with build tools nobody locked.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from packaging.utils import canonicalize_name, parse_wheel_filename
from piptools.repositories import PyPIRepository

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements" / "lock.txt"
# In requirements/torch.txt: the CPU and the CUDA build share a version and differ in hashes.
LOCKED_ELSEWHERE = re.compile(r"torch$|triton$|nvidia-|cuda-")
OLDEST = 11  # requires-python >= 3.11
PLATFORMS = re.compile(r"any$|(manylinux|linux|musllinux).*_(x86_64|aarch64)$|macosx_")
PIP_COMPILE = (
    *(sys.executable, "-m", "piptools", "compile", "--quiet", "--allow-unsafe", "--strip-extras"),
    *("--no-header", "--no-emit-options", "--annotation-style=line"),
)
HEADER = """\
# Exact versions and hashes of everything but torch (torch.txt). Written by `make lock`; installed
# with `pip install --no-deps --require-hashes -r requirements/lock.txt`.
"""


def direct_requirements() -> list[str]:
    """Return what pyproject.toml asks for, the dev group included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]


def resolve(*options: str) -> dict[str, tuple[str, str]]:
    """Return version and reason by package name, as pip-compile resolves them."""
    with tempfile.TemporaryDirectory() as folder:
        wanted, out = Path(folder, "pyproject.toml.in"), Path(folder, "out.txt")
        wanted.write_text("\n".join(direct_requirements()) + "\n")
        if LOCK.exists():
            pins = re.findall(r"^[\w.-]+==[^\s;\\]+", LOCK.read_text(), flags=re.MULTILINE)
            out.write_text("\n".join(pins) + "\n")
        subprocess.run(
            [*PIP_COMPILE, *options, f"--output-file={out}", str(wanted)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        lines = re.findall(r"^([\w.-]+)==(\S+)\s*(?:# via (.*))?$", out.read_text(), re.MULTILINE)
    return {
        canonicalize_name(name): (version, re.sub(r"-r [^\s,]+", "flightdesk", why))
        for name, version, why in lines
        if not LOCKED_ELSEWHERE.match(canonicalize_name(name))
    }


def usable(filename: str) -> bool:
    """Tell whether a wheel runs on CPython >= 3.11 under Linux or macOS."""
    *_, tags = parse_wheel_filename(filename)
    return any(usable_tag(tag.interpreter, tag.abi, tag.platform) for tag in tags)


def usable_tag(interpreter: str, abi: str, platform: str) -> bool:
    if not PLATFORMS.match(platform) or interpreter.startswith(("pp", "py2", "graalpy")):
        return False
    minor = re.fullmatch(r"cp3(\d+)", interpreter)
    return minor is None or int(minor[1]) >= OLDEST or abi == "abi3"


def hashes(repository: PyPIRepository, name: str, version: str) -> list[str]:
    """Return the sha256 of every usable wheel, sorted. Raises SystemExit when there is none."""
    found = {
        candidate.link.hash
        for candidate in repository.find_all_candidates(name)
        if str(candidate.version) == version
        and candidate.link.hash
        and candidate.link.hash_name == "sha256"
        and candidate.link.is_wheel
        and usable(candidate.link.filename)
    }
    if not found:
        raise SystemExit(f"{name} {version}: the index states no hash of a usable wheel")
    return sorted(found)


def main() -> None:
    resolved = resolve(*sys.argv[1:])
    repository = PyPIRepository([], cache_dir=str(Path(tempfile.gettempdir(), "flightdesk-lock")))
    blocks = [HEADER]
    with repository.allow_all_wheels():
        for name, (version, why) in sorted(resolved.items()):
            lines = [
                f"{name}=={version}",
                *(f"    --hash=sha256:{h}" for h in hashes(repository, name, version)),
            ]
            blocks.append(" \\\n".join(lines) + f"\n    # via {why}\n")
    LOCK.write_text("".join(blocks))


if __name__ == "__main__":
    main()
