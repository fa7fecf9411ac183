"""The student project's figures beside ours: from the last epoch, and from the test split."""

from training import comparison

HISTORY = {"accuracy": [0.5, 0.97], "loss": [2.0, 0.1]}


def test_one_seed_is_shown_as_it_is():
    table = comparison.rows([HISTORY], [{"mnist_test": 0.98, "mnist_test_loss": 0.07}])
    assert comparison.as_markdown(table).splitlines() == [
        "| | student project | here |",
        "|---|---|---|",
        "| training accuracy | 96.82 % | 97.00 % |",
        "| training loss | 0.1043 | 0.1000 |",
        "| testing accuracy | 97.25 % | 98.00 % |",
        "| testing loss | 0.0903 | 0.0700 |",
    ]


def test_several_seeds_are_shown_as_mean_and_standard_deviation():
    measured = [{"mnist_test": 0.98, "mnist_test_loss": 0.07}, {"mnist_test": 0.982, "mnist_test_loss": 0.05}]
    told = comparison.as_markdown(comparison.rows([HISTORY, HISTORY], measured))
    assert "mean ± sd of 2 seeds" in told
    assert "| testing accuracy | 97.25 % | 98.10 ± 0.14 % |" in told
    assert "| testing loss | 0.0903 | 0.0600 ± 0.0141 |" in told
