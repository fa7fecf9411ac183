"""A recipe is a claim: it says what it costs and what it reaches."""

from dataclasses import replace

import pytest

from service.model.sandbox import read_model
from training.errors import TrainingError
from training.pipeline import TEACHERS, teachers_of
from training.recipes import DEFAULT, READER, RECIPES, Recipe, find


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


def test_every_recipes_teachers_are_there_and_no_one_is_asked_twice():
    taught = [recipe for recipe in RECIPES.values() if isinstance(recipe, Recipe) and recipe.teachers]
    assert taught
    for recipe in taught:
        assert [teacher.sha256[:7] for teacher in teachers_of(recipe)] == list(recipe.teachers)
        assert len(set(recipe.teachers)) == len(recipe.teachers)


@pytest.mark.parametrize("file", sorted(TEACHERS.glob("*.h5")), ids=lambda file: file.stem)
def test_a_teacher_is_what_its_name_says_and_is_introduced(file):
    teacher = read_model(file)
    assert teacher.sha256.startswith(file.stem)
    assert teacher.outputs in {10, 11}
    assert f"| `{file.name}` |" in (TEACHERS / "README.md").read_text()


def test_teachers_are_refused_where_no_digit_is_drawn():
    with pytest.raises(ValueError, match="ann has teachers, but draws no digits"):
        replace(find("ann"), teachers=("anyone",))


def test_the_readers_plan_covers_its_epochs():
    assert READER.plan.epochs == READER.epochs
    assert replace(READER, epochs=4).plan.draws == 2  # three echoes each: the second is left after one epoch
