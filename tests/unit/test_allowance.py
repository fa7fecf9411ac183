"""How often a client may ask: at once if it likes, then as it comes; shared by processes, bounded in size."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import allowance as table
from service.allowance import Allowance

NOW = 1000.0


def allowed(allowance: Allowance, client: str, now: float) -> bool:
    return allowance.take(client, now) == 0


def test_what_is_allowed_may_be_asked_at_once_and_no_more():
    allowance = Allowance(requests=5, seconds=60, shared=None)
    assert [allowed(allowance, "192.0.2.1", NOW) for _ in range(7)] == [True] * 5 + [False] * 2


def test_whoever_waits_as_told_is_let_in_and_not_before():
    allowance = Allowance(requests=5, seconds=60, shared=None)
    while not (wait := allowance.take("192.0.2.1", NOW)):
        pass
    assert wait == pytest.approx(12)
    assert not allowed(allowance, "192.0.2.1", NOW + wait - 0.1)
    assert allowed(allowance, "192.0.2.1", NOW + wait)


def test_each_client_has_an_allowance_of_its_own():
    allowance = Allowance(requests=1, seconds=60, shared=None)
    assert all(allowed(allowance, f"192.0.2.{number}", NOW) for number in range(200))
    assert not any(allowed(allowance, f"192.0.2.{number}", NOW) for number in range(200))


def test_a_household_of_ipv6_is_one_client_and_a_mapped_address_is_the_plain_one():
    allowance = Allowance(requests=1, seconds=60, shared=None)
    assert allowed(allowance, "2001:db8:1:2::1", NOW)
    assert not allowed(allowance, "2001:db8:1:2:ffff::9", NOW)
    assert allowed(allowance, "2001:db8:1:3::1", NOW)
    assert allowed(allowance, "192.0.2.1", NOW)
    assert not allowed(allowance, "::ffff:192.0.2.1", NOW)


@given(st.lists(st.floats(0, 5), max_size=60), st.integers(1, 10), st.floats(0.5, 100))
def test_in_no_span_of_time_is_more_let_in_than_the_rate_and_one_burst(pauses, requests, seconds):
    allowance = Allowance(requests=requests, seconds=seconds, shared=None)
    now, let_in = NOW, []
    for pause in pauses:
        now += pause
        if allowed(allowance, "192.0.2.1", now):
            let_in.append(now)
    for first, begin in enumerate(let_in):
        for last, end in enumerate(let_in[first:], start=first):
            assert last - first + 1 <= requests + (end - begin) * requests / seconds + 1e-6


def test_any_number_of_clients_takes_the_same_memory_and_the_newest_is_counted(monkeypatch):
    monkeypatch.setattr(table, "SLOTS", 64)
    allowance = Allowance(requests=1, seconds=60, shared=None)
    for number in range(2000):
        assert allowed(allowance, f"client {number}", NOW + number / 1000)
        assert not allowed(allowance, f"client {number}", NOW + number / 1000)


def test_processes_share_what_is_left(tmp_path: Path):
    allowance = Allowance(requests=3, seconds=60, shared=tmp_path)
    assert allowed(allowance, "192.0.2.1", NOW)
    program = (
        "import sys; from pathlib import Path; from service.allowance import Allowance\n"
        "allowance = Allowance(requests=3, seconds=60, shared=Path(sys.argv[1]))\n"
        "print(*(allowance.take('192.0.2.1', 1000.0) == 0 for _ in range(3)))"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    other = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    assert other.stdout.split() == ["True", "True", "False"]
    assert not allowed(allowance, "192.0.2.1", NOW)
