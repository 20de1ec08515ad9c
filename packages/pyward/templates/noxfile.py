import nox


@nox.session(venv_backend="none")
def audit(session: nox.Session) -> None:
    session.run("npx", "--yes", "pyward@{{version}}", "audit", *session.posargs)
