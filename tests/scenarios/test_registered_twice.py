"""What becomes of a receiver whose module has run twice."""

from __future__ import annotations

from bench.scenarios.code_that_registers import connect, connect_with_uid, run


def test_a_reloaded_module_leaves_one_receiver_which_is_the_new_one() -> None:
    signal, modules = run(["receivers", "receivers"], connect, weak=True)
    assert [receiver for receiver, _ in signal.send(sender=None)] == [modules["receivers"].send_receipt]


def test_two_modules_keep_a_receiver_each_unless_they_share_a_uid() -> None:
    for register, kept in ((connect, ["a", "b"]), (connect_with_uid, ["a"])):
        signal, modules = run(["a", "b"], register, weak=True)
        assert [receiver for receiver, _ in signal.send(sender=None)] == [
            modules[name].send_receipt for name in kept
        ]
