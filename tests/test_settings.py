"""Settings are read from a mapping, and a wrong value is told in one sentence."""

from pathlib import Path

import pytest
from dotenv import dotenv_values

from advisor.errors import SettingsError
from advisor.settings import Settings, load_settings, read_settings


def test_nothing_configured_gives_the_defaults():
    assert read_settings({}) == Settings()


def test_the_database_is_sqlite_in_the_data_folder_by_default():
    settings = read_settings({"DATA_DIR": "/somewhere"})
    assert settings.database_address == "sqlite:////somewhere/advisor.sqlite3"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_addresses_as_hosts_give_them_are_understood(scheme):
    settings = read_settings({"DATABASE_URL": f"{scheme}://me:secret@db/advisor"})
    assert settings.database_address == "postgresql+psycopg://me:secret@db/advisor"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("RETENTION_DAYS", "0"),
        ("LLM_MODEL", "gpt-5"),
        ("KNOWLEDGE_URL", "example.com"),
        ("SLACK_BOT_TOKEN", "xapp-1"),
        ("SLACK_APP_TOKEN", "xoxb-1"),
        ("LOG_LEVEL", "LOUD"),
        ("EMBEDDING_BACKEND", "tpu"),
    ],
)
def test_a_wrong_value_is_told_with_the_name_of_the_variable(name, value):
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value})


def test_a_wrong_token_is_not_repeated_in_the_message():
    with pytest.raises(SettingsError) as caught:
        read_settings({"SLACK_BOT_TOKEN": "xoxp-very-secret"})
    assert "very-secret" not in str(caught.value)


def test_secrets_do_not_show_in_the_settings_text():
    settings = read_settings(
        {
            "SLACK_BOT_TOKEN": "xoxb-canary",
            "SLACK_APP_TOKEN": "xapp-canary",
            "SLACK_SIGNING_SECRET": "canary",
            "SLACK_CLIENT_SECRET": "canary",
        }
    )
    assert "canary" not in repr(settings)


def test_real_variables_win_over_the_env_file(tmp_path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text("PORT=1111\nADMIN_USERS=U1, U2 U3\n")
    monkeypatch.setenv("PORT", "2222")
    settings = load_settings(dotenv=file)
    assert settings.port == 2222
    assert settings.admin_users == ("U1", "U2", "U3")


class Recording(dict[str, str]):
    """Remembers which variables are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, name, default=None):
        self.asked.add(name)
        return super().get(name, default)


def test_the_example_file_names_every_setting_with_its_default():
    example = dotenv_values(Path(__file__).parent.parent / ".env.example")
    environ = Recording()
    defaults = read_settings(environ)
    assert set(example) == environ.asked
    assert read_settings({name: value or "" for name, value in example.items()}) == defaults
