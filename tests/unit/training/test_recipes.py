"""A recipe is a claim: it says what it costs and what it reaches."""

from dataclasses import replace

import pytest

from training.errors import TrainingError
from training.recipes import DEFAULT, RECIPES, Teachers, find


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES.keys())
def test_every_recipe_states_its_time_machine_and_result(recipe):
    assert "core" in recipe.takes
    assert "%" in recipe.expected
    assert recipe.about.endswith(".")
    assert recipe.bounds
    assert recipe.command == f"python -m training run --recipe {recipe.name}"


def test_the_student_projects_recipe_keeps_its_batch_size_and_epochs():
    assert (find("ann").batch_size, find("ann").epochs) == (512, 10)
    assert find("ann").network.dropout > 0


def test_an_unknown_recipe_is_told_with_those_that_exist():
    with pytest.raises(TrainingError, match=r"no recipe 'rnn'; there are: ann, "):
        find("rnn")
    assert DEFAULT in RECIPES


def test_teachers_are_recipes_that_learn_by_labels_alone():
    taught = [recipe for recipe in RECIPES.values() if recipe.teachers]
    assert taught
    for recipe in taught:
        teacher = find(recipe.teachers.recipe)
        assert teacher.teachers is None
        assert len(set(recipe.teachers.seeds)) == len(recipe.teachers.seeds) > 0


def test_teachers_are_refused_where_no_digit_is_drawn():
    with pytest.raises(ValueError, match="ann has teachers, but draws no digits"):
        replace(find("ann"), teachers=Teachers("cnn-teacher", seeds=(1,)))
