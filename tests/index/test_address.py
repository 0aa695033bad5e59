"""The address of a Chroma server, with what it carries."""

import pytest

from advisor.index.address import read_address


@pytest.mark.parametrize(
    ("url", "base", "headers"),
    [
        ("http://chroma:8000", "http://chroma:8000", {}),
        ("https://host/path/", "https://host/path", {}),
        (
            "https://ck%2Dtoken@api.host:443",
            "https://api.host:443",
            {"Authorization": "Bearer ck-token", "X-Chroma-Token": "ck-token"},
        ),
        ("http://me:p%40ss@host:8000", "http://host:8000", {"Authorization": "Basic bWU6cEBzcw=="}),
    ],
)
def test_the_address_carries_token_or_password(url, base, headers):
    address = read_address(url)
    assert (address.base, address.headers) == (base, headers)
    assert (address.tenant, address.database) == ("default_tenant", "default_database")
    assert "ss" not in repr(address) or "headers" not in repr(address)


def test_the_address_names_tenant_and_database():
    address = read_address("https://t@api.trychroma.com?tenant=ours&database=guide")
    assert (address.base, address.tenant, address.database) == (
        "https://api.trychroma.com",
        "ours",
        "guide",
    )
