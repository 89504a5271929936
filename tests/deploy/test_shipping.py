"""What is shipped beside the code says what the code says."""

import configparser
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path
from string import Template

import pytest
import yaml

from congress.settings import ROOT, Settings
from tests.layouts import clean_environment
from tests.tools import need

DEPLOY = ROOT / "deploy"
# read by gunicorn's file, the unit of the worker and `make`, not by the product
OF_THE_LAYOUT = {"WEB_CONCURRENCY", "WEB_THREADS", "WORKER_PROCESSES"}


def settings_read() -> set[str]:
    source = (ROOT / "congress" / "settings.py").read_text()
    return {"DATABASE_URL", *re.findall(r'read\.\w+\(\s*"([A-Z_]+)"', source)}


def settings_documented() -> dict[str, str]:
    lines = (DEPLOY / "environment.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_every_setting_is_documented_and_nothing_else() -> None:
    assert len(settings_read()) > 20
    assert set(settings_documented()) == settings_read() | OF_THE_LAYOUT


def test_the_documented_settings_start_the_product() -> None:
    assert Settings.from_environment(settings_documented()).trusted_proxies == 1


def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_the_compose_file_is_accepted_by_its_own_program() -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker compose is not installed; the file's parts are checked in the next test")
    environment = {
        **os.environ,
        "POSTGRES_PASSWORD": "x",
        "SECRET_KEY": "x" * 16,
        "PUBLIC_URL": "https://congress.test",
    }
    subprocess.run(
        [docker, "compose", "-f", DEPLOY / "compose.yaml", "config", "--quiet"], env=environment, check=True, timeout=60
    )


def test_the_compose_file_holds_the_production_layout() -> None:
    document = compose()
    services = document["services"]
    assert set(services) == {"postgres", "redis", "upgrade", "web1", "web2", "worker", "nginx"}
    for name, service in services.items():
        assert service.get("image") or service.get("build"), name
        for needed in service.get("depends_on", {}):
            assert needed in services
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in document["volumes"] or (DEPLOY / source).exists(), volume
    for name in ("upgrade", "web1", "web2", "worker"):
        environment = services[name]["environment"]
        assert environment["CONGRESS_DEMO"] == "0"
        assert set(environment) <= settings_read()
    for name in ("upgrade", "web1", "web2", "worker"):
        assert services[name]["build"] == {"context": "..", "dockerfile": "deploy/Dockerfile"}
    assert services["worker"]["command"][:5] == ["python", "-m", "celery", "-A", "worker"]
    assert not any("ports" in services[name] for name in services if name != "nginx")


def test_the_image_copies_what_exists_and_runs_as_nobody_special() -> None:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    copied = [line.split()[1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    assert copied
    assert all((ROOT / name).exists() for name in copied)
    assert "USER congress" in lines
    assert any("deploy/gunicorn.conf.py" in line for line in lines if line.startswith("CMD"))


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").iterdir()), ids=lambda path: path.name)
def test_a_unit_starts_what_exists(unit: Path) -> None:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(unit)
    assert parsed["Unit"]["Description"]
    if unit.suffix == ".timer":
        assert (unit.with_suffix(".service")).exists()
        return
    service = parsed["Service"]
    assert (service["User"], service["NoNewPrivileges"]) == ("congress", "yes")
    words = service["ExecStart"].split()
    assert words[:2] == ["/srv/congress/.venv/bin/python", "-m"]
    module = words[2]
    found = subprocess.run(
        [sys.executable, "-c", f"import importlib.util, sys; sys.exit(not importlib.util.find_spec('{module}'))"],
        cwd=ROOT, check=False,
    )  # fmt: skip
    assert found.returncode == 0, module


def test_nginx_accepts_its_file(tmp_path: Path) -> None:
    nginx = need("nginx")
    values = {
        "CONGRESS_NODES": "server 127.0.0.1:8001;",
        "CONGRESS_LISTEN": "127.0.0.1:18999",
        "CONGRESS_SERVER_NAME": "congress.test",
        "CONGRESS_SCHEME": "https",
        "CONGRESS_CACHE": str(tmp_path / "cache"),
        "CONGRESS_TLS": "",
    }
    template = (DEPLOY / "nginx.conf").read_text()
    assert set(re.findall(r"\$\{(\w+)\}", template)) == set(values)
    (tmp_path / "site.conf").write_text(Template(template).safe_substitute(values))
    frame = f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{ include {tmp_path}/site.conf; }}\n"
    (tmp_path / "nginx.conf").write_text(frame)
    checked = subprocess.run(
        [nginx, "-t", "-e", "stderr", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_a_backup_holds_the_database_the_keys_and_the_uploads(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    environment = clean_environment(instance)
    subprocess.run([sys.executable, "-m", "congress", "db", "upgrade"], cwd=ROOT, env=environment, check=True)
    (instance / "uploads").mkdir()
    (instance / "uploads" / "evidence").write_bytes(b"paper")
    (instance / "queue").mkdir(exist_ok=True)
    (instance / "queue" / "message").write_bytes(b"left out")
    done = subprocess.run(
        [sys.executable, "-m", "deploy.backup", tmp_path / "backups"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    archive = Path(done.stdout.strip())
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as opened:
        names = set(opened.getnames())
        opened.extractall(tmp_path / "restored", filter="data")
    assert {"database.sqlite", "instance/uploads/evidence", "instance/keys/session.key"} <= names
    assert not any("queue" in name or "congress.db" in name for name in names)
    with sqlite3.connect(tmp_path / "restored" / "database.sqlite") as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall()
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()


def test_a_backup_that_cannot_be_written_says_why_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.backup", tmp_path / "backups"],
        cwd=ROOT, env=clean_environment(tmp_path / "empty"), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("No backup was written: ")
    assert done.stderr.count("\n") == 1
    assert not list((tmp_path / "backups").iterdir())


def test_the_lock_file_pins_what_is_installed_and_asked_for(tmp_path: Path) -> None:
    shutil.copytree(DEPLOY, tmp_path / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.in", "requirements-dev.in"):
        shutil.copy(ROOT / name, tmp_path)
    subprocess.run([sys.executable, tmp_path / "deploy" / "lock.py"], check=True, capture_output=True)
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert (tmp_path / name).read_text() == (ROOT / name).read_text(), f"{name} is stale: run `make lock`"
