"""The layers of the design hold: one way between apps, one order inside an app, no circles."""

def test_import_contracts_are_kept(run_tool):
    status, said = run_tool("lint-imports", "--no-cache")
    assert status == 0, said


def test_every_installed_app_stands_under_the_contracts(settings, root):
    config = (root / "pyproject.toml").read_text(encoding="utf-8")
    contracts = config.partition("[tool.importlinter]")[2]
    ours = [app for app in settings.INSTALLED_APPS if (root / app.replace(".", "/")).is_dir()]
    assert [app for app in ours if f'"{app}"' not in contracts] == []

