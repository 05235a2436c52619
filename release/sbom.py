"""Write the bill of materials of a lock, as CycloneDX.

What it holds is what the lock says: names, versions, hashes, markers, and which package needs
which. Licences are those that the packages installed here declare. It names no registry and no
moment: the same lock gives the same bytes.
"""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_OID, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    Property,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

_ENTRY = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[[^]]*\])?==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\\n]+?))? \\\n"
    r"(?P<rest>(?:^ +.*\n?)*)",
    re.MULTILINE,
)
# Licence texts stand in the same field as names.
_LONGEST_LICENCE = 80


class Locked(NamedTuple):
    """A package of a lock; `needed_by` are names."""

    name: str
    version: str
    marker: str | None
    hashes: tuple[str, ...]
    needed_by: tuple[str, ...]


def read_lock(text: str) -> Iterator[Locked]:
    """Yield the packages of a lock that uv wrote."""
    for entry in _ENTRY.finditer(text):
        hashes = re.findall(r"--hash=sha256:(\w+)", entry["rest"])
        needed_by = re.findall(r"^ +# (?:via| ) +([\w.-]+)", entry["rest"], re.MULTILINE)
        yield Locked(
            entry["name"], entry["version"], entry["marker"], tuple(hashes), tuple(needed_by)
        )


def component(package: Locked, licence: str | None) -> Component:
    """Return a package as a component; its reference is `name==version`."""
    address = PackageURL("pypi", None, package.name, package.version)
    files = [HashType(alg=HashAlgorithm.SHA_256, content=each) for each in package.hashes]
    distribution = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(address.to_string()),
        comment="sdist and wheels of this version",
        hashes=files,
    )
    return Component(
        name=package.name,
        version=package.version,
        bom_ref=f"{package.name}=={package.version}",
        purl=address,
        licenses=[LicenseFactory().make_from_string(licence)] if licence else None,
        external_references=[distribution],
        properties=[Property(name="marker", value=package.marker)] if package.marker else None,
    )


def licence(distribution: Distribution) -> str | None:
    """Return the licence that a distribution declares."""
    metadata = distribution.metadata
    classifiers = metadata.get_all("Classifier", [])
    named = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License ::")]
    declared = [metadata[field] for field in ("License-Expression", "License") if field in metadata]
    short = [each for each in (*declared, *named) if each and len(each) <= _LONGEST_LICENCE]
    return short[0] if short else None


def _installed() -> dict[tuple[str, str], str | None]:
    """Return the licence of each installed name and version."""
    return {
        (re.sub(r"[-_.]+", "-", each.name).lower(), each.version): licence(each)
        for each in distributions()
    }


def bill(packages: list[Locked], project: dict[str, str], lock: str) -> Bom:
    """Return the bill of materials of a project that needs these packages."""
    licences = _installed()
    components = {
        package: component(package, licences.get((package.name, package.version)))
        for package in packages
    }
    root = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=project["name"],
        description=project["description"],
        licenses=[LicenseFactory().make_from_string(project["license"])],
    )
    bom = Bom(components=components.values(), serial_number=uuid5(NAMESPACE_OID, lock))
    bom.metadata.component = root
    for name, owners in [(project["name"], [root]), *_by_name(components)]:
        needed = [each for package, each in components.items() if name in package.needed_by]
        for owner in owners:
            bom.register_dependency(owner, needed)
    return bom


def _by_name(components: dict[Locked, Component]) -> Iterator[tuple[str, list[Component]]]:
    # A lock may hold two versions of one name, each for other Pythons.
    for name in dict.fromkeys(package.name for package in components):
        yield name, [each for package, each in components.items() if package.name == name]


def write_sbom(lock: Path, folder: Path) -> Path:
    """Write the bill of materials of a lock into a folder, once it is valid, and return it."""
    pyproject = lock.with_name("pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(pyproject)["project"]
    text = lock.read_text(encoding="utf-8")
    bom = bill(list(read_lock(text)), project, f"{project['version']}\n{text}")
    bom.metadata.timestamp = None
    written = JsonV1Dot6(bom).output_as_string(indent=1)
    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(written):
        raise ValueError(f"the bill of materials of {lock} is no CycloneDX: {error}")
    path = folder / f"{project['name']}-{project['version']}.cdx.json"
    path.write_text(written + "\n", encoding="utf-8")
    return path
