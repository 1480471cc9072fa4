"""The workflows that run elsewhere name what exists here, and may do no more than they need."""

import re
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
Workflow = dict[Any, Any]  # YAML reads the key `on` as True


def read(path: Path) -> Workflow:
    content: Workflow = yaml.safe_load(path.read_text("utf-8"))
    return content


def steps(workflow: Workflow) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job.get("steps", [])


def commands() -> str:
    return "\n".join(step["run"] for path in FILES for step in steps(read(path)) if "run" in step)


def test_there_are_workflows_for_tests_and_releases() -> None:
    assert [path.stem for path in FILES] == ["release", "tests"]


def test_commands_name_targets_modules_and_files_that_exist() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = re.findall(r"\bmake ([\w-]+)", commands())
    modules = re.findall(r"python -m ([\w.]+)", commands())
    files = re.findall(r"requirements/\S+|tests/\w+", commands())
    assert set(named) <= targets
    assert all(find_spec(module) for module in modules)
    assert all((ROOT / file).exists() for file in files)
    assert {"check", "tools.bundle", "pytest", "hatchling"} <= {*named, *modules}
    assert {"requirements/dev.txt", "requirements/bundle.txt", "tests/bundle"} <= set(files)


def test_tests_run_on_each_system_with_each_python_that_the_package_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = re.findall(r"Python :: (3\.\d+)$", "\n".join(project["classifiers"]), re.MULTILINE)
    matrix = read(ROOT / ".github" / "workflows" / "tests.yml")["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["python"] == versions
    assert project["requires-python"].split(",")[0] == f">={versions[0]}"
    assert [system.partition("-")[0] for system in matrix["system"]] == ["ubuntu", "macos", "windows"]
    assert len([each for each in project["classifiers"] if each.startswith("Operating System")]) == 3


def test_bundles_are_made_on_each_system_and_their_tests_run() -> None:
    job = read(ROOT / ".github" / "workflows" / "tests.yml")["jobs"]["bundle"]
    assert [system.partition("-")[0] for system in job["strategy"]["matrix"]["system"]] == [
        "ubuntu",
        "macos",
        "windows",
    ]
    tested = next(step for step in job["steps"] if "pytest" in step.get("run", ""))
    assert tested["env"] == {"LUISTEREN_BUNDLE": "dist"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_actions_are_pinned_and_only_the_release_may_write(path: Path) -> None:
    text, workflow = path.read_text("utf-8"), read(path)
    uses = re.findall(r"uses: (.+)", text)
    assert all(
        re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/workflows/\w+\.yml", each)
        for each in uses
    )
    assert workflow["permissions"] in ({}, {"contents": "read"})
    writing = [name for name, job in workflow["jobs"].items() if "write" in job.get("permissions", {}).values()]
    assert writing == (["release"] if path.stem == "release" else [])
    checkouts = [step for step in steps(workflow) if "actions/checkout" in step.get("uses", "")]
    assert all(step["with"] == {"persist-credentials": False} for step in checkouts)
    # What somebody else may have written, such as the name of a branch, is no part of a command.
    assert "${{" not in "\n".join(step.get("run", "") for step in steps(workflow))
