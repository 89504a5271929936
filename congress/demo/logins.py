"""One login for each role, known to everybody who looks at the demo."""

from dataclasses import dataclass

from congress.accounts.states import Role, ScopeKind

PASSWORD = "demo-congress-2026"
SCHOOL_CODE = "HN-DEMO-U1"
DIVISION_CODE = "HN-DEMO-P1"
GATE_SLUG = "main"


@dataclass(frozen=True)
class DemoLogin:
    role: Role
    email: str
    name: str
    scope_kind: str | None = None
    scope_code: str | None = None


LOGINS = (
    DemoLogin(Role.ORGANISER, "organiser@demo.example", "演示组委会"),
    DemoLogin(Role.VERIFIER, "verifier@demo.example", "演示审核员（省级）", ScopeKind.PROVINCE),
    DemoLogin(Role.SCHOOL, "school@demo.example", "演示学校联络员", ScopeKind.SCHOOL, SCHOOL_CODE),
    DemoLogin(Role.DIVISION, "division@demo.example", "演示市州联络员", ScopeKind.DIVISION, DIVISION_CODE),
    DemoLogin(Role.GATE, "gate@demo.example", "演示签到员", ScopeKind.GATE, GATE_SLUG),
    DemoLogin(Role.OFFICER, "officer@demo.example", "演示服务专员"),
    DemoLogin(Role.VIEWER, "viewer@demo.example", "演示观察员"),
    DemoLogin(Role.SYSTEM_ADMIN, "system@demo.example", "演示系统管理员"),
    DemoLogin(Role.SECURITY_ADMIN, "security@demo.example", "演示安全管理员"),
    DemoLogin(Role.AUDITOR, "auditor@demo.example", "演示审计员"),
    DemoLogin(Role.ALUMNUS, "alumnus@demo.example", "示例校友001"),
)


def shown_logins() -> list[dict[str, str]]:
    """What the login page and the start of `make run` show."""
    return [{"role": login.role.value, "email": login.email, "password": PASSWORD} for login in LOGINS]
